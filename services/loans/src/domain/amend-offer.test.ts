import { type CalendarDate, currency, derivedId, type Instant } from '@mutua/kernel';
import { expect, test } from 'vitest';
import type { OfferChange } from './amend-offer.ts';
import { decide, evolve, type Offer, type OfferCommand } from './offer.ts';

const at = '2026-01-05T10:00:00.000Z' as Instant;
const on = '2026-01-05' as CalendarDate;
const market = { currency: currency('EUR'), noteMinimumMinor: 2_500n, rules: null };
const active: Offer = {
  offerId: derivedId('offer', 'o'),
  lenderId: derivedId('member', 'lender'),
  kind: 'standing',
  market: market.currency,
  requestId: null,
  totalMinor: 100_000n,
  criteria: {
    ...{ minRatePpm: 80_000n, grades: ['A', 'B'], minTermMonths: 12, maxTermMonths: 36, purposes: null },
    ...{ capPerLoanMinor: 50_000n, capPerBorrowerMinor: 60_000n, portfolioSharePpm: null, minimumSliceMinor: 5_000n },
  },
  goodTillOn: '2026-01-10' as CalendarDate,
  placedAt: at,
  status: 'active',
  holdId: derivedId('hold', 'o'),
  portfolioMinor: null,
  isRevocationAsked: false,
  filledMinor: 20_000n,
  capturedMinor: 10_000n,
  freedMinor: 0n,
  outcome: null,
  refusalCode: null,
  amendment: null,
  waiting: null,
};

const amend = (change: Partial<OfferChange>): OfferCommand => ({ type: 'Amend', change: { currencies: {}, ...change }, market, on, at });
const confirm: OfferCommand = { type: 'ConfirmAmendment', isPlaceKept: true, at };
const refuse: OfferCommand = { type: 'RefuseAmendment', code: 'offer.amend_over_unfilled', at };
const close: OfferCommand = { type: 'Close', outcome: 'exhausted', freedMinor: 0n, at };
const cheaper = amend({ criteria: { minRatePpm: 70_000n } });
const less = amend({ totalMinor: 40_000n });

const after = (commands: readonly OfferCommand[], state = active): Offer =>
  commands.reduce((offer, command) => {
    const decided = decide(offer, command);
    if (!decided.ok) throw new Error(decided.error.code);
    return decided.value.reduce(evolve, offer);
  }, state);
const problemsOf = (change: Partial<OfferChange>, state = active): unknown => {
  const decided = decide(state, amend(change));
  if (decided.ok) return [];
  expect(decided.error.code).toBe('offer.invalid');
  return (decided.error.details['problems'] as { field: string; code: string }[]).map(({ field, code }) => `${field} ${code}`);
};

test('what was asked for is shown and waits for matching; the terms stay as they were', () => {
  expect(after([amend({ totalMinor: 60_000n, goodTillOn: null, criteria: { capPerBorrowerMinor: null } })])).toEqual({
    ...active,
    amendment: {
      ...{ status: 'requested', code: null, isPlaceKept: null, requestedAt: at, totalMinor: 60_000n, goodTillOn: null },
      criteria: { ...active.criteria, capPerBorrowerMinor: null },
    },
    waiting: { for: 'matching', since: at, cause: 'amendment' },
  });
});

test.each<[string, Offer, Partial<Offer>]>([
  ['confirmed, the terms hold', after([cheaper, confirm]), { criteria: { ...active.criteria, minRatePpm: 70_000n }, waiting: null }],
  ['refused, they do not', after([cheaper, refuse]), { criteria: active.criteria, waiting: null }],
  ['a cap per loan follows the total down', after([less, confirm]), { criteria: { ...active.criteria, capPerLoanMinor: 40_000n } }],
  ['a confirmed reduction is the new total, not freed money of it', after([less, confirm]), { totalMinor: 40_000n, freedMinor: 0n }],
  ['the next amendment may follow an answer', after([less, refuse, cheaper, confirm]), { totalMinor: 100_000n }],
  ['asking for what holds is asking for nothing', after([amend({ totalMinor: 100_000n, criteria: { grades: ['A', 'B'] } })]), active],
  [
    'a revocation is still waited for',
    after([less, { type: 'Revoke', at }, confirm]),
    { waiting: { for: 'matching', since: at, cause: 'revocation' } },
  ],
  ['an offer that ended first keeps its terms', after([less, close, refuse]), { status: 'ended', totalMinor: 100_000n, waiting: null }],
])('amendment: %s', (...[, state, expected]) => expect(state).toMatchObject(expected));

