/** The flow of one loan over the real broker: each step is what another service said, and nobody waits for an answer. */
import type { EventData } from '@mutua/contracts';
import { derivedId } from '@mutua/kernel';
import { eventually } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, eur, startWorld, type World } from './harness.ts';
import { drafted, fillOf, newOffer } from './journeys.ts';
import { startVoices, type Voices } from './voices.ts';

let world: World;
let voices: Voices;
let borrower: Caller;
let lender: Caller;

beforeAll(async () => {
  world = await startWorld(7);
  voices = await startVoices(world.topicPrefix);
  await world.service.start();
  borrower = await world.person('borrower');
  lender = await world.person('lender');
});
afterAll(async () => {
  await voices.close();
  await world.close();
});

const reaches = (caller: Caller, path: string, status: string): Promise<Record<string, unknown>> =>
  eventually(
    async () => {
      const { body } = await caller.get(path);
      return body['status'] === status && body;
    },
    { what: `${path} reaching ${status}` },
  );

/** Retried until the projection of identity has arrived. */
const onceVerified = (caller: Caller, path: string, body?: object): Promise<Record<string, unknown>> =>
  eventually(async () => {
    const answer = await caller.post(path, body);
    return answer.status < 300 && answer.body;
  });

test('from two verified members to a loan that is paid out and repaid', async () => {
  const requestId = await drafted(borrower);
  for (const { memberId } of [borrower, lender]) {
    await voices.say('identity.member-registered.v1', memberId, { memberId, kind: 'person', country: 'DE' });
    await voices.say('identity.member-verified.v1', memberId, { memberId });
  }
  await onceVerified(borrower, `/v1/loan-requests/${requestId}/submit`);
  await voices.say('credit.assessment-completed.v1', requestId, {
    assessmentId: derivedId('assessment', requestId),
    requestId,
    decision: 'approved',
    score: 700,
    pdPpm: 50_000,
    grade: 'A',
    referenceRatePpm: 75_000,
    reasons: [],
    modelVersion: 'test',
  });
  const request = `/v1/loan-requests/${requestId}`;
  await reaches(borrower, request, 'listed');

  const placed = await onceVerified(lender, '/v1/offers', newOffer());
  const offerId = String(placed['offerId']);
  const holdId = derivedId('hold', offerId);
  await voices.say('payments.hold-placed.v1', holdId, { holdId, offerId, lenderId: lender.memberId, amount: eur(1_000_000) });
  await reaches(lender, `/v1/offers/${offerId}`, 'active');

  const fill = { ...fillOf(offerId, lender.memberId, 1_000_000), ratePpm: 75_000 };
  await voices.say('matching.fills-made.v1', requestId, {
    requestId,
    market: 'EUR',
    fills: [fill],
    filled: eur(1_000_000),
    remaining: eur(0),
  });
  await voices.say('matching.offer-closed.v1', offerId, {
    offerId,
    lenderId: lender.memberId,
    market: 'EUR',
    outcome: 'exhausted',
    freed: eur(0),
  });
  await voices.say('matching.request-filled.v1', requestId, {
    requestId,
    market: 'EUR',
    amount: eur(1_000_000),
    ratePpm: 75_000,
    fills: [fill],
  });
  const { contractId, loanId } = await reaches(borrower, request, 'contracting');
  expect((await borrower.post(`/v1/contracts/${String(contractId)}/accept`)).status).toBe(200);

  await voices.say('payments.loan-disbursed.v1', String(loanId), {
    loanId: String(loanId),
    requestId,
    borrowerId: borrower.memberId,
    principal: eur(1_000_000),
    originationFee: eur(20_000),
    net: eur(980_000),
    disbursedOn: '2026-01-02',
    firstDueOn: '2026-02-02',
    maturesOn: '2029-01-02',
    instalment: eur(31_106),
    scheduleHash: 'b'.repeat(16),
  });
  await reaches(borrower, request, 'disbursed');
  await voices.say('payments.loan-closed.v1', String(loanId), { loanId: String(loanId), outcome: 'prepaid', closedOn: '2026-06-01' });
  await eventually(async () => (await borrower.get(`/v1/contracts/${String(contractId)}`)).body['servicingStatus'] === 'closed');
  expect((await lender.get(`/v1/offers/${offerId}`)).body).toMatchObject({
    status: 'ended',
    outcome: 'exhausted',
    captured: eur(1_000_000),
    filled: eur(0),
  });
  const told = (await world.published()).map(({ name }) => name);
  expect(told.filter((name) => name === 'loans.loan-contracted.v1')).toHaveLength(1);
});

test('what cannot be is set aside with its code, and later events of the request wait behind it', async () => {
  const requestId = await drafted(borrower);
  const assessment: EventData<'credit.assessment-completed.v1'> = {
    assessmentId: derivedId('assessment', requestId),
    requestId,
    decision: 'approved',
    score: 700,
    pdPpm: 50_000,
    grade: 'A',
    referenceRatePpm: 75_000,
    reasons: [],
    modelVersion: 'test',
  };
  await voices.say('credit.assessment-completed.v1', requestId, assessment);
  await voices.say('credit.assessment-completed.v1', requestId, assessment);
  const admin = await world.person('admin', ['admin']);
  const dead = await eventually(async () => {
    const { body } = await admin.get('/v1/operations/loans/dead-letters');
    return body.items.length === 2 && body.items;
  });
  expect(dead.map((item) => [item['status'], item['aggregateId']]).sort()).toEqual([
    ['dead', requestId],
    ['parked', requestId],
  ]);
  expect((await borrower.get(`/v1/loan-requests/${requestId}`)).body['status']).toBe('draft');
});
