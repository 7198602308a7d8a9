/** Servicing arithmetic: accrual to a day, days past due, fees, and what it costs to pay a loan off on a day. All exact. */
import { assert, type CalendarDate, compareDates, daysBetween, mulDiv, onePpm, type Rounding } from '@mutua/kernel';
import { type ComponentAmounts, type OpenInstalment, sumOf, timingOf, totalOf } from './allocate-receipt.ts';
import { type AnyDayCount, dayFraction } from './day-count.ts';

/**
 * Interest on a balance from one day to a later one, rounded once. Accrue by the difference of two such amounts from the start of
 * the period, so that daily amounts sum to the whole.
 */
export function interestBetween(input: {
  readonly balanceMinor: bigint;
  readonly ratePpm: bigint;
  readonly dayCount: AnyDayCount;
  readonly rounding: Rounding;
  readonly fromOn: CalendarDate;
  readonly toOn: CalendarDate;
}): bigint {
  const { numerator, denominator } = dayFraction(input.fromOn, input.toOn, input.dayCount);
  return mulDiv(input.balanceMinor, input.ratePpm * numerator, onePpm * denominator, input.rounding);
}

/** Days since the oldest instalment with more than the tolerance open fell due; 0 when none is late. */
export function daysPastDue(
  instalments: readonly { readonly dueOn: CalendarDate; readonly openMinor: bigint }[],
  onDate: CalendarDate,
  toleranceMinor = 0n,
): number {
  let oldest: CalendarDate | undefined;
  for (const { dueOn, openMinor } of instalments) {
    if (openMinor > toleranceMinor && (oldest === undefined || dueOn < oldest)) oldest = dueOn;
  }
  return oldest === undefined ? 0 : Math.max(0, daysBetween(oldest, onDate));
}

export type Bucket = 'current' | 'grace' | 'late_16_30' | 'late_31_120' | 'default';

/** The delinquency bucket: grace 1–15, late 16–30, late 31–120, default from 121. */
export function bucketOf(dpd: number): Bucket {
  assert(Number.isSafeInteger(dpd) && dpd >= 0, 'days past due are a whole number', { dpd });
  if (dpd === 0) return 'current';
  if (dpd <= 15) return 'grace';
  if (dpd <= 30) return 'late_16_30';
  return dpd <= 120 ? 'late_31_120' : 'default';
}

export type LateFeeTerms = { readonly ratePpm: bigint; readonly floorMinor: bigint; readonly rounding: Rounding };

/** max(rate × unpaid instalment, floor), once per late instalment; nothing when nothing is unpaid. */
export function lateFee(unpaidMinor: bigint, { ratePpm, floorMinor, rounding }: LateFeeTerms): bigint {
  if (unpaidMinor <= 0n) return 0n;
  const shareMinor = mulDiv(unpaidMinor, ratePpm, onePpm, rounding);
  return shareMinor > floorMinor ? shareMinor : floorMinor;
}

/**
 * `of-receipts`: a part of what a note receives, none on receipts later than the grace, and on a prepayment within the capped months
 * at most the same part of the regular instalment (LendingClub). `annual`: a rate a year on the outstanding principal, by day (Prosper).
 */
export type ServiceFeeTerms =
  | {
      readonly kind: 'of-receipts';
      readonly ratePpm: bigint;
      readonly graceDays: number;
      readonly cappedMonths: number;
      readonly rounding: Rounding;
    }
  | { readonly kind: 'annual'; readonly ratePpm: bigint; readonly dayCount: AnyDayCount; readonly rounding: Rounding };

export type ServiceFeeFacts = {
  /** What this note receives, principal and interest. */
  readonly receivedMinor: bigint;
  readonly dpd: number;
  readonly isPrepayment: boolean;
  /** Whole months since the note was issued. */
  readonly monthsHeld: number;
  /** This note's part of the regular instalment. */
  readonly instalmentMinor: bigint;
  /** For an annual fee: principal before the receipt, and the days since the last fee. */
  readonly outstandingMinor: bigint;
  readonly fromOn: CalendarDate;
  readonly toOn: CalendarDate;
};

/** The lender's fee on a receipt, rounded once and never above the receipt. */
export function serviceFee(terms: ServiceFeeTerms, facts: ServiceFeeFacts): bigint {
  const feeMinor = terms.kind === 'annual' ? annualFee(terms, facts) : receiptFee(terms, facts);
  return feeMinor > facts.receivedMinor ? facts.receivedMinor : feeMinor;
}

