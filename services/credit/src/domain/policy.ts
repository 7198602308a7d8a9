/** The credit policy: hard limits that decline whatever the score is, and cases that a person decides. */
import type { FeatureVector } from './features.ts';
import type { Score } from './score.ts';
import type { CreditPolicy, Reason } from './scorecard.ts';

export type Verdict = { readonly decision: 'approved' | 'declined' | 'referred'; readonly reasons: readonly Reason[] };

type Rule = { readonly applies: boolean; readonly reason: Reason };

/** Declines with every limit that is passed; refers with every doubt; otherwise approves with the reasons of the score. */
export function verdictOf(vector: FeatureVector, scored: Score, policy: CreditPolicy): Verdict {
  const declines = declineRules(vector, scored, policy).filter(({ applies }) => applies);
  if (declines.length > 0) return { decision: 'declined', reasons: declines.map(({ reason }) => reason) };
  const doubts = referRules(vector, policy).filter(({ applies }) => applies);
  if (doubts.length > 0) return { decision: 'referred', reasons: doubts.map(({ reason }) => reason) };
  return { decision: 'approved', reasons: scored.reasons };
}

function declineRules(vector: FeatureVector, scored: Score, policy: CreditPolicy): readonly Rule[] {
  const rule = (applies: boolean, code: string, text: string): Rule => ({ applies, reason: { code: `credit.policy.${code}`, text } });
  const income = vector.annualIncomeMinor;
  return [
    rule(income !== null && income < policy.minimumAnnualIncomeMinor, 'income_below_minimum', 'The annual income is below the minimum.'),
    rule(
      isAbove(vector.debtToIncomePpm, policy.maximumDebtToIncomePpm),
      'debt_to_income_above_maximum',
      'Existing debt payments take too large a part of the income.',
    ),
    rule(
      isAbove(vector.amountToIncomePpm, policy.maximumAmountToIncomePpm),
      'amount_above_income_limit',
      'The amount asked for is too high for the annual income.',
    ),
    rule(
      isAbove(vector.delinquencies2y, policy.maximumDelinquencies2y),
      'too_many_delinquencies',
      'Too many payments were late in the last two years.',
    ),
    rule(isAbove(vector.publicRecords, policy.maximumPublicRecords), 'too_many_public_records', 'There are too many public records.'),
    rule(scored.pdPpm > policy.maximumPdPpm, 'risk_above_maximum', 'The probability that the loan fails is above the maximum.'),
  ];
}

function referRules(vector: FeatureVector, policy: CreditPolicy): readonly Rule[] {
  const hasNoFile = vector.ficoLow === null && vector.creditHistoryMonths === null && vector.revolvingUtilisationPpm === null;
  return [
    { applies: vector.annualIncomeMinor === null, reason: { code: 'credit.refer.income_unknown', text: 'The annual income is unknown.' } },
    { applies: hasNoFile, reason: { code: 'credit.refer.thin_file', text: 'There is too little credit history to score.' } },
    {
      applies: vector.publicRecords !== null && vector.publicRecords >= policy.referPublicRecordsFrom,
      reason: { code: 'credit.refer.public_records', text: 'Several public records need a look by a person.' },
    },
  ];
}

function isAbove(value: bigint | null, maximum: bigint): boolean {
  return value !== null && value > maximum;
}
