import { createHash } from 'node:crypto';
import { type CalendarDate, currency, derivedId, type Instant } from '@mutua/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { product } from '../../test/builders.ts';
import { type Contract, decideContract, type Fill, makeContract } from './contract.ts';
import type { LoanRequest } from './loan-request.ts';
import { askProblems, minimumFundingOf, originationFeeOf, productProblems } from './product.ts';
import { quote } from './quote.ts';

const at = '2026-01-05T10:00:00.000Z' as Instant;
const on = '2026-01-05' as CalendarDate;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const ids = { contractId: derivedId('contract', 'c'), loanId: derivedId('loan', 'l') };

const request = (fundedMinor: bigint, finalRatePpm = 120_000n): LoanRequest =>
  ({
    requestId: derivedId('loanRequest', 'r'),
    borrowerId: derivedId('member', 'b'),
    market: 'EUR',
    amountMinor: fundedMinor,
    fundedMinor,
    finalRatePpm,
    termMonths: 36,
    purpose: 'car',
    listing: { grade: 'B', ratePpm: 120_000n },
  }) as LoanRequest;

const fillsOf = (amounts: readonly bigint[]): readonly Fill[] =>
  amounts.map((amountMinor, nr) => ({
    fillId: derivedId('fill', String(nr)),
    offerId: derivedId('offer', String(nr)),
    lenderId: derivedId('member', String(nr)),
    amountMinor,
    ratePpm: 120_000n,
  }));

const make = (amounts: readonly bigint[]): Contract =>
  makeContract(request(amounts.reduce((sum, amount) => sum + amount, 0n)), {
    ...ids,
    product,
    fills: fillsOf(amounts),
    deadlineOn: '2026-01-10' as CalendarDate,
    at,
    on,
    hash,
  });

test('the quote of 10,000.00 at 12 % over 36 months with a fee of 3 %', () => {
  const quoted = quote(product, { amountMinor: 1_000_000n, currency: 'EUR', termMonths: 36, ratePpm: 120_000n, disbursedOn: on });
  if (!quoted.ok) throw new Error(quoted.error.code);
  const { schedule, aprs, originationFeeMinor } = quoted.value;
  expect(schedule).toMatchObject({ instalmentMinor: 33_214n, totalInterestMinor: 195_718n });
  expect(schedule.instalments.at(-1)).toMatchObject({ dueMinor: 33_228n, balanceMinor: 0n });
  expect(originationFeeMinor).toBe(30_000n);
  expect(aprs.flows[0]?.amountMinor).toBe(970_000n);
  expect(aprs.flows).toHaveLength(37);
  expect(aprs.aprEuPpm > aprs.aprUsPpm && aprs.aprUsPpm > 120_000n).toBe(true);
});

test('a quote outside the product is refused with all problems', () => {
  const refused = quote(product, { amountMinor: 1n, currency: 'USD', termMonths: 7, ratePpm: 0n, disbursedOn: on });
  expect(refused).toMatchObject({ ok: false, error: { code: 'loan_request.terms_not_offered' } });
});

test('both APRs of the reference loan: 10,000.00 at 12 %, 36 months, 500.00 withheld', () => {
  const dearer = { ...product, originationFeePpm: 50_000n };
  const quoted = quote(dearer, { amountMinor: 1_000_000n, currency: 'EUR', termMonths: 36, ratePpm: 120_000n, disbursedOn: on });
  if (!quoted.ok) throw new Error(quoted.error.code);
  // 15.605 % by Regulation Z, 16.77 % by Directive 2008/48/EC.
  expect(Number(quoted.value.aprs.aprUsPpm)).toBeCloseTo(156_050, -1);
  expect(Math.round(Number(quoted.value.aprs.aprEuPpm) / 100)).toBe(1677);
});

test('notes of an auction keep their own rates and the loan bears their mean, rounded up', () => {
  const fills = fillsOf([600_000n, 300_000n, 2_500n]).map((fill, nr) => ({ ...fill, ratePpm: [80_000n, 100_000n, 90_001n][nr] ?? 0n }));
  const making = { ...ids, product, fills, deadlineOn: '2026-01-10' as CalendarDate, at, on, hash };
  // (600,000 × 80,000 + 300,000 × 100,000 + 2,500 × 90,001) / 902,500 = 86,675.9…
  const contract = makeContract(request(902_500n, 86_676n), making);
  expect(contract.terms.ratePpm).toBe(86_676n);
  expect(contract.slices.map(({ ratePpm }) => ratePpm)).toEqual([80_000n, 100_000n, 90_001n]);
  expect(() => makeContract(request(902_500n, 86_675n), making)).toThrow('mean of its notes');
});

