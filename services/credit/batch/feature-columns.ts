/** Which columns of the public file each feature is made of. */
import type { Feature } from '../src/domain/features.ts';
import { type CreditModel, inputsOf } from '../src/domain/scorecard.ts';

export const featureColumns: Readonly<Record<Feature, readonly string[]>> = {
  debtToIncomePpm: ['dti'],
  annualIncomeMinor: ['annual_inc'],
  amountToIncomePpm: ['loan_amnt', 'annual_inc'],
  inquiries6m: ['inq_last_6mths'],
  delinquencies2y: ['delinq_2yrs'],
  revolvingUtilisationPpm: ['revol_util_pct'],
  publicRecords: ['pub_rec'],
  creditHistoryMonths: ['earliest_cr_line_month', 'issue_month'],
  termMonths: ['term_months'],
  ficoLow: ['fico_low'],
  amountMinor: ['loan_amnt'],
  amountToRevolvingPpm: ['loan_amnt', 'revol_bal'],
  openAccounts: ['open_acc'],
  totalAccounts: ['total_acc'],
  revolvingBalanceMinor: ['revol_bal'],
  monthsSinceDelinquency: ['mths_since_last_delinq'],
  employmentYears: ['emp_length'],
  purpose: ['purpose'],
  homeOwnership: ['home_ownership'],
};

/** The columns that a model's features are made of. */
export function columnsReadBy(model: CreditModel): ReadonlySet<string> {
  return new Set(inputsOf(model).flatMap((feature) => featureColumns[feature]));
}
