/**
 * From a record with the application-time columns of LendingClub's public files to what is scored. Other columns are ignored: what the
 * platform set and what came later is never read here. Every bad value is named; missing is allowed except for amount and term.
 */
import type { CalendarDate } from '@mutua/kernel';
import type { Scorable } from '../src/domain/features.ts';
import { decimal, employment, month, oneOf, type Problem, type Read, textOf, whole } from './fields.ts';

export type ParsedApplication = {
  readonly application: Scorable;
  /** Columns that are empty or absent, in the order of the columns. */
  readonly missing: readonly string[];
};
export type ApplicationRecord = Readonly<Record<string, unknown>>;
export type Parsed = ParsedApplication | { readonly problems: readonly Problem[] };

const count = (max: number) => whole({ min: 0, max });
const money = decimal(2, { min: 0, max: 1_000_000_000 });
/** Of a percentage: four decimals make parts per million. */
const percent = decimal(4, { min: 0, max: 1_000 });

/** Those of the public file, which are those of the service. */
const purposes =
  'car credit-card debt-consolidation educational home-improvement house major-purchase medical moving other renewable-energy small-business vacation wedding'.split(
    ' ',
  );

const columns = {
  loan_amnt: decimal(2, { min: 1, max: 10_000_000 }),
  term_months: whole({ min: 1, max: 120 }),
  purpose: oneOf(purposes),
  annual_inc: money,
  emp_length: employment,
  home_ownership: oneOf(['rent', 'own', 'mortgage', 'other', 'none', 'any']),
  dti: percent,
  delinq_2yrs: count(200),
  inq_last_6mths: count(200),
  mths_since_last_delinq: count(1_200),
  mths_since_last_record: count(1_200),
  open_acc: count(500),
  pub_rec: count(500),
  revol_bal: money,
  revol_util_pct: percent,
  total_acc: count(1_000),
  earliest_cr_line_month: month,
  fico_low: whole({ min: 300, max: 850 }),
  issue_month: month,
} as const;

/** The columns that are read; every other one is ignored. */
export const applicationColumns = Object.keys(columns) as readonly (keyof typeof columns)[];

type Column = keyof typeof columns;
type Values = { readonly [C in Column]: (typeof columns)[C] extends (text: string) => Read<infer T> ? T | null : never };

/** Columns that mean "never" when empty. */
const emptyIsNever: readonly Column[] = ['mths_since_last_delinq', 'mths_since_last_record'];

/**
 * `assumedOn` stands for the day of the application when there is no issue_month: only the length of the credit history depends on it, and
 * issue_month is then among what is missing.
 */
export function parseApplication(record: ApplicationRecord, assumedOn: CalendarDate): Parsed {
  const problems: Problem[] = [];
  const missing: string[] = [];
  const values: { [column: string]: unknown } = {};
  for (const column of applicationColumns) {
    const read = readColumn(record[column], columns[column] as (text: string) => Read<unknown>);
    if ('problem' in read) problems.push({ field: column, problem: read.problem });
    else if (read.value === null && !emptyIsNever.includes(column)) missing.push(column);
    values[column] = 'problem' in read ? null : read.value;
  }
  const known = values as Values;
  for (const column of ['loan_amnt', 'term_months'] as const) {
    if (missing.includes(column)) problems.push({ field: column, problem: 'a value is required' });
  }
  const submittedOn = known.issue_month ?? assumedOn;
  if (known.earliest_cr_line_month !== null && known.earliest_cr_line_month > submittedOn) {
    problems.push({ field: 'earliest_cr_line_month', problem: `is after ${submittedOn.slice(0, 7)}, the month of the application` });
  }
  return problems.length > 0 ? { problems } : { application: applicationOf(known, submittedOn), missing };
}

function readColumn<T>(raw: unknown, reader: (text: string) => Read<T>): Read<T> {
  const text = textOf(raw);
  if ('problem' in text) return text;
  return text.value === null ? { value: null } : reader(text.value);
}

/** What the file calls NONE and ANY is no answer; the service's contract has `other`. */
const homes: Readonly<Record<string, string>> = { none: 'other', any: 'other' };

function applicationOf(values: Values, submittedOn: CalendarDate): Scorable {
  const home = values.home_ownership ?? '';
  return {
    amountMinor: values.loan_amnt ?? 0n,
    termMonths: values.term_months ?? 0,
    purpose: values.purpose ?? '',
    submittedOn,
    profile: {
      annualIncomeMinor: values.annual_inc,
      employmentLengthYears: values.emp_length,
      homeOwnership: homes[home] ?? home,
      debtToIncomePpm: values.dti,
      delinquencies2y: values.delinq_2yrs,
      inquiries6m: values.inq_last_6mths,
      openAccounts: values.open_acc,
      publicRecords: values.pub_rec,
      revolvingBalanceMinor: values.revol_bal,
      revolvingUtilisationPpm: values.revol_util_pct,
      totalAccounts: values.total_acc,
      monthsSinceDelinquency: values.mths_since_last_delinq,
      monthsSinceRecord: values.mths_since_last_record,
      earliestCreditLineOn: values.earliest_cr_line_month,
      ficoLow: values.fico_low,
    },
  };
}
