/**
 * From the rows of a public loan file to training loans: finished, judged by the application alone. A malformed row is named with its line
 * and left out; the rest goes on.
 */
import type { CalendarDate } from '@mutua/kernel';
import { type ApplicationRecord, parseApplication } from '../batch/application-record.ts';
import { month, type Problem, textOf } from '../batch/fields.ts';
import { type FeatureVector, featuresOf } from '../src/domain/features.ts';

export type FileRow = { readonly line: number; readonly record: ApplicationRecord } | { readonly line: number; readonly problem: string };
export type TrainingLoan = {
  readonly line: number;
  /** `2010-07`: when the loan was made. */
  readonly month: string;
  readonly vector: FeatureVector;
  /** 1 for charged off, 0 for fully paid. */
  readonly bad: number;
  /** Met the credit policy of its platform: those that a model is judged on and calibrated to. The others were made all the same. */
  readonly isWithinPolicy: boolean;
  /** The platform's own grade as a rank, 1 to 35; read for comparison only. */
  readonly ownGrade: number | null;
};
export type Rejected = { readonly line: number; readonly problems: readonly Problem[] };
export type LoanFile = {
  readonly loans: readonly TrainingLoan[];
  readonly rejected: readonly Rejected[];
  /** Not finished, so without an outcome. */
  readonly unfinished: number;
};

const outcomes: Readonly<Record<string, number>> = { charged_off: 1, fully_paid: 0 };

export async function readLoans(rows: AsyncIterable<FileRow>): Promise<LoanFile> {
  const loans: TrainingLoan[] = [];
  const rejected: Rejected[] = [];
  let unfinished = 0;
  for await (const row of rows) {
    if ('problem' in row) {
      rejected.push({ line: row.line, problems: [{ field: 'row', problem: row.problem }] });
      continue;
    }
    const { line, record } = row;
    const loan = loanOf(line, record);
    if ('problems' in loan) rejected.push(loan);
    else if (loan.bad === null) unfinished += 1;
    else loans.push({ ...loan, bad: loan.bad });
  }
  // By month, then as in the file: the order does not depend on how the file was sorted within months of other files.
  loans.sort((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : a.line - b.line));
  return { loans, rejected, unfinished };
}

type Loan = Omit<TrainingLoan, 'bad'> & { readonly bad: number | null };

function loanOf(line: number, record: ApplicationRecord): Loan | Rejected {
  const issued = issueMonth(record);
  if ('problem' in issued) return { line, problems: [{ field: 'issue_month', problem: issued.problem }] };
  const parsed = parseApplication(record, issued.value);
  if ('problems' in parsed) return { line, problems: parsed.problems };
  const status = textOf(record['out_status']);
  if ('problem' in status || status.value === null) return { line, problems: [{ field: 'out_status', problem: 'a value is required' }] };
  const bad = outcomes[status.value] ?? null;
  return {
    ...{ line, month: issued.value.slice(0, 7), vector: featuresOf(parsed.application), bad },
    ...{ isWithinPolicy: record['meets_credit_policy'] !== '0', ownGrade: ownGrade(record['sub_grade']) },
  };
}

function issueMonth(record: ApplicationRecord): { readonly value: CalendarDate } | { readonly problem: string } {
  const text = textOf(record['issue_month']);
  if ('problem' in text) return text;
  if (text.value === null) return { problem: 'a value is required' };
  const read = month(text.value);
  if ('problem' in read) return read;
  return read.value === null ? { problem: 'a value is required' } : { value: read.value };
}

/** A1 is 1, G5 is 35. */
function ownGrade(raw: unknown): number | null {
  const match = typeof raw === 'string' ? /^([A-G])([1-5])$/.exec(raw) : null;
  return match === null ? null : ((match[1] ?? 'A').charCodeAt(0) - 65) * 5 + Number(match[2]);
}