function annualFee(terms: Extract<ServiceFeeTerms, { kind: 'annual' }>, facts: ServiceFeeFacts): bigint {
  return interestBetween({ ...terms, balanceMinor: facts.outstandingMinor, fromOn: facts.fromOn, toOn: facts.toOn });
}

function receiptFee(terms: Extract<ServiceFeeTerms, { kind: 'of-receipts' }>, facts: ServiceFeeFacts): bigint {
  if (facts.dpd > terms.graceDays) return 0n;
  const isCapped = facts.isPrepayment && facts.monthsHeld < terms.cappedMonths && facts.receivedMinor > facts.instalmentMinor;
  return mulDiv(isCapped ? facts.instalmentMinor : facts.receivedMinor, terms.ratePpm, onePpm, terms.rounding);
}

/** Fee on recovered money: a rate of the gross, zero when nothing was recovered, never more than recovered. */
export function collectionFee(recoveredMinor: bigint, ratePpm: bigint, rounding: Rounding): bigint {
  assert(ratePpm >= 0n && ratePpm <= onePpm, 'a collection fee is at most what was recovered', { ratePpm });
  return recoveredMinor <= 0n ? 0n : mulDiv(recoveredMinor, ratePpm, onePpm, rounding);
}

export type PayoffInstalment = OpenInstalment & {
  readonly fromOn: CalendarDate;
  /** Where interest ends when that is not the due date. */
  readonly accruesToOn?: CalendarDate;
  /** Of its interest, what was paid on it already. */
  readonly interestPaidMinor?: bigint;
  /** Of its interest, what was earned before the period began and was put off to it. */
  readonly carriedInterestMinor?: bigint;
};

export type PayoffState = {
  /** Every instalment with something open, and the days its interest runs. */
  readonly instalments: readonly PayoffInstalment[];
  readonly ratePpm: bigint;
  readonly dayCount: AnyDayCount;
  readonly rounding: Rounding;
};

export type PayoffQuote = {
  readonly onDate: CalendarDate;
  /** Everything past due or due on the day. */
  readonly due: ComponentAmounts;
  /** Charges already raised on instalments not yet due. */
  readonly chargesMinor: bigint;
  /** Interest of the running period up to the day and interest put off, less what was paid of it in advance. */
  readonly accruedInterestMinor: bigint;
  /** Principal not yet due. */
  readonly principalMinor: bigint;
  readonly totalMinor: bigint;
};

/**
 * What settles the loan on a day. Interest of the running period accrues on the principal not yet due, by the day count, at most what
 * the schedule asks for the period; overdue principal bears penalties, not further interest. Later interest is not owed.
 */
export function payoffQuote(state: PayoffState, onDate: CalendarDate): PayoffQuote {
  const owed = state.instalments.filter(({ dueOn }) => timingOf(dueOn, onDate) !== 'inAdvance');
  const ahead = state.instalments.filter(({ dueOn }) => timingOf(dueOn, onDate) === 'inAdvance');
  const due = totalOf(owed);
  const future = totalOf(ahead);
  const accruedInterestMinor = accruedOn(state, onDate);
  const chargesMinor = future.penaltyMinor + future.feeMinor;
  return {
    onDate,
    due,
    chargesMinor,
    accruedInterestMinor,
    principalMinor: future.principalMinor,
    totalMinor: sumOf(due) + chargesMinor + accruedInterestMinor + future.principalMinor,
  };
}

/**
 * Interest earned on what is not yet due and not paid: of each period that has begun, on the principal from its instalment on; and all
 * interest put off to later instalments. At most what an instalment asks for.
 */
export function accruedOn(state: PayoffState, onDate: CalendarDate): bigint {
  const { ratePpm, dayCount, rounding } = state;
  const ahead = state.instalments
    .filter(({ dueOn }) => timingOf(dueOn, onDate) === 'inAdvance')
    .sort((a, b) => compareDates(a.dueOn, b.dueOn));
  let balanceMinor = totalOf(ahead).principalMinor;
  let accruedMinor = 0n;
  for (const { fromOn, dueOn, accruesToOn = dueOn, principalMinor, interestMinor, ...paid } of ahead) {
    const { interestPaidMinor = 0n, carriedInterestMinor = 0n } = paid;
    const toOn = accruesToOn < onDate ? accruesToOn : onDate;
    const earnedMinor = fromOn < toOn ? interestBetween({ balanceMinor, ratePpm, dayCount, rounding, fromOn, toOn }) : 0n;
    const owedMinor = earnedMinor + carriedInterestMinor - interestPaidMinor;
    if (owedMinor > 0n) accruedMinor += owedMinor < interestMinor ? owedMinor : interestMinor;
    balanceMinor -= principalMinor;
  }
  return accruedMinor;
}
