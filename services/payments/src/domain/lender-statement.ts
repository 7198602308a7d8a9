/**
 * The statement of a lender over a month or a year: where the cash of the wallet came from and went, and what the notes are worth. Every
 * transfer of the wallet is in exactly one line, so opening and lines give the closing balance to the cent. Pure; amounts are minor units,
 * positive where the wallet receives.
 */
import { addDays, type CalendarDate, calendarDate, ok, parseCalendarDate, type Rejection, type Result, reject } from '@mutua/kernel';
import type { TransferCode } from './ledger.ts';

export type CashLine =
  | 'deposits'
  | 'withdrawals'
  | 'transfers'
  | 'lent'
  | 'principal'
  | 'interest'
  | 'lateFees'
  | 'recoveries'
  | 'provisionPayouts'
  | 'serviceFees'
  | 'claims'
  | 'other';
export const cashLines: readonly CashLine[] = [
  ...(['deposits', 'withdrawals', 'transfers', 'lent', 'principal', 'interest'] as const),
  ...(['lateFees', 'recoveries', 'provisionPayouts', 'serviceFees', 'claims', 'other'] as const),
];

/** What is not listed is other: what the member borrowed and repaid, and journals by hand. */
const lineOf: { readonly [Code in TransferCode]?: CashLine } = {
  deposit: 'deposits',
  'deposit-return': 'deposits',
  withdrawal: 'withdrawals',
  'withdrawal-return': 'withdrawals',
  'member-transfer': 'transfers',
  hold: 'lent',
  principal: 'principal',
  'principal-reversal': 'principal',
  interest: 'interest',
  'interest-reversal': 'interest',
  'late-fee': 'lateFees',
  'late-fee-reversal': 'lateFees',
  recovery: 'recoveries',
  'recovery-reversal': 'recoveries',
  'service-fee': 'serviceFees',
  'service-fee-reversal': 'serviceFees',
  'return-uncovered': 'claims',
  'set-off': 'claims',
};

export type CashFlowOfCode = { readonly code: TransferCode; readonly netMinor: bigint };
export type Cash = { readonly openingMinor: bigint; readonly lines: Readonly<Record<CashLine, bigint>>; readonly closingMinor: bigint };

/** In the books a payout of the provision fund reaches a lender as a recovery; here it has its own line. */
export const cashOf = (openingMinor: bigint, flows: readonly CashFlowOfCode[], provisionPayoutMinor: bigint): Cash => {
  const lines = Object.fromEntries(cashLines.map((line) => [line, 0n])) as Record<CashLine, bigint>;
  for (const { code, netMinor } of flows) lines[lineOf[code] ?? 'other'] += netMinor;
  lines.recoveries -= provisionPayoutMinor;
  lines.provisionPayouts += provisionPayoutMinor;
  return { openingMinor, lines, closingMinor: cashLines.reduce((sum, line) => sum + lines[line], openingMinor) };
};

export type Period = {
  readonly from: CalendarDate;
  /** The last day of it that has begun. */
  readonly to: CalendarDate;
  /** Every day of it is closed: the statement does not change any more. */
  readonly isFinal: boolean;
};
export type PeriodCode = 'statement.period_ahead' | 'statement.period_invalid';

/** A month (`2026-01`) or a year (`2026`) as far as it has come on the business date. */
export const periodOf = (period: string, businessDate: CalendarDate): Result<Period, Rejection<PeriodCode>> => {
  const [year = '', month] = period.split('-');
  const from = parseCalendarDate(`${year}-${month ?? '01'}-01`);
  if (from === undefined) return reject('statement.period_invalid', { period });
  if (from > businessDate) return reject('statement.period_ahead', { period, businessDate });
  const isLastMonth = month === undefined || month === '12';
  const next = isLastMonth ? `${following(year)}-01-01` : `${year}-${following(month)}-01`;
  const last = addDays(calendarDate(next), -1);
  return ok({ from, to: last < businessDate ? last : businessDate, isFinal: last < businessDate });
};

const following = (digits: string): string => (Number(digits) + 1).toString().padStart(digits.length, '0');
