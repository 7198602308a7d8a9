/** Scores applications that come one per line as JSON: one line out for each line in, in order; what cannot be scored says why. */
import type { CalendarDate } from '@mutua/kernel';
import type { Pricing } from '../src/domain/pricing.ts';
import { priceOf } from '../src/domain/pricing.ts';
import { type Risk, reasonedRiskOf } from '../src/domain/score.ts';
import type { CreditModel, Reason } from '../src/domain/scorecard.ts';
import { type ApplicationRecord, parseApplication } from './application-record.ts';
import type { Problem } from './fields.ts';
import type { Line } from './lines.ts';

export type Scored = {
  readonly loan_ref: string | null;
  readonly score: number;
  /** Probability that the loan is charged off over its term. */
  readonly pd: number;
  readonly grade: string;
  readonly reasons: readonly Reason[];
  /** Columns without a value, scored by their own bins. */
  readonly missing?: readonly string[];
  /** What was taken for a missing value, when that is more than its own bin. */
  readonly assumed?: Readonly<Record<string, string>>;
};
export type Refused = {
  readonly loan_ref: string | null;
  readonly line: number;
  readonly error: string;
  readonly problems: readonly Problem[];
};
export type Scoring = {
  readonly model: CreditModel;
  /** What the model reads; a value missing elsewhere is nothing to tell. */
  readonly columns: ReadonlySet<string>;
  readonly pricing: Pricing;
  /** The month of an application that does not say it. */
  readonly assumedOn: CalendarDate;
};

const referenceMax = 200;

export function scoreLine({ number, text }: Line, { model, columns, pricing, assumedOn }: Scoring): Scored | Refused {
  const record = text === undefined ? undefined : recordOf(text);
  if (record === undefined) {
    const problem = text === undefined ? 'the line is too long' : 'a JSON object per line is expected';
    return refusal(null, number, [{ field: 'line', problem }]);
  }
  const loan_ref = referenceOf(record['loan_ref']);
  const parsed = parseApplication(record, assumedOn);
  if ('problems' in parsed) return refusal(loan_ref, number, parsed.problems);
  const { application } = parsed;
  const missing = parsed.missing.filter((column) => columns.has(column));
  const risk: Risk = { score: 0, pdMillionths: 0 };
  const reasons = reasonedRiskOf(application, model, risk);
  const { grade } = priceOf(BigInt(risk.pdMillionths), application.termMonths, pricing);
  return {
    ...{ loan_ref, score: risk.score, pd: risk.pdMillionths / 1_000_000, grade, reasons },
    ...(missing.length === 0 ? {} : { missing }),
    ...(missing.includes('issue_month') ? { assumed: { issue_month: assumedOn.slice(0, 7) } } : {}),
  };
}

function recordOf(text: string): ApplicationRecord | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as ApplicationRecord) : undefined;
  } catch {
    return undefined;
  }
}

/** A reference is for the reader alone, so an odd one is no reason to refuse; one that is no text is not repeated. */
function referenceOf(raw: unknown): string | null {
  if (typeof raw === 'number' && Number.isFinite(raw)) return String(raw);
  return typeof raw === 'string' && raw !== '' && raw.length <= referenceMax ? raw : null;
}

function refusal(loan_ref: string | null, line: number, problems: readonly Problem[]): Refused {
  return { loan_ref, line, error: problems.map(({ field, problem }) => `${field}: ${problem}`).join('; '), problems };
}
