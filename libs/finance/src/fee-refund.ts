/**
 * The part of a fee that early repayment gives back: the consumer owes costs only for the time the credit ran (Directive 2008/48/EC
 * Article 16(1); CJEU C-383/18 Lexitor: all costs count, whatever they depend on). A product option; exact, rounded once.
 */
import { assert, type CalendarDate, daysBetween, mulDiv, type Rounding } from '@mutua/kernel';

export type FeeRefundInput = {
  readonly feeMinor: bigint;
  readonly rounding: Rounding;
} & (
  | {
      /** By days: what is left of the agreed term over the whole of it. */
      readonly by: 'time';
      readonly disbursedOn: CalendarDate;
      readonly maturesOn: CalendarDate;
      readonly repaidOn: CalendarDate;
    }
  | {
      /** By cost: scheduled interest no longer owed over all scheduled interest, which weighs the early, larger balances more. */
      readonly by: 'interest';
      readonly totalInterestMinor: bigint;
      readonly savedInterestMinor: bigint;
    }
);

/** The refund: never negative, never above the fee; nothing on or after maturity, all of it on the day of disbursement. */
export function feeRefund(input: FeeRefundInput): bigint {
  const { feeMinor, rounding } = input;
  assert(feeMinor >= 0n, 'a fee is not negative', { feeMinor });
  const { part, whole } = input.by === 'time' ? byTime(input) : { part: input.savedInterestMinor, whole: input.totalInterestMinor };
  if (part <= 0n || whole <= 0n) return 0n;
  return part >= whole ? feeMinor : mulDiv(feeMinor, part, whole, rounding);
}

function byTime(input: Extract<FeeRefundInput, { by: 'time' }>): { part: bigint; whole: bigint } {
  assert(input.disbursedOn < input.maturesOn, 'a loan matures after its disbursement', input);
  return {
    part: BigInt(daysBetween(input.repaidOn, input.maturesOn)),
    whole: BigInt(daysBetween(input.disbursedOn, input.maturesOn)),
  };
}