test('a contract is cut into notes that sum to its principal, with ids that follow from the fills', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(2_500n, 500_000n), { minLength: 1, maxLength: 40 }), (amounts) => {
      const contract = make(amounts);
      const principalMinor = amounts.reduce((sum, amount) => sum + amount, 0n);
      expect(contract.slices.reduce((sum, slice) => sum + slice.principalMinor, 0n)).toBe(principalMinor);
      expect(contract.schedule.totalPrincipalMinor).toBe(principalMinor);
      expect(new Set(contract.slices.map(({ noteId }) => noteId)).size).toBe(amounts.length);
      expect(make(amounts)).toEqual(contract);
    }),
    { numRuns: 30 },
  );
  const [slice] = make([5_000n]).slices;
  expect(slice).toMatchObject({ noteId: derivedId('note', derivedId('fill', '0')), holdId: derivedId('hold', derivedId('offer', '0')) });
});

test('the hash changes with any term', () => {
  const { termsHash } = make([5_000n, 7_500n]);
  expect(termsHash).toMatch(/^[0-9a-f]{64}$/);
  expect(make([5_000n, 10_000n]).termsHash).not.toBe(termsHash);
  expect(make([7_500n, 5_000n]).termsHash).toBe(termsHash);
});

test('fills that do not sum to the funded amount are a defect', () => {
  expect(() => makeContract(request(1_000n), { ...ids, product, fills: fillsOf([999n]), deadlineOn: on, at, on, hash })).toThrow(
    /sum to its principal/,
  );
});

const offered = make([5_000n]);
const accept = { type: 'Accept', termsHash: null, at, on } as const;
const acceptedResult = decideContract(offered, accept);
const accepted = acceptedResult.ok ? acceptedResult.value : offered;

test('a contract is accepted once, by the hash that was read, until its deadline', () => {
  expect(accepted).toMatchObject({ status: 'accepted', acceptedAt: at, acceptedOn: on });
  expect(decideContract(offered, { ...accept, termsHash: offered.termsHash })).toMatchObject({ ok: true });
  expect(decideContract(offered, { ...accept, termsHash: 'f'.repeat(64) })).toMatchObject({ error: { code: 'contract.terms_changed' } });
  expect(decideContract(offered, { ...accept, on: '2026-01-10' as CalendarDate })).toMatchObject({ ok: true });
  expect(decideContract(offered, { ...accept, on: '2026-01-11' as CalendarDate })).toMatchObject({ error: { code: 'contract.lapsed' } });
  expect(decideContract(accepted, accept)).toMatchObject({ error: { code: 'contract.not_offered' } });
});

test('a failed payout reopens, a payout closes, and what is not offered cannot end', () => {
  const deadlineOn = '2026-02-01' as CalendarDate;
  expect(decideContract(accepted, { type: 'Reopen', deadlineOn })).toMatchObject({
    value: { status: 'offered', deadlineOn, acceptedAt: null },
  });
  expect(decideContract(accepted, { type: 'Disburse', disbursedOn: on })).toMatchObject({
    value: { status: 'disbursed', servicingStatus: 'active' },
  });
  expect(decideContract(offered, { type: 'End', as: 'lapsed' })).toMatchObject({ value: { status: 'lapsed' } });
  expect(decideContract(accepted, { type: 'End', as: 'lapsed' })).toMatchObject({ error: { code: 'contract.not_offered' } });
  expect(decideContract(offered, { type: 'Disburse', disbursedOn: on })).toMatchObject({ error: { code: 'contract.not_accepted' } });
  expect(decideContract(offered, { type: 'Reopen', deadlineOn })).toMatchObject({ error: { code: 'contract.not_accepted' } });
});

test('fee and threshold round by name', () => {
  expect(originationFeeOf(product, 1_017n)).toBe(31n); // 30.51 half-up
  expect(minimumFundingOf(product, 1_001n)).toBe(701n); // 700.7 ceiling
});

test('a product names everything wrong with it', () => {
  expect(productProblems(product)).toEqual([]);
  const wrong = {
    ...product,
    minimumMinor: 1n,
    maximumMinor: 0n,
    originationFeePpm: 1_000_000n,
    rules: { ...product.rules, chargeOffAfterDays: 1 },
  };
  expect(productProblems(wrong).map(({ code }) => code)).toEqual([
    'below_minimum',
    'below_note_minimum',
    'before_default',
    'takes_everything',
  ]);
  expect(askProblems(product, { amountMinor: 100_000n, currency: currency('EUR'), termMonths: 60 })).toEqual([]);
});
