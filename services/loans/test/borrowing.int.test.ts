import { derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, eur, startWorld, type World } from './harness.ts';
import {
  activeOffer,
  assessed,
  closedBy,
  drafted,
  filledWith,
  fillOf,
  listed,
  newRequest,
  openDay,
  partlyFilledWith,
  submitted,
} from './journeys.ts';

let world: World;
let borrower: Caller;
let lender: Caller;

beforeAll(async () => {
  world = await startWorld();
  borrower = await world.verified('borrower');
  lender = await world.verified('lender');
});
afterAll(() => world.close());

const stateOf = async (requestId: string): Promise<Record<string, unknown>> => (await borrower.get(`/v1/loan-requests/${requestId}`)).body;
async function contracting(): Promise<{ requestId: string; contractId: string }> {
  const [requestId, offerId] = [await listed(world, borrower), await activeOffer(world, lender)];
  await filledWith(world, requestId, [fillOf(offerId, lender.memberId, 1_000_000)]);
  return { requestId, contractId: String((await stateOf(requestId))['contractId']) };
}

describe('drafting', () => {
  test('what is impossible or hostile is named, each of it, in one answer', async () => {
    const sound = newRequest();
    const profile = { annualIncomeMinor: '6000000', homeOwnership: 'rent' };
    const answer = await borrower.post('/v1/loan-requests', {
      ...sound,
      purpose: 'yacht',
      termMonths: 'NaN',
      profile: {
        ...profile,
        ...{ annualIncomeMinor: '-6000000', debtToIncomePpm: 1e15, employmentLengthYears: 'ninety', homeOwnership: 'castle', ficoLow: 851 },
        ...{ publicRecords: 0.5, religion: 'none' },
      },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    const named = (answer.body['errors'] as { path: string }[]).map(({ path }) => path.split('/').at(-1));
    const wrong = [
      'purpose',
      'termMonths',
      'annualIncomeMinor',
      'debtToIncomePpm',
      'employmentLengthYears',
      'homeOwnership',
      'ficoLow',
      'publicRecords',
    ];
    expect(named).toEqual(expect.arrayContaining(wrong));
    expect(JSON.stringify(answer.body['errors'])).toContain('religion');
    const huge = await borrower.post('/v1/loan-requests', { ...sound, purpose: 'x'.repeat(10_000_000) });
    expect(huge).toMatchObject({ status: 413, body: { code: 'request.too_large' } });
    const early = await borrower.post('/v1/loan-requests', { ...sound, profile: { ...profile, earliestCreditLineOn: '2026-01-03' } });
    expect(early).toMatchObject({ status: 422, body: { code: 'loan_request.terms_not_offered' } });
    expect(JSON.stringify(early.body)).toMatch(/profile\.earliestCreditLineOn.*2026-01-02 or before/);
  });
});

describe('submitting', () => {
  test('an unverified member drafts, but may not submit', async () => {
    const stranger = await world.person('stranger');
    const requestId = await drafted(stranger);
    expect(await stranger.post(`/v1/loan-requests/${requestId}/submit`)).toMatchObject({
      status: 409,
      body: { code: 'member.not_verified' },
    });
  });

  test('a submission is published with the whole profile and the business date', async () => {
    const requestId = await submitted(borrower);
    expect((await world.published()).at(-1)).toMatchObject({
      name: 'loans.loan-request-submitted.v1',
      data: {
        requestId,
        borrowerId: borrower.memberId,
        submittedOn: '2026-01-02',
        profile: { annualIncomeMinor: '6000000', inquiries6m: 1, ficoLow: null, totalAccounts: null },
      },
    });
    expect(await stateOf(requestId)).toMatchObject({ status: 'submitted', waiting: { for: 'credit', cause: 'assessment_pending' } });
    expect(await borrower.post(`/v1/loan-requests/${requestId}/submit`)).toMatchObject({
      status: 409,
      body: { code: 'loan_request.not_draft' },
    });
  });

  test('the same key gives the same answer and one effect; another body under it is 422', async () => {
    const first = await borrower.post('/v1/loan-requests', newRequest(), 'draft-once-1');
    const again = await borrower.post('/v1/loan-requests', newRequest(), 'draft-once-1');
    expect(again).toMatchObject({ status: 201, body: { requestId: first.body['requestId'] } });
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(await borrower.post('/v1/loan-requests', newRequest({ termMonths: 60 }), 'draft-once-1')).toMatchObject({
      status: 422,
      body: { code: 'idempotency.key_reused' },
    });
    const before = (await world.published()).length;
    const requestId = String(first.body['requestId']);
    const twice = [
      await borrower.post(`/v1/loan-requests/${requestId}/submit`, undefined, 'submit-once-1'),
      await borrower.post(`/v1/loan-requests/${requestId}/submit`, undefined, 'submit-once-1'),
    ];
    expect(twice.map(({ status }) => status)).toEqual([200, 200]);
    expect((await world.published()).length).toBe(before + 1);
  });

  test('a stranger and nobody see the same 404; an auditor sees the request', async () => {
    const requestId = await drafted(borrower);
    const [foreign, unknown] = [
      await lender.get(`/v1/loan-requests/${requestId}`),
      await lender.get(`/v1/loan-requests/${derivedId('loanRequest', 'none')}`),
    ];
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    expect({ ...foreign.body, instance: '', requestId: '' }).toEqual({ ...unknown.body, instance: '', requestId: '' });
    expect((await lender.post(`/v1/loan-requests/${requestId}/withdraw`)).status).toBe(404);
    const auditor = await world.person('auditor', ['auditor']);
    expect((await auditor.get(`/v1/loan-requests/${requestId}`)).status).toBe(200);
    expect((await auditor.post(`/v1/loan-requests/${requestId}/withdraw`)).status).toBe(404);
  });
});

describe('the credit decision', () => {
  test('lists at the reference rate, without the borrower', async () => {
    const requestId = await listed(world, borrower);
    expect(await stateOf(requestId)).toMatchObject({
      status: 'listed',
      grade: 'B',
      ratePpm: 110_000,
      minimumAmount: eur(700_000),
      listedOn: '2026-01-02',
      closesOn: '2026-01-16',
    });
    const { body } = await lender.get(`/v1/listings/${requestId}`);
    expect(body).toMatchObject({ status: 'open', progressPpm: 0, remaining: eur(1_000_000), noteMinimum: eur(2_500) });
    expect(JSON.stringify(body)).not.toContain(borrower.memberId);
  });

  test('rejects above the maximum rate, with the code first', async () => {
    const requestId = await submitted(borrower, { maxRatePpm: 100_000 });
    await assessed(world, requestId);
    expect(await stateOf(requestId)).toMatchObject({
      status: 'rejected',
      reasons: [{ code: 'rate_above_maximum' }, { code: 'credit.term_long' }],
    });
    expect((await lender.get(`/v1/listings/${requestId}`)).body['code']).toBe('listing.not_found');
  });

  test('a referral waits until a person decides', async () => {
    const requestId = await submitted(borrower);
    await assessed(world, requestId, { decision: 'referred' });
    expect(await stateOf(requestId)).toMatchObject({ status: 'in-review', waiting: { for: 'reviewer' } });
    await assessed(world, requestId, { decision: 'declined', reasons: [{ code: 'credit.manual_declined', text: 'No.' }] });
    expect(await stateOf(requestId)).toMatchObject({ status: 'rejected', reasons: [{ code: 'credit.manual_declined' }] });
  });
});

describe('from filled to paid out', () => {
  test('the contract is made, accepted by its hash, paid out, and serviced', async () => {
    const { requestId, contractId } = await contracting();
    const { body: contract } = await borrower.get(`/v1/contracts/${contractId}`);
    expect(contract).toMatchObject({
      status: 'offered',
      requestId,
      lenders: 1,
      deadlineOn: '2026-01-09',
      terms: { principal: eur(1_000_000), net: eur(980_000) },
      schedule: { instalments: expect.any(Array) },
    });
    expect((await lender.get(`/v1/contracts/${contractId}`)).body['code']).toBe('contract.not_found');
    expect(await borrower.post(`/v1/contracts/${contractId}/accept`, { termsHash: 'a'.repeat(64) })).toMatchObject({
      status: 409,
      body: { code: 'contract.terms_changed' },
    });
    const accepted = await borrower.post(`/v1/contracts/${contractId}/accept`, { termsHash: contract['termsHash'] });
    expect(accepted).toMatchObject({ status: 200, body: { status: 'accepted' } });
    const contracted = (await world.published()).at(-1);
    expect(contracted).toMatchObject({
      name: 'loans.loan-contracted.v1',
      data: {
        requestId,
        contractId,
        principal: eur(1_000_000),
        originationFee: eur(20_000),
        termsHash: contract['termsHash'],
        signedOn: '2026-01-02',
        lateFee: { minimum: eur(1_500), graceDays: 15 },
      },
    });
    const [slice] = (contracted?.data['slices'] ?? []) as Record<string, unknown>[];
    expect(slice?.['holdId']).toBe(derivedId('hold', String(slice?.['offerId'])));
    expect(await borrower.post(`/v1/contracts/${contractId}/accept`)).toMatchObject({
      status: 409,
      body: { code: 'contract.not_offered' },
    });
    expect(await stateOf(requestId)).toMatchObject({ status: 'disbursing', waiting: { for: 'payments', cause: 'payout' } });

    const loanId = String(contract['loanId']);
    await world.tell('payments.loan-disbursed.v1', {
      loanId,
      requestId,
      borrowerId: borrower.memberId,
      principal: eur(1_000_000),
      originationFee: eur(20_000),
      net: eur(980_000),
      disbursedOn: '2026-01-03',
      firstDueOn: '2026-02-03',
      maturesOn: '2029-01-03',
      instalment: eur(32_739),
      scheduleHash: 'a'.repeat(16),
    });
    expect(await stateOf(requestId)).toMatchObject({ status: 'disbursed', loanId, waiting: null });
    const offer = await lender.get(`/v1/offers/${String(slice?.['offerId'])}`);
    expect(offer.body).toMatchObject({ filled: eur(0), captured: eur(1_000_000) });
    await world.tell('payments.loan-in-arrears.v1', { loanId, daysPastDue: 3, bucket: 'grace' } as never);
    expect((await borrower.get(`/v1/contracts/${contractId}`)).body).toMatchObject({
      status: 'disbursed',
      disbursedOn: '2026-01-03',
      servicingStatus: 'in-arrears',
    });
    await world.tell('payments.loan-closed.v1', { loanId, outcome: 'repaid', closedOn: '2029-01-03' });
    expect((await borrower.get(`/v1/contracts/${contractId}`)).body['servicingStatus']).toBe('closed');
  });

  test('a failed payout shows its cause and the contract can be accepted again', async () => {
    const { requestId, contractId } = await contracting();
    await borrower.post(`/v1/contracts/${contractId}/accept`);
    const { loanId } = await stateOf(requestId);
    await world.tell('payments.disbursement-failed.v1', { loanId: String(loanId), requestId, code: 'hold.missing' });
    expect(await stateOf(requestId)).toMatchObject({
      status: 'contracting',
      failureCode: 'hold.missing',
      loanId,
      waiting: { cause: 'payout_failed' },
    });
    expect((await borrower.post(`/v1/contracts/${contractId}/accept`)).status).toBe(200);
  });

  test('accepting twice at once signs once', async () => {
    const { contractId } = await contracting();
    const before = (await world.published()).length;
    const answers = await Promise.all([1, 2, 3].map(() => borrower.post(`/v1/contracts/${contractId}/accept`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await world.published()).slice(before).map(({ name }) => name)).toEqual(['loans.loan-contracted.v1']);
  });
});

describe('partial amounts', () => {
  const partial = async (): Promise<string> => {
    const [requestId, offerId] = [await listed(world, borrower), await activeOffer(world, lender)];
    await partlyFilledWith(world, requestId, fillOf(offerId, lender.memberId, 750_000));
    return requestId;
  };

  test('the borrower takes the part: contract, schedule and APR for the reduced amount', async () => {
    const requestId = await partial();
    expect(await stateOf(requestId)).toMatchObject({ status: 'partially-funded', filled: eur(750_000), consentDeadlineOn: '2026-01-07' });
    const { body } = await borrower.post(`/v1/loan-requests/${requestId}/accept-partial`);
    expect(body).toMatchObject({ status: 'contracting', fundedAmount: eur(750_000) });
    const contract = await borrower.get(`/v1/contracts/${String(body['contractId'])}`);
    expect(contract.body).toMatchObject({ terms: { principal: eur(750_000), originationFee: eur(15_000) } });
    expect(await borrower.post(`/v1/loan-requests/${requestId}/accept-partial`)).toMatchObject({
      status: 409,
      body: { code: 'loan_request.not_awaiting_consent' },
    });
  });

  test('taking and refusing at once: one wins, and the fills follow it', async () => {
    const requestId = await partial();
    const [accept, decline] = await Promise.all([
      borrower.post(`/v1/loan-requests/${requestId}/accept-partial`),
      borrower.post(`/v1/loan-requests/${requestId}/decline-partial`),
    ]);
    expect([accept.status, decline.status].sort()).toEqual([200, 409]);
    const told = (await world.published()).filter(({ name, data }) => data['requestId'] === requestId && name.includes('partial'));
    expect(told).toHaveLength(1);
    expect((await stateOf(requestId))['status']).toBe(accept.status === 200 ? 'contracting' : 'declined');
  });

  test('refused: the fills go back when matching says so, and until then someone waits', async () => {
    const requestId = await partial();
    await borrower.post(`/v1/loan-requests/${requestId}/decline-partial`);
    expect(await stateOf(requestId)).toMatchObject({ status: 'declined', waiting: { for: 'matching', cause: 'release_of_fills' } });
    await closedBy(world, requestId, 'declined');
    expect(await stateOf(requestId)).toMatchObject({ status: 'declined', waiting: null });
    const left = await world.service.db.sql.query("select 1 from fills where request_id = $1 and status <> 'released'", [requestId]);
    expect(left).toEqual([]);
  });

  test('days pass: consent and contracts run out, each once', async () => {
    const late = await startWorld(2);
    try {
      const [owner, investor] = [await late.verified('owner'), await late.verified('investor')];
      const offerId = await activeOffer(late, investor);
      const [silent, unsigned] = [await listed(late, owner), await listed(late, owner)];
      await partlyFilledWith(late, silent, fillOf(offerId, investor.memberId, 700_000, 1));
      await filledWith(late, unsigned, [fillOf(offerId, investor.memberId, 1_000_000, 2)]);
      await openDay(late, '2026-01-07');
      expect((await owner.get(`/v1/loan-requests/${silent}`)).body['status']).toBe('partially-funded');
      await openDay(late, '2026-01-08');
      await openDay(late, '2026-01-08');
      expect((await owner.get(`/v1/loan-requests/${silent}`)).body['status']).toBe('expired');
      expect(await owner.post(`/v1/loan-requests/${silent}/accept-partial`)).toMatchObject({ status: 409 });
      await openDay(late, '2026-01-10');
      const { body } = await owner.get(`/v1/loan-requests/${unsigned}`);
      expect(body['status']).toBe('lapsed');
      expect((await owner.get(`/v1/contracts/${String(body['contractId'])}`)).body['status']).toBe('lapsed');
      const told = (await late.published()).map(({ name, data }) => `${name} ${String(data['cause'] ?? data['outcome'] ?? '')}`);
      expect(told.filter((line) => /declined|lapsed|ended/.test(line))).toEqual([
        'loans.loan-request-partial-declined.v1 timeout',
        'loans.loan-request-ended.v1 expired',
        'loans.loan-request-contract-lapsed.v1 deadline',
        'loans.loan-request-ended.v1 lapsed',
      ]);
    } finally {
      await late.close();
    }
  });
});

test('a deadline that is set and passed in one unit of work runs out like any other', async () => {
  const hasty = await startWorld(3);
  try {
    const [owner, investor] = [await hasty.verified('owner'), await hasty.verified('investor')];
    const offerId = await activeOffer(hasty, investor);
    const requestId = await listed(hasty, owner);
    const fill = fillOf(offerId, investor.memberId, 700_000, 1);
    const partly = { requestId, market: 'EUR', filled: fill.amount, ratePpm: 110_000, fills: [fill] };
    await hasty.tellTogether(
      { name: 'matching.request-partially-filled.v1', data: partly },
      ...['2026-01-07', '2026-01-08'].map((businessDate) => ({
        name: 'payments.business-day-opened.v1' as const,
        data: { businessDate, previous: null },
      })),
    );
    expect((await owner.get(`/v1/loan-requests/${requestId}`)).body['status']).toBe('expired');
  } finally {
    await hasty.close();
  }
});

describe('withdrawing', () => {
  test('matching decides: it may agree, or the last fill came first', async () => {
    const offerId = await activeOffer(world, lender);
    const [agreed, lost] = [await listed(world, borrower), await listed(world, borrower)];
    for (const requestId of [agreed, lost]) {
      expect((await borrower.post(`/v1/loan-requests/${requestId}/withdraw`)).body).toMatchObject({
        status: 'listed',
        withdrawal: { status: 'requested' },
      });
    }
    await closedBy(world, agreed, 'withdrawn');
    await filledWith(world, lost, [fillOf(offerId, lender.memberId, 1_000_000)]);
    expect(await stateOf(agreed)).toMatchObject({ status: 'withdrawn', waiting: null });
    expect(await stateOf(lost)).toMatchObject({
      status: 'contracting',
      withdrawal: { status: 'refused', code: 'loan_request.already_filled' },
    });
    expect(await borrower.post(`/v1/loan-requests/${agreed}/withdraw`)).toMatchObject({
      status: 409,
      body: { code: 'loan_request.not_withdrawable' },
    });
  });

  test('a contract may be withdrawn from until it is signed', async () => {
    const { requestId, contractId } = await contracting();
    await borrower.post(`/v1/loan-requests/${requestId}/withdraw`);
    expect((await borrower.get(`/v1/contracts/${contractId}`)).body['status']).toBe('withdrawn');
    expect(await borrower.post(`/v1/contracts/${contractId}/accept`)).toMatchObject({
      status: 409,
      body: { code: 'contract.not_offered' },
    });
  });
});