test('the answer is kept with what was asked for', () => {
  expect(after([less, confirm]).amendment).toMatchObject({ status: 'applied', isPlaceKept: true, code: null, totalMinor: 40_000n });
  expect(after([less, refuse]).amendment).toMatchObject({ status: 'refused', code: 'offer.amend_over_unfilled', isPlaceKept: null });
});

test.each<[string, Offer, OfferCommand, string]>([
  ['an offer that waits for its hold', { ...active, status: 'placed' }, less, 'offer.not_active'],
  ['an offer that is being taken back', { ...active, status: 'revoking' }, less, 'offer.not_active'],
  ['an offer that ended', { ...active, status: 'ended', outcome: 'expired' }, less, 'offer.not_open'],
  ['an offer without money', { ...active, status: 'refused' }, less, 'offer.not_open'],
  ['a second amendment before the answer', after([less]), cheaper, 'offer.amendment_pending'],
  ['a confirmation of nothing', active, confirm, 'offer.no_amendment'],
  ['a second answer', after([less, confirm]), refuse, 'offer.no_amendment'],
])('refuses %s', (...[, state, command, code]) => expect(decide(state, command)).toMatchObject({ ok: false, error: { code } }));

test.each<[string, Partial<OfferChange>, string[]]>([
  ['down to what is filled', { totalMinor: 30_000n }, []],
  ['below what is filled', { totalMinor: 27_500n }, ['total.amountMinor below_filled']],
  ['more money', { totalMinor: 102_500n }, ['total.amountMinor raised_place_another_offer']],
  ['not in whole notes', { totalMinor: 90_001n }, ['total.amountMinor not_a_multiple_of_the_note_minimum']],
  ['a last day behind us', { goodTillOn: '2026-01-04' as CalendarDate }, ['goodTillOn in_the_past']],
  ['the same last day', { goodTillOn: active.goodTillOn, totalMinor: 90_000n }, []],
  [
    'a cap above the new total',
    { totalMinor: 40_000n, criteria: { capPerLoanMinor: 42_500n } },
    ['criteria.capPerLoan.amountMinor above_total'],
  ],
  ['one end of the terms beyond the other', { criteria: { minTermMonths: 48 } }, ['criteria.maxTermMonths below_minimum']],
  ['a slice above a cap', { criteria: { minimumSliceMinor: 55_000n } }, ['criteria.capPerLoan.amountMinor below_minimum_slice']],
  [
    'everything wrong',
    {
      ...{ totalMinor: 102_501n, goodTillOn: '2026-01-04' as CalendarDate, criteria: { capPerLoanMinor: 1n, minTermMonths: 60 } },
      currencies: { total: 'USD', capPerLoan: 'USD' },
    },
    [
      'total.currency other_currency',
      'total.amountMinor not_a_multiple_of_the_note_minimum',
      'total.amountMinor raised_place_another_offer',
      'goodTillOn in_the_past',
      'criteria.capPerLoan.currency other_currency',
      'criteria.capPerLoan.amountMinor not_a_multiple_of_the_note_minimum',
      'criteria.capPerLoan.amountMinor below_minimum_slice',
      'criteria.maxTermMonths below_minimum',
    ],
  ],
])('an amendment: %s', (...[, change, problems]) => expect(problemsOf(change)).toEqual(problems));

test('a directed offer keeps the terms of its listing; its money and its last day may change', () => {
  const directed: Offer = { ...active, kind: 'directed', requestId: derivedId('loanRequest', 'r') };
  expect(problemsOf({ criteria: { minRatePpm: 1n } }, directed)).toEqual(['criteria fixed_by_listing']);
  expect(after([amend({ totalMinor: 40_000n, goodTillOn: null }), confirm], directed)).toMatchObject({
    totalMinor: 40_000n,
    goodTillOn: null,
  });
});
