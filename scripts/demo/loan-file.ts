/** Reads LendingClub's public loan file (CSV, plain or gzip) into demo loans. A bad row is named with its line and reason; the rest goes on. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import type { DemoLoan, DemoOutcome, DemoProfile } from './demo-loan.ts';

export type BadRow = { readonly line: number; readonly problems: readonly string[] };
export type LoanFile = { readonly loans: readonly DemoLoan[]; readonly bad: readonly BadRow[]; readonly rows: number };
type Row = Readonly<Record<string, string>>;

const requiredColumns = [
  'loan_amnt',
  'term_months',
  'issue_month',
  'annual_inc',
  'dti',
  'purpose',
  'installment',
  'out_status',
  'out_last_pymnt_month',
];

const purposes: ReadonlySet<string> = new Set([
  'debt_consolidation',
  'credit_card',
  'home_improvement',
  'major_purchase',
  'small_business',
  'car',
  'wedding',
  'medical',
  'moving',
  'house',
  'vacation',
  'educational',
  'renewable_energy',
  'other',
]);

/** Collects every problem of one row, so that a bad row is described whole. */
class RowReader {
  readonly problems: string[] = [];
  readonly #row: Row;

  constructor(row: Row) {
    this.#row = row;
  }

  text(column: string): string {
    return (this.#row[column] ?? '').trim();
  }

  /** A decimal within bounds; an empty optional one is null. */
  optional(column: string, low: number, high: number): number | null {
    const text = this.text(column);
    if (text === '') return null;
    const value = Number(text);
    if (/^-?\d+(\.\d+)?$/.test(text) && value >= low && value <= high) return value;
    this.problems.push(`${column}: expected a number from ${low} to ${high}, found ${JSON.stringify(text.slice(0, 40))}`);
    return null;
  }

  number(column: string, low: number, high: number): number {
    const value = this.optional(column, low, high);
    if (value === null && this.text(column) === '') this.problems.push(`${column}: missing`);
    return value ?? low;
  }

  /** A decimal amount as minor units, read as text so that no cent passes through a float. */
  minor(column: string): bigint {
    const matched = /^(\d{1,12})(?:\.(\d{1,2})\d*)?$/.exec(this.text(column) || '0');
    if (matched) return BigInt(`${matched[1]}${(matched[2] ?? '').padEnd(2, '0')}`);
    this.problems.push(`${column}: expected an amount, found ${JSON.stringify(this.text(column).slice(0, 40))}`);
    return 0n;
  }

  /** Months since year 0 of a `YYYY-MM` column, or null when empty. */
  month(column: string): number | null {
    const text = this.text(column);
    if (text === '') return null;
    const matched = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
    if (matched) return Number(matched[1]) * 12 + Number(matched[2]);
    this.problems.push(`${column}: expected YYYY-MM, found ${JSON.stringify(text.slice(0, 40))}`);
    return null;
  }
}

const employmentYears = (text: string): number | null => {
  if (text === '' || text === 'n/a') return null;
  if (text.startsWith('<')) return 0;
  const matched = /^(\d+)\+? years?$/.exec(text);
  return matched ? Number(matched[1]) : null;
};

const homeOwnership = (text: string): DemoProfile['homeOwnership'] => {
  const lower = text.toLowerCase();
  return lower === 'rent' || lower === 'own' || lower === 'mortgage' ? lower : 'other';
};

const profileOf = (row: RowReader): DemoProfile => {
  const issued = row.month('issue_month');
  const earliest = row.month('earliest_cr_line_month');
  const utilisation = row.optional('revol_util_pct', 0, 1_000);
  return {
    annualIncomeMinor: row.minor('annual_inc').toString(),
    employmentLengthYears: employmentYears(row.text('emp_length')),
    homeOwnership: homeOwnership(row.text('home_ownership')),
    debtToIncomePpm: Math.round(row.number('dti', 0, 100) * 10_000),
    delinquencies2y: row.optional('delinq_2yrs', 0, 100) ?? 0,
    inquiries6m: row.optional('inq_last_6mths', 0, 100) ?? 0,
    openAccounts: row.optional('open_acc', 0, 200) ?? 0,
    publicRecords: row.optional('pub_rec', 0, 100) ?? 0,
    revolvingBalanceMinor: row.minor('revol_bal').toString(),
    revolvingUtilisationPpm: utilisation === null ? null : Math.round(utilisation * 10_000),
    totalAccounts: row.optional('total_acc', 0, 500) ?? 0,
    monthsSinceDelinquency: row.optional('mths_since_last_delinq', 0, 1_200),
    monthsSinceRecord: row.optional('mths_since_last_record', 0, 1_200),
    creditHistoryMonths: issued === null || earliest === null ? null : Math.max(0, issued - earliest),
    ficoLow: row.optional('fico_low', 300, 850),
  };
};

const outcomeOf = (row: RowReader, termMonths: number): DemoOutcome => {
  const status = row.text('out_status');
  const issued = row.month('issue_month') ?? 0;
  const last = row.month('out_last_pymnt_month');
  if (status === 'charged_off') {
    const instalment = row.minor('installment');
    const received = row.minor('out_total_rec_prncp') + row.minor('out_total_rec_int');
    const paid = instalment > 0n ? Number(received / instalment) : 0;
    return { kind: 'charged-off', monthsPaid: Math.min(paid, termMonths - 1), recoveredMinor: row.minor('out_recoveries') };
  }
  if (status !== 'fully_paid')
    row.problems.push(`out_status: expected fully_paid or charged_off, found ${JSON.stringify(status.slice(0, 40))}`);
  const months = last === null ? termMonths : last - issued;
  const lateMonth = row.minor('out_total_rec_late_fee') > 0n ? Math.max(2, Math.min(Math.floor(months / 2), termMonths - 2)) : null;
  return months >= termMonths - 1 ? { kind: 'paid-to-term', lateMonth } : { kind: 'prepaid', month: Math.max(1, months), lateMonth };
};

/** One CSV row to one demo loan, or every problem it has. */
export const parseLoanRow = (raw: Row): DemoLoan | readonly string[] => {
  const row = new RowReader(raw);
  const term = row.number('term_months', 1, 600);
  if (term !== 36 && term !== 60) row.problems.push(`term_months: expected 36 or 60, found ${JSON.stringify(row.text('term_months'))}`);
  row.number('loan_amnt', 500, 1_000_000);
  const purpose = row.text('purpose');
  const loan: DemoLoan = {
    ref: row.text('loan_ref') || 'unnamed',
    amountMinor: (row.minor('loan_amnt') / 2_500n) * 2_500n,
    termMonths: term === 60 ? 60 : 36,
    purpose: purposes.has(purpose) ? purpose.replaceAll('_', '-') : 'other',
    profile: profileOf(row),
    outcome: outcomeOf(row, term),
  };
  return row.problems.length > 0 ? [...new Set(row.problems)] : loan;
};

/** Reads at most `limit` good rows. Throws with one clear sentence when the file cannot be read or lacks columns. */
export const readLoanFile = async (path: string, limit: number): Promise<LoanFile> => {
  const loans: DemoLoan[] = [];
  const bad: BadRow[] = [];
  let rows = 0;
  const parser = parse({ columns: true, info: true, relax_column_count: true, skip_records_with_error: true, bom: true });
  parser.on('skip', (error: Error & { lines?: number }) => bad.push({ line: error.lines ?? 0, problems: [error.message] }));
  const consume = async (records: AsyncIterable<{ record: Row; info: { lines: number } }>): Promise<void> => {
    for await (const { record, info } of records) {
      if (rows === 0) requireColumns(record, path);
      rows += 1;
      const parsed = parseLoanRow(record);
      if ('ref' in parsed) loans.push(parsed);
      else bad.push({ line: info.lines, problems: parsed });
      if (loans.length >= limit) return;
    }
  };
  const source = createReadStream(path);
  const stages = path.endsWith('.gz') ? pipeline(source, createGunzip(), parser, consume) : pipeline(source, parser, consume);
  await stages.catch((error: NodeJS.ErrnoException) => {
    if (loans.length >= limit) return; // Stopping early aborts the stages before it.
    throw new Error(`The loan file ${path} cannot be read: ${error.message}. Expected LendingClub's public CSV, plain or .gz.`);
  });
  return { loans, bad, rows };
};

const requireColumns = (record: Row, path: string): void => {
  const missing = requiredColumns.filter((column) => !(column in record));
  if (missing.length > 0) throw new Error(`it lacks the columns ${missing.join(', ')} (${path})`);
};
