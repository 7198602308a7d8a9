/**
 * A seeded population of loan applications for a demo without a file. The marginals follow LendingClub's published
 * 2007–2011 statistics: amounts about a median of 9,700, one loan in five over 60 months, 14 % charged off, one paid loan in two early.
 */
import type { DemoLoan, DemoOutcome, DemoProfile } from './demo-loan.ts';
import type { Random } from './random.ts';

const purposeShares = [
  ['debt-consolidation', 45],
  ['credit-card', 13],
  ['other', 11],
  ['home-improvement', 7],
  ['major-purchase', 6],
  ['small-business', 5],
  ['car', 4],
  ['wedding', 2],
  ['medical', 2],
  ['moving', 2],
] as const;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, Math.round(value)));

/** Who has an account open has had it: the total is never below. */
const accountsOf = (random: Random): Pick<DemoProfile, 'openAccounts' | 'totalAccounts'> => {
  const openAccounts = clamp(random.logNormal(8.6, 0.45), 1, 40);
  return { openAccounts, totalAccounts: Math.max(openAccounts, clamp(random.logNormal(20, 0.5), 2, 90)) };
};

const generateProfile = (random: Random): DemoProfile => ({
  annualIncomeMinor: (clamp(random.logNormal(59_000, 0.55), 8_000, 900_000) * 100).toString(),
  employmentLengthYears: random.next() < 0.03 ? null : random.between(0, 10),
  homeOwnership: random.weighted([
    ['rent', 48],
    ['mortgage', 44],
    ['own', 7],
    ['other', 1],
  ]),
  debtToIncomePpm: clamp(random.logNormal(12, 0.6), 0, 30) * 10_000,
  delinquencies2y: random.next() < 0.11 ? random.between(1, 3) : 0,
  inquiries6m: random.weighted([
    [0, 48],
    [1, 28],
    [2, 15],
    [3, 9],
  ]),
  publicRecords: random.next() < 0.055 ? 1 : 0,
  revolvingBalanceMinor: (clamp(random.logNormal(8_800, 1), 0, 200_000) * 100).toString(),
  revolvingUtilisationPpm: random.next() < 0.002 ? null : random.between(0, 99) * 10_000,
  ...accountsOf(random),
  monthsSinceDelinquency: random.next() < 0.35 ? random.between(1, 84) : null,
  monthsSinceRecord: random.next() < 0.05 ? random.between(12, 119) : null,
  creditHistoryMonths: clamp(random.logNormal(150, 0.5), 36, 600),
  ficoLow: random.next() < 0.35 ? null : clamp(random.logNormal(713, 0.05), 660, 825),
});

/** Weaker profiles fail more often, so that grades mean something; the mean stays near the published 14 %. */
const failureChance = (profile: DemoProfile, termMonths: number): number => {
  const utilisation = (profile.revolvingUtilisationPpm ?? 500_000) / 1_000_000;
  const score =
    -1.9 +
    1.1 * (utilisation - 0.5) +
    0.25 * profile.inquiries6m +
    (termMonths === 60 ? 0.7 : 0) -
    Number(BigInt(profile.annualIncomeMinor) / 100n) / 150_000;
  return 1 / (1 + Math.exp(-score));
};

const generateOutcome = (random: Random, profile: DemoProfile, term: { months: number; amountMinor: bigint }): DemoOutcome => {
  if (random.next() < failureChance(profile, term.months)) {
    const monthsPaid = random.between(1, Math.floor(term.months * 0.7));
    const recoveredMinor = random.next() < 0.55 ? (term.amountMinor * BigInt(random.between(1, 12))) / 100n : 0n;
    return { kind: 'charged-off', monthsPaid, recoveredMinor };
  }
  const lateMonth = random.next() < 0.06 ? random.between(2, 10) : null;
  if (random.next() < 0.5) return { kind: 'prepaid', month: random.between(3, term.months - 3), lateMonth: null };
  return { kind: 'paid-to-term', lateMonth };
};

/** `count` loans; the same random source gives the same loans. */
export const generateLoans = (random: Random, count: number): readonly DemoLoan[] =>
  Array.from({ length: count }, (_, index) => {
    const months = random.next() < 0.22 ? 60 : 36;
    const amountMinor = BigInt(clamp(random.logNormal(9_700, 0.6) / 25, 40, 1_400)) * 2_500n;
    const profile = generateProfile(random);
    return {
      ref: `seeded-${index + 1}`,
      amountMinor,
      termMonths: months,
      purpose: random.weighted(purposeShares),
      profile,
      outcome: generateOutcome(random, profile, { months, amountMinor }),
    };
  });
