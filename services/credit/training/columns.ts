/** What a model may be made of, what it may never be made of, and how each feature is named, read and explained. */
import type { Feature } from '../src/domain/features.ts';
import type { Reason } from '../src/domain/scorecard.ts';

/** Set by the platform that made the loans: a competing model that used them would copy its judgement. */
export const setByPlatform = [
  'int_rate_pct',
  'installment',
  'grade',
  'sub_grade',
  'meets_credit_policy',
  'funded_amnt',
  'funded_amnt_inv',
  'verification_status',
] as const;

/** What came after the loan was made. */
export const outcomePrefix = 'out_';

/** Prohibited bases (12 CFR 1002.2(z), 1002.6(b)) and what stands in for them, as parts of a name. */
export const prohibited = [
  'age',
  'birth',
  'sex',
  'gender',
  'race',
  'ethnic',
  'religion',
  'marital',
  'spouse',
  'national',
  'child',
  'zip',
  'postcode',
  'postal',
  'state',
  'city',
  'address',
  'name',
  'email',
  'phone',
  'public_assistance',
] as const;

/** Is the column (or the feature, in any case) one that no model may read? Names are compared by their words. */
export function isForbidden(column: string): boolean {
  const words = column
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const isProhibited = prohibited.some((basis) =>
    basis.includes('_') ? words.join('_').includes(basis) : words.some((word) => word === basis || word === `${basis}3`),
  );
  return isProhibited || column.startsWith(outcomePrefix) || setByPlatform.some((each) => each === column);
}

export type Specification = {
  readonly feature: Feature;
  readonly label: string;
  readonly risk: 'rises' | 'falls' | 'any';
  readonly unit: 'money' | 'percent' | 'count' | 'months' | 'years' | 'word';
  /** Whether an empty value means that it never happened, not that it is unknown. */
  readonly emptyIsNever?: true;
  readonly reason: Reason;
  readonly missingReason: Reason;
};

type Row = readonly [Feature, Specification['risk'], Specification['unit'], string, string, string];

// feature, risk, unit, label, reason code, reason text
const rows: readonly Row[] = [
  ['termMonths', 'rises', 'months', 'Term', 'term_long', 'The loan runs for a long time.'],
  ['amountMinor', 'rises', 'money', 'Loan amount', 'amount_high', 'The amount asked for is high.'],
  ['annualIncomeMinor', 'falls', 'money', 'Annual income', 'income_low', 'The annual income is low for this kind of loan.'],
  [
    'debtToIncomePpm',
    'rises',
    'percent',
    'Debt payments to income',
    'debt_to_income_high',
    'Existing debt payments take a large part of the income.',
  ],
  [
    'revolvingUtilisationPpm',
    'rises',
    'percent',
    'Use of revolving credit',
    'utilisation_high',
    'A large part of the revolving credit limit is used.',
  ],
  [
    'inquiries6m',
    'rises',
    'count',
    'Credit inquiries in six months',
    'recent_inquiries',
    'There were several credit inquiries in the last six months.',
  ],
  ['delinquencies2y', 'rises', 'count', 'Late payments in two years', 'recent_delinquencies', 'Payments were late in the last two years.'],
  ['publicRecords', 'rises', 'count', 'Public records', 'public_records', 'There are public records.'],
  ['creditHistoryMonths', 'falls', 'months', 'Length of the credit history', 'history_short', 'The credit history is short.'],
  ['purpose', 'any', 'word', 'Purpose', 'purpose_risk', 'Loans for this purpose fail more often.'],
  [
    'amountToRevolvingPpm',
    'any',
    'percent',
    'Loan amount to revolving balance',
    'amount_to_revolving',
    'The amount asked for fits the revolving balance less well than usual.',
  ],
  [
    'revolvingBalanceMinor',
    'any',
    'money',
    'Revolving balance',
    'revolving_balance',
    'The revolving balance is in a range where loans fail more often.',
  ],
  [
    'openAccounts',
    'any',
    'count',
    'Open credit accounts',
    'open_accounts',
    'The number of open credit accounts is in a range where loans fail more often.',
  ],
  [
    'totalAccounts',
    'any',
    'count',
    'Credit accounts ever',
    'total_accounts',
    'The number of credit accounts ever held is in a range where loans fail more often.',
  ],
  [
    'monthsSinceDelinquency',
    'any',
    'months',
    'Months since the last late payment',
    'last_delinquency',
    'The time since the last late payment is in a range where loans fail more often.',
  ],
  [
    'employmentYears',
    'any',
    'years',
    'Employment length',
    'employment_length',
    'Loans of people employed for as long as this fail more often.',
  ],
  ['homeOwnership', 'any', 'word', 'Home', 'home_ownership', 'Loans of people with this kind of home fail more often.'],
];

export const specifications: readonly Specification[] = rows.map(([feature, risk, unit, label, code, text]) => ({
  ...{ feature, label, risk, unit },
  ...(feature === 'monthsSinceDelinquency' ? { emptyIsNever: true } : {}),
  reason: { code: `credit.${code}`, text },
  missingReason:
    feature === 'monthsSinceDelinquency'
      ? { code: 'credit.no_delinquency', text: 'No late payment is on record.' }
      : { code: `credit.${code}_unknown`, text: `${label}: the value is unknown.` },
}));
