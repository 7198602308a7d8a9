import { type CalendarDate, currency, derivedId, type Instant } from '@mutua/kernel';
import { expect, test } from 'vitest';
import type { LoanRequest } from './loan-request.ts';
import { decide, evolve, type NewOffer, type Offer, type OfferCommand, placeDirected, placeStanding } from './offer.ts';
import type { Criteria } from './offer-criteria.ts';

const at = '2026-01-05T10:00:00.000Z' as Instant;
const lenderId = derivedId('member', 'lender');
const input: NewOffer = {
  offerId: derivedId('offer', 'o'),
  lenderId,
  market: { currency: currency('EUR'), noteMinimumMinor: 2_500n, rules: null },
  totalMinor: 100_000n,
  goodTillOn: null,
  at,
  on: '2026-01-05' as CalendarDate,
};
const criteria: Criteria = {
  minRatePpm: 80_000n,
  grades: ['A', 'B'],
  minTermMonths: 12,
  maxTermMonths: 36,
  purposes: null,
  capPerLoanMinor: 10_000n,
  capPerBorrowerMinor: null,
  portfolioSharePpm: null,
  minimumSliceMinor: null,
};
const standing = { criteria, currencies: { capPerLoan: 'EUR' } };

const request = {
  requestId: derivedId('loanRequest', 'r'),
  borrowerId: derivedId('member', 'borrower'),
  market: 'EUR',
  amountMinor: 500_000n,
  termMonths: 36,
  status: 'listed',
  listing: { grade: 'C', ratePpm: 130_000n },
} as LoanRequest;

const problemsOf = (result: ReturnType<typeof placeStanding>): unknown =>
  result.ok ? [] : (result.error.details['problems'] as { field: string; code: string }[]).map(({ field, code }) => `${field} ${code}`);

test.each<[string, Partial<NewOffer>, Partial<Criteria>, string, string[]]>([
  ['everything fits', {}, {}, 'EUR', []],
  ['the smallest note', { totalMinor: 2_500n }, { capPerLoanMinor: 2_500n }, 'EUR', []],
  ['not a multiple', { totalMinor: 100_001n }, {}, 'EUR', ['total.amountMinor not_a_multiple_of_the_note_minimum']],
  ['a cap above the total', {}, { capPerLoanMinor: 102_500n }, 'EUR', ['criteria.capPerLoan.amountMinor above_total']],
  ['good until today', { goodTillOn: '2026-01-05' as CalendarDate }, {}, 'EUR', []],
  [
    'everything wrong',
    { totalMinor: 2_501n, goodTillOn: '2026-01-04' as CalendarDate },
    { capPerLoanMinor: 2_600n, minTermMonths: 60 },
    'USD',
    [
      'total.amountMinor not_a_multiple_of_the_note_minimum',
      'goodTillOn in_the_past',
      'criteria.capPerLoan.currency other_currency',
      'criteria.capPerLoan.amountMinor not_a_multiple_of_the_note_minimum',
      'criteria.capPerLoan.amountMinor above_total',
      'criteria.maxTermMonths below_minimum',
    ],
  ],
  ['limits that leave one note', {}, { capPerBorrowerMinor: 10_000n, minimumSliceMinor: 10_000n }, 'EUR', []],
  ['a cap per borrower above the total', {}, { capPerBorrowerMinor: 200_000n }, 'EUR', []],
  [
    'a slice that no cap holds',
    {},
    { capPerBorrowerMinor: 10_000n, minimumSliceMinor: 12_500n },
    'EUR',
    ['criteria.capPerLoan.amountMinor below_minimum_slice', 'criteria.capPerBorrower.amountMinor below_minimum_slice'],
  ],
  [
    'limits below the note minimum',
    {},
    { capPerBorrowerMinor: 2_400n, minimumSliceMinor: 0n },
    'EUR',
    [
      'criteria.capPerBorrower.amountMinor not_a_multiple_of_the_note_minimum',
      'criteria.minimumSlice.amountMinor not_a_multiple_of_the_note_minimum',
    ],
  ],
  ['an absurd total', { totalMinor: 2_500_002_500n }, {}, 'EUR', ['total.amountMinor above_maximum']],
])('a standing offer: %s', (...[, changed, changedCriteria, capCurrency, problems]) => {
  const result = placeStanding(
    { ...input, ...changed },
    {
      criteria: { ...criteria, ...changedCriteria },
      currencies: { capPerLoan: capCurrency },
    },
  );
  expect(problemsOf(result)).toEqual(problems);
});

test('a directed offer takes the terms of its listing', () => {
  const result = placeDirected(input, request);
  expect(result).toMatchObject({
    ok: true,
    value: {
      kind: 'directed',
      requestId: request.requestId,
      criteria: { minRatePpm: 130_000n, grades: ['C'], minTermMonths: 36, maxTermMonths: 36, capPerLoanMinor: 100_000n },
    },
  });
});

