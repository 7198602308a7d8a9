/** A fact that arrives while a request is being judged without it: whichever commits first, the last word is said with the fact. */
import { systemClock, systemIds } from '@mutua/config';
import { calendarDate, derivedId, type Id } from '@mutua/kernel';
import type { EventEnvelope, Handlers } from '@mutua/messaging';
import { untilBlocked } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handlers as eventHandlers } from '../src/adapters/kafka/handlers.ts';
import { modelFiles } from '../src/adapters/models/models.ts';
import { changeKyc } from '../src/app/assess.ts';
import { recordLoan } from '../src/app/follow-loan.ts';
import { scoreAssessments } from '../src/app/score-assessments.ts';
import { portsOf } from '../src/compose.ts';
import { type Submitted, startWorld, submission, type World } from './harness.ts';

const ports = portsOf(modelFiles(), systemIds);
let world: World;

beforeAll(async () => {
  // Composed and not started: nobody scores but the test.
  world = await startWorld();
});
afterAll(() => world.close());

type Open = { readonly memberId: Id<'member'>; readonly first: string; readonly second: string };

async function submit(name: string): Promise<Open> {
  const memberId = derivedId('member', name);
  const data = submission(name, { borrowerId: memberId });
  const handlers: Handlers = eventHandlers({ ports, clock: systemClock, enqueue: () => undefined });
  const event = { data } as EventEnvelope<Submitted>;
  await world.service.db.run(async (tx) => void (await handlers['loans.loan-request-submitted.v1']?.(event, tx)));
  return { memberId, first: derivedId('assessment', data.requestId), second: derivedId('assessment', data.requestId, '2') };
}

const statusOf = async (assessmentId: string): Promise<string | undefined> =>
  (await world.service.db.sql.one<{ status: string }>('select status from assessments where assessment_id = $1', [assessmentId]))?.status;

const score = (assessmentId: string, before: () => Promise<unknown> = async () => undefined): Promise<void> =>
  world.service.db.run(async (tx) => {
    await scoreAssessments(ports(tx), { assessmentIds: [assessmentId], at: systemClock.now() });
    await before();
  });
const verify = (memberId: string, before: () => Promise<unknown> = async () => undefined): Promise<readonly string[]> =>
  world.service.db.run(async (tx) => {
    const opened = await changeKyc(ports(tx), { memberId, kyc: 'verified', at: systemClock.now() });
    await before();
    return opened;
  });

test('an identity confirmed while the request is referred for want of it opens a new assessment', async () => {
  const { memberId, first, second } = await submit('scored-first');
  const referred = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const scoring = score(first, async () => {
    referred.resolve();
    await mayCommit.promise;
  });
  await referred.promise;
  const verifying = verify(memberId);
  await untilBlocked(world.service.db.sql).finally(mayCommit.resolve);
  await scoring;
  expect(await verifying).toEqual([second]);
  expect(await statusOf(first)).toBe('referred');
  await score(second);
  expect(await statusOf(second)).toBe('approved');
});

test('a request judged while the identity is being confirmed waits for it', async () => {
  const { memberId, first } = await submit('verified-first');
  const changed = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const verifying = verify(memberId, async () => {
    changed.resolve();
    await mayCommit.promise;
  });
  await changed.promise;
  const scoring = score(first);
  await untilBlocked(world.service.db.sql).finally(mayCommit.resolve);
  await Promise.all([scoring, verifying]);
  expect(await statusOf(first)).toBe('approved');
});

test('a payout waits for who is judging another request of its borrower', async () => {
  const { memberId, first } = await submit('paid-out');
  const judged = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const scoring = score(first, async () => {
    judged.resolve();
    await mayCommit.promise;
  });
  await judged.promise;
  const loan = { loanId: 'loan_paid-out', requestId: 'req_paid-out', borrowerId: memberId, currency: 'EUR', principalMinor: 100_000n };
  const paying = world.service.db.run((tx) => recordLoan(ports(tx), { ...loan, disbursedOn: calendarDate('2026-01-05') }));
  await untilBlocked(world.service.db.sql).finally(mayCommit.resolve);
  await Promise.all([scoring, paying]);
  const state = await world.service.db.sql.one('select state from credit_requests where request_id = $1', [loan.requestId]);
  expect(state).toEqual({ state: 'paid-out' });
});
