/**
 * The provision fund of a currency: what a covered loan pays into it, how well it covers the losses to come, and what it pays on a loan
 * that is charged off. Everything follows from published rules. Pure; amounts are minor units of the currency of the fund.
 */
import { mulDiv, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type ArrearsBucket, type Loan, policyOf } from './loan.ts';

export type OpenBucket = Exclude<ArrearsBucket, 'charged-off'>;
export const openBuckets: readonly OpenBucket[] = ['current', 'grace', 'late-16-30', 'late-31-120', 'default'];

export type FundRules = {
  /** The share of the outstanding principal that the fund pays when a covered loan is charged off. */
  readonly payoutSharePpm: bigint;
  /** At or above this coverage it pays in full. */
  readonly minimumCoveragePpm: bigint;
  /** Below it: nothing, or every claim in the proportion of the coverage to its minimum. */
  readonly belowMinimum: 'none' | 'pro-rata';
  /** What part of the outstanding principal is expected to be lost, by how late the loan is. */
  readonly expectedLossPpm: Readonly<Record<OpenBucket, bigint>>;
};
export type VersionedRules = FundRules & { readonly version: number };

const unit = 1_000_000n;
const ppmOf = (amountMinor: bigint, ratePpm: bigint): bigint => mulDiv(amountMinor, ratePpm, unit, 'floor');

export type FundRulesCode = 'provision.loss_decreases';

/** The later a loan, the more of it is expected to be lost. */
export const fundRulesProblem = ({ expectedLossPpm }: FundRules): Result<void, Rejection<FundRulesCode>> => {
  const falling = openBuckets.find((bucket, index) => {
    const before = openBuckets[index - 1];
    return before !== undefined && expectedLossPpm[bucket] < expectedLossPpm[before];
  });
  return falling === undefined ? ok(undefined) : reject('provision.loss_decreases', { bucket: falling });
};

/** What of so much interest in all belongs to the fund, rounded down: it follows from the interest, so undoing a receipt undoes it. */
export const contributedOf = (loan: Pick<Loan, 'terms'>, interestMinor: bigint): bigint => {
  const option = policyOf(loan).provision;
  return option?.of === 'interest' ? ppmOf(interestMinor, option.ratePpm) : 0n;
};

/** What of one receipt of interest goes to the fund, after what was distributed before. Never more than the interest. */
export const contributionOf = (loan: Pick<Loan, 'terms' | 'distributed'>, interestMinor: bigint): bigint => {
  const { interestMinor: before } = loan.distributed;
  return contributedOf(loan, before + interestMinor) - contributedOf(loan, before);
};

/** What the platform pays in when a loan is paid out; at most the fee it earns on it. */
export const originationContribution = (
  loan: Pick<Loan, 'terms' | 'principalMinor'>,
  { originationFeeMinor }: { readonly originationFeeMinor: bigint },
): bigint => {
  const option = policyOf(loan).provision;
  if (option?.of !== 'origination') return 0n;
  return atMost(ppmOf(loan.principalMinor, option.ratePpm), originationFeeMinor);
};

const atMost = (amountMinor: bigint, limitMinor: bigint): bigint => (amountMinor < limitMinor ? amountMinor : limitMinor);

/** The covered loans in service with the same lateness. */
export type CoveredRow = {
  readonly bucket: OpenBucket;
  readonly outstandingMinor: bigint;
  /** Scheduled interest still to come of loans that accrue, and what of it would go to the fund. */
  readonly interestMinor: bigint;
  readonly contributionMinor: bigint;
};
export type FundStanding = {
  readonly balanceMinor: bigint;
  readonly expectedLossMinor: bigint;
  readonly expectedContributionMinor: bigint;
  /** What lenders can expect of the interest to come. */
  readonly expectedInterestMinor: bigint;
};

/**
 * What the fund has and may expect. Interest and contributions to come are expected in the part that is not expected to be lost; a loss
 * only in the share of it that the fund would pay.
 */
export const standingOf = (balanceMinor: bigint, rows: readonly CoveredRow[], rules: FundRules): FundStanding => {
  const sum = (of: (row: CoveredRow, lossPpm: bigint) => bigint): bigint =>
    rows.reduce((total, row) => total + of(row, rules.expectedLossPpm[row.bucket]), 0n);
  return {
    balanceMinor,
    expectedLossMinor: sum((row, lossPpm) => mulDiv(row.outstandingMinor, lossPpm * rules.payoutSharePpm, unit * unit, 'ceiling')),
    expectedContributionMinor: sum((row, lossPpm) => ppmOf(row.contributionMinor, unit - lossPpm)),
    expectedInterestMinor: sum((row, lossPpm) => ppmOf(row.interestMinor - row.contributionMinor, unit - lossPpm)),
  };
};

export type Coverage = {
  /** The balance alone. */
  readonly balancePpm: bigint | null;
  /** With the contributions to come: the ratio that decides on payouts. */
  readonly interestPpm: bigint | null;
  /** With the interest of lenders too, which would be given up before their capital. */
  readonly capitalPpm: bigint | null;
};

/** Buffers by the expected losses (the ratios of RateSetter's provision fund); null where no loss is expected; a debt covers nothing. */
export const coverageOf = ({
  balanceMinor,
  expectedLossMinor,
  expectedContributionMinor,
  expectedInterestMinor,
}: FundStanding): Coverage => {
  const ratio = (bufferMinor: bigint): bigint | null =>
    expectedLossMinor === 0n ? null : bufferMinor <= 0n ? 0n : mulDiv(bufferMinor, unit, expectedLossMinor, 'floor');
  const buffer = balanceMinor + expectedContributionMinor;
  return { balancePpm: ratio(balanceMinor), interestPpm: ratio(buffer), capitalPpm: ratio(buffer + expectedInterestMinor) };
};

export type Claim = { readonly chargedOffMinor: bigint; readonly coveragePpm: bigint | null; readonly availableMinor: bigint };

/** What the fund pays on a charged-off loan: never more than it holds. */
export const payoutOf = ({ chargedOffMinor, coveragePpm, availableMinor }: Claim, rules: FundRules): bigint => {
  const fullMinor = ppmOf(chargedOffMinor, rules.payoutSharePpm);
  const isCovered = coveragePpm === null || coveragePpm >= rules.minimumCoveragePpm;
  const reducedMinor = (): bigint =>
    rules.belowMinimum === 'none' ? 0n : mulDiv(fullMinor, coveragePpm ?? 0n, rules.minimumCoveragePpm, 'floor');
  const wishedMinor = isCovered ? fullMinor : reducedMinor();
  return availableMinor <= 0n ? 0n : atMost(wishedMinor, availableMinor);
};

/** What of a recovery, net of its fee, goes back to the fund: first of all what it paid on the loan. */
export const fundPartOf = ({ coveredMinor, returnedMinor }: Pick<Loan, 'coveredMinor' | 'returnedMinor'>, netMinor: bigint): bigint =>
  atMost(netMinor, coveredMinor - returnedMinor);