test.each<[string, Partial<NewOffer>, Partial<LoanRequest>, string]>([
  ['on the own request', { lenderId: request.borrowerId }, {}, 'offer.own_request'],
  ['on a closed request', {}, { status: 'expired' }, 'loan_request.not_listed'],
  ['above the request', { totalMinor: 502_500n }, {}, 'offer.invalid'],
  ['in another currency', { market: { currency: currency('USD'), noteMinimumMinor: 2_500n, rules: null } }, {}, 'offer.invalid'],
])('no directed offer %s', (...[, changed, changedRequest, code]) => {
  expect(placeDirected({ ...input, ...changed }, { ...request, ...changedRequest })).toMatchObject({ ok: false, error: { code } });
});

test('what the market does not take is refused, each with what it takes', () => {
  const rules = {
    ...{ rateStepPpm: 3_000n, rateMinPpm: 0n, rateMaxPpm: 90_000n, minTermMonths: 48, maxTermMonths: 60 },
    ...{ grades: ['C'], purposes: ['house'] },
  };
  const only = { ...standing, criteria: { ...criteria, purposes: ['car'] as const } };
  const refused = placeStanding({ ...input, market: { ...input.market, rules } }, only);
  expect(refused.ok || refused.error).toMatchObject({
    details: {
      problems: [
        { field: 'criteria.minRatePpm', code: 'rate_off_grid', allowed: '0 to 90000 in steps of 3000' },
        { field: 'criteria.grades', code: 'matches_nothing', allowed: 'one of C' },
        { field: 'criteria.minTermMonths', code: 'matches_nothing', allowed: 'terms of 48 to 60 months' },
        { field: 'criteria.purposes', code: 'matches_nothing', allowed: 'one of house' },
      ],
    },
  });
  const every = { ...rules, rateStepPpm: 10_000n, minTermMonths: 36, grades: null, purposes: null };
  expect(placeStanding({ ...input, market: { ...input.market, rules: every } }, only).ok).toBe(true);
});

const placedResult = placeStanding(input, standing);
if (!placedResult.ok) throw new Error('the offer is valid');
const placed = placedResult.value;
const holdId = derivedId('hold', placed.offerId);
const activate: OfferCommand = { type: 'Activate', holdId, portfolioMinor: null, at };
const revoke: OfferCommand = { type: 'Revoke', at };
const close: OfferCommand = { type: 'Close', outcome: 'revoked', freedMinor: 40_000n, at };
const refuse: OfferCommand = { type: 'Refuse', code: 'wallet.insufficient_funds', at };
const refuseByBook: OfferCommand = { type: 'RefuseByBook', code: 'offer.rate_off_grid', freedMinor: 100_000n, at };
const free: OfferCommand = { type: 'Free', freedMinor: 5_000n, at };

const after = (...commands: readonly OfferCommand[]): Offer =>
  commands.reduce((state, command) => {
    const decided = decide(state, command);
    if (!decided.ok) throw new Error(decided.error.code);
    return decided.value.reduce(evolve, state);
  }, placed);

test.each<[string, Offer, Partial<Offer>]>([
  ['a hold activates', after(activate), { status: 'active', holdId, waiting: null }],
  ['no money refuses', after(refuse), { status: 'refused', refusalCode: 'wallet.insufficient_funds', waiting: null }],
  ['a revocation waits for matching', after(activate, revoke), { status: 'revoking' }],
  ['matching says what is freed', after(activate, revoke, close), { status: 'ended', outcome: 'revoked', freedMinor: 40_000n }],
  [
    'what the book refuses is free',
    after(activate, refuseByBook),
    { status: 'refused', refusalCode: 'offer.rate_off_grid', freedMinor: 100_000n },
  ],
  ['revoked or not', after(activate, revoke, refuseByBook), { status: 'refused', freedMinor: 100_000n, waiting: null }],
  ['a fill may come back later', after(activate, close, free), { status: 'ended', freedMinor: 45_000n }],
  ['a revocation before the hold', after(revoke), { status: 'placed', isRevocationAsked: true }],
  ['is passed on with the hold', after(revoke, activate), { status: 'revoking' }],
  ['asking twice is asking once', after(activate, revoke, revoke), { status: 'revoking' }],
])('offer: %s', (...[, state, expected]) => expect(state).toMatchObject(expected));

test('an early revocation tells matching to activate and to revoke, in this order', () => {
  const decided = decide(after(revoke), activate);
  expect(decided.ok && decided.value.map(({ type }) => type)).toEqual(['Activated', 'RevocationRequested']);
});

test.each<[string, Offer, OfferCommand, string]>([
  ['revoking an ended offer', after(activate, close), revoke, 'offer.not_open'],
  ['revoking a refused offer', after(refuse), revoke, 'offer.not_open'],
  ['a second hold', after(activate), activate, 'offer.not_placed'],
  ['a refusal of an active offer', after(activate), refuse, 'offer.not_placed'],
  ['a refusal by the book of what is over', after(activate, close), refuseByBook, 'offer.not_active'],
  ['closing what is not active', placed, close, 'offer.not_active'],
  ['freeing from an open offer', after(activate), free, 'offer.not_active'],
])('refuses %s', (...[, state, command, code]) => expect(decide(state, command)).toMatchObject({ ok: false, error: { code } }));
