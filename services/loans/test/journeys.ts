/** Steps that many tests begin with: a request that is listed, an active offer, a filled request. */
import { derivedId, type Id } from '@mutua/kernel';
import { type Caller, eur, type World } from './harness.ts';

const personalLoan = derivedId('loanProduct', 'Personal loan EUR');

export const newRequest = (changed: object = {}): object => ({
  productId: personalLoan,
  amount: eur(1_000_000),
  termMonths: 36,
  purpose: 'car',
  maxRatePpm: 150_000,
  profile: { annualIncomeMinor: '6000000', homeOwnership: 'rent', inquiries6m: 1, ficoLow: null },
  ...changed,
});

export const newOffer = (changed: object = {}): object => ({
  kind: 'standing',
  total: eur(1_000_000),
  criteria: { minRatePpm: 50_000, grades: ['A', 'B', 'C'], minTermMonths: 12, maxTermMonths: 60, capPerLoan: eur(1_000_000) },
  ...changed,
});

export async function drafted(borrower: Caller, changed: object = {}): Promise<Id<'loanRequest'>> {
  const { status, body } = await borrower.post('/v1/loan-requests', newRequest(changed));
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body['requestId'] as Id<'loanRequest'>;
}

export async function submitted(borrower: Caller, changed: object = {}): Promise<Id<'loanRequest'>> {
  const requestId = await drafted(borrower, changed);
  const { status, body } = await borrower.post(`/v1/loan-requests/${requestId}/submit`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return requestId;
}

export const assessed = (world: World, requestId: string, changed: object = {}): Promise<unknown> =>
  world.tell('credit.assessment-completed.v1', {
    assessmentId: derivedId('assessment', requestId),
    requestId,
    decision: 'approved',
    score: 640,
    pdPpm: 100_000,
    grade: 'B',
    referenceRatePpm: 110_000,
    reasons: [{ code: 'credit.term_long', text: 'Long.' }],
    modelVersion: 'test',
    ...changed,
  });

export async function listed(world: World, borrower: Caller, changed: object = {}): Promise<Id<'loanRequest'>> {
  const requestId = await submitted(borrower, changed);
  await assessed(world, requestId);
  return requestId;
}

export async function activeOffer(world: World, lender: Caller, changed: object = {}): Promise<Id<'offer'>> {
  const { status, body } = await lender.post('/v1/offers', newOffer(changed));
  if (status !== 201) throw new Error(JSON.stringify(body));
  const offerId = body['offerId'] as Id<'offer'>;
  await world.tell('payments.hold-placed.v1', {
    holdId: derivedId('hold', offerId),
    offerId,
    lenderId: lender.memberId,
    amount: eur(1_000_000),
  });
  return offerId;
}

export const fillOf = (offerId: string, lenderId: string, amountMinor: number, nr = 1) => ({
  fillId: derivedId('fill', offerId, String(nr)),
  offerId,
  lenderId,
  amount: eur(amountMinor),
  ratePpm: 110_000,
});
type Fill = ReturnType<typeof fillOf>;

export const filledWith = (world: World, requestId: string, fills: readonly [Fill, ...Fill[]]): Promise<unknown> =>
  world.tell('matching.request-filled.v1', {
    requestId,
    market: 'EUR',
    amount: eur(1_000_000),
    ratePpm: 110_000,
    fills: [...fills] as [Fill, ...Fill[]],
  });

export const partlyFilledWith = (world: World, requestId: string, fill: Fill): Promise<unknown> =>
  world.tell('matching.request-partially-filled.v1', { requestId, market: 'EUR', filled: fill.amount, ratePpm: 110_000, fills: [fill] });

export const closedBy = (world: World, requestId: string, outcome: 'expired' | 'withdrawn' | 'declined' | 'lapsed'): Promise<unknown> =>
  world.tell('matching.request-closed.v1', { requestId, market: 'EUR', outcome, released: [] });

export const openDay = (world: World, businessDate: string): Promise<unknown> =>
  world.tell('payments.business-day-opened.v1', { businessDate, previous: null });
