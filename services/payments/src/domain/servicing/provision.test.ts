/** The arithmetic of the provision fund: contributions that never drift, coverage as published, payouts within what is there. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { terms } from '../../../test/servicing/life.ts';
import { nothing } from './loan.ts';
import { defaultPolicy } from './policy.ts';
import {
  contributedOf,
  contributionOf,
  coverageOf,
  type FundRules,
  fundPartOf,
  fundRulesProblem,
  originationContribution,
  payoutOf,
  standingOf,
} from './provision.ts';

const rules: FundRules = {
  payoutSharePpm: 800_000n,
  minimumCoveragePpm: 1_000_000n,
  belowMinimum: 'pro-rata',
  expectedLossPpm: { current: 10_000n, grace: 20_000n, 'late-16-30': 100_000n, 'late-31-120': 300_000n, default: 900_000n },
};
const covered = (ratePpm: bigint, of: 'interest' | 'origination' = 'interest') => ({
  terms: { ...terms, policy: { ...defaultPolicy, provision: { of, ratePpm } } },
});

test('however interest comes in, the fund has its part of all of it, and never more than the receipt', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(0n, 10_000n), { maxLength: 40 }), fc.bigInt(0n, 1_000_000n), (receipts, ratePpm) => {
      const loan = covered(ratePpm);
      let interestMinor = 0n;
      let contributed = 0n;
      for (const receipt of receipts) {
        const part = contributionOf({ ...loan, distributed: { ...nothing, interestMinor, recoveryMinor: 0n } }, receipt);
        expect(part >= 0n && part <= receipt).toBe(true);
        interestMinor += receipt;
        contributed += part;
      }
      expect(contributed).toBe(contributedOf(loan, interestMinor));
      expect(contributed).toBe((interestMinor * ratePpm) / 1_000_000n);
    }),
  );
});

test('a loan without the option contributes nothing; one of the other kind pays at its payout, within the fee', () => {
  expect(contributedOf({ terms }, 1_000_000n)).toBe(0n);
  expect(contributedOf(covered(100_000n, 'origination'), 1_000_000n)).toBe(0n);
  const loan = { ...covered(10_000n, 'origination'), principalMinor: 100_050n };
  expect(originationContribution(loan, { originationFeeMinor: 5_000n })).toBe(1_000n);
  expect(originationContribution(loan, { originationFeeMinor: 400n })).toBe(400n);
  expect(originationContribution({ ...covered(10_000n), principalMinor: 100_000n }, { originationFeeMinor: 5_000n })).toBe(0n);
});

const rows = [
  { bucket: 'current', outstandingMinor: 1_000_000n, interestMinor: 60_000n, contributionMinor: 6_000n },
  { bucket: 'default', outstandingMinor: 50_000n, interestMinor: 4_000n, contributionMinor: 400n },
] as const;

test('expected losses are those that the fund would pay; what is expected to be lost brings nothing', () => {
  const standing = standingOf(20_000n, rows, rules);
  expect(standing).toEqual({
    balanceMinor: 20_000n,
    // 0.8 × (1 % of 1,000,000 + 90 % of 50,000)
    expectedLossMinor: 44_000n,
    expectedContributionMinor: 5_940n + 40n,
    expectedInterestMinor: 53_460n + 360n,
  });
  expect(coverageOf(standing)).toEqual({ balancePpm: 454_545n, interestPpm: 590_454n, capitalPpm: 1_813_636n });
});

test('without expected losses there is no ratio; a fund in debt covers nothing', () => {
  expect(coverageOf(standingOf(5n, [], rules))).toEqual({ balancePpm: null, interestPpm: null, capitalPpm: null });
  expect(coverageOf(standingOf(-7_000n, rows, rules)).interestPpm).toBe(0n);
});

test('at its minimum the fund pays the full share, below it in proportion or nothing', () => {
  const claim = { chargedOffMinor: 10_001n, availableMinor: 1_000_000n };
  expect(payoutOf({ ...claim, coveragePpm: 1_000_000n }, rules)).toBe(8_000n);
  expect(payoutOf({ ...claim, coveragePpm: null }, rules)).toBe(8_000n);
  expect(payoutOf({ ...claim, coveragePpm: 999_999n }, rules)).toBe(7_999n);
  expect(payoutOf({ ...claim, coveragePpm: 250_000n }, rules)).toBe(2_000n);
  expect(payoutOf({ ...claim, coveragePpm: 999_999n }, { ...rules, belowMinimum: 'none' })).toBe(0n);
  expect(payoutOf({ ...claim, coveragePpm: 0n }, { ...rules, minimumCoveragePpm: 0n })).toBe(8_000n);
});

test('the fund never pays more than it holds, and a debt pays nothing', () => {
  const claim = { chargedOffMinor: 10_000n, coveragePpm: 2_000_000n };
  expect(payoutOf({ ...claim, availableMinor: 300n }, rules)).toBe(300n);
  expect(payoutOf({ ...claim, availableMinor: -300n }, rules)).toBe(0n);
});

test('a recovery goes to the fund first, up to what it paid', () => {
  expect(fundPartOf({ coveredMinor: 800n, returnedMinor: 0n }, 300n)).toBe(300n);
  expect(fundPartOf({ coveredMinor: 800n, returnedMinor: 700n }, 300n)).toBe(100n);
  expect(fundPartOf({ coveredMinor: 0n, returnedMinor: 0n }, 300n)).toBe(0n);
});

test('rules expect no less of a later loan', () => {
  expect(fundRulesProblem(rules).ok).toBe(true);
  const falling = fundRulesProblem({ ...rules, expectedLossPpm: { ...rules.expectedLossPpm, default: 1n } });
  expect(falling).toMatchObject({ ok: false, error: { code: 'provision.loss_decreases', details: { bucket: 'default' } } });
});
