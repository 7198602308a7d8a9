/**
 * Reputation: what a borrower did on the platform, as counts and as a score of 0 to 100 whose formula anybody can follow, and the bounded
 * part it has in scoring. Only finished instalments count. The good is capped, the bad is not:
 *
 *   good  = Σ over calendar months, at most `monthsMax`, newest first, of min(1, paid on time in the month / fullWeight)
 *   bad   = Σ over late instalments of 1 (up to 15 days), 3 (up to 30), 8 (longer or never)
 *   score = 100 × (good + prior / 2) / (good + bad + prior), halves up; at most 10 after a default
 *
 * So a new borrower stands at 50. A tiny loan weighs what its instalments weigh, however many loans are paid in one month they make one
 * month, and instalments that never fell due (a loan repaid at once) make nothing.
 */
import { mulDiv, onePpm } from '@mutua/kernel';
import type { Finished, LoanHistory } from './loan-history.ts';

export type ReputationTerms = {
  /** Paid on time in one month, from which the month counts fully. */
  readonly fullWeightMinor: bigint;
  readonly monthsMax: number;
  /** Months of an unknown borrower that everybody starts with, half of them good. */
  readonly priorMonths: number;
  /** Odds of repayment are multiplied by this at a score of 100; by one at 50; straight lines between. */
  readonly bestOddsPpm: bigint;
  /** The same at a score of 0. */
  readonly worstOddsPpm: bigint;
};

export type Reputation = {
  readonly loansOpen: number;
  readonly loansFinished: number;
  readonly loansDefaulted: number;
  readonly instalmentsOnTime: number;
  readonly instalmentsLate: number;
  readonly instalmentsNeverPaid: number;
  readonly worstDaysLate: number;
  readonly returnedPayments: number;
  readonly score: number;
};

/** Thousandths of a month, so that shares of a month stay whole numbers. */
const month = 1_000n;
const scoreAfterDefault = 10;

export function reputationOf(loans: readonly LoanHistory[], terms: ReputationTerms): Reputation {
  const finished = loans.flatMap((loan) => loan.finished);
  const late = finished.filter(({ daysLate }) => daysLate !== 0);
  const loansDefaulted = loans.filter(({ status, wasDefaulted }) => status === 'charged-off' || wasDefaulted).length;
  return {
    loansOpen: loans.filter(({ status }) => status === 'active' || status === 'in-arrears').length,
    loansFinished: loans.filter((loan) => loan.status === 'closed' && loan.finished.length > 0).length,
    loansDefaulted,
    instalmentsOnTime: finished.length - late.length,
    instalmentsLate: late.filter(({ daysLate }) => daysLate !== null).length,
    instalmentsNeverPaid: late.filter(({ daysLate }) => daysLate === null).length,
    worstDaysLate: Math.max(0, ...late.map(({ daysLate }) => daysLate ?? 0)),
    returnedPayments: loans.reduce((sum, loan) => sum + loan.returnedPayments, 0),
    score: scoreOf(finished, loansDefaulted > 0, terms),
  };
}

function scoreOf(finished: readonly Finished[], hasDefaulted: boolean, terms: ReputationTerms): number {
  const good = goodMonths(finished, terms);
  const bad = finished.reduce((sum, { daysLate }) => sum + weightOfLate(daysLate), 0n) * month;
  const prior = BigInt(terms.priorMonths) * month;
  const score = Number(mulDiv(100n, 2n * good + prior, 2n * (good + bad + prior), 'half-up'));
  return hasDefaulted ? Math.min(score, scoreAfterDefault) : score;
}

function goodMonths(finished: readonly Finished[], { fullWeightMinor, monthsMax }: ReputationTerms): bigint {
  const paid = new Map<string, bigint>();
  for (const { dueOn, dueMinor, daysLate } of finished) {
    const key = dueOn.slice(0, 7);
    if (daysLate === 0) paid.set(key, (paid.get(key) ?? 0n) + dueMinor);
  }
  const newest = [...paid].sort(([a], [b]) => (a < b ? 1 : -1)).slice(0, monthsMax);
  return newest.reduce((sum, [, minor]) => sum + (minor >= fullWeightMinor ? month : mulDiv(minor, month, fullWeightMinor, 'down')), 0n);
}

function weightOfLate(daysLate: number | null): bigint {
  if (daysLate === 0) return 0n;
  if (daysLate === null || daysLate > 30) return 8n;
  return daysLate > 15 ? 3n : 1n;
}

const middle = 50n;

/** What the odds of repayment are multiplied by; one for a borrower without history. */
export function oddsFactorOf(reputation: Reputation, { bestOddsPpm, worstOddsPpm }: ReputationTerms): bigint {
  const distance = BigInt(reputation.score) - middle;
  const edgePpm = distance >= 0n ? bestOddsPpm : worstOddsPpm;
  return onePpm + mulDiv(edgePpm - onePpm, distance < 0n ? -distance : distance, middle, 'half-up');
}

/** pd / (pd + (1 − pd) × factor): the probability whose odds of repayment are the factor times as good; 1 to 999,999 ppm. */
export function adjustedPd(pdPpm: bigint, factorPpm: bigint): bigint {
  const adjusted = mulDiv(pdPpm * onePpm, onePpm, pdPpm * onePpm + (onePpm - pdPpm) * factorPpm, 'half-up');
  return adjusted < 1n ? 1n : adjusted >= onePpm ? onePpm - 1n : adjusted;
}
