/** Finance: day counts, schedules, rates of return, allocation and distribution. Pure; depends on the kernel only. */
export type {
  AllocateReceiptInput,
  Component,
  ComponentAmounts,
  InstalmentAllocation,
  OpenInstalment,
  ReceiptAllocation,
  Timing,
  Waterfall,
  WaterfallName,
  WaterfallStep,
} from './allocate-receipt.ts';
export { allocateReceipt, defaultWaterfall, sumOf, timingOf, totalOf, waterfallOf, waterfalls } from './allocate-receipt.ts';
export { aprEu, aprUs, type EuFlow, type UsFlow } from './apr.ts';
export type { BusinessDays, HolidayCalendar, RollConvention } from './business-days.ts';
export { isBusinessDay, rollToBusinessDay } from './business-days.ts';
export { answerCase, type CaseAnswer, type CaseFunction, caseFunctions, isCaseFunction } from './cases/answer.ts';
export { type AnyDayCount, type DayCount, dayCounts, dayFraction, type Fraction } from './day-count.ts';
export type { DistributeInput, Distribution, Holders, NoteCarry, NoteShare, Receipt, ReceiptInPlace } from './distribute.ts';
export { distribute, distributeInto, distributeOver, holdersOf, reverseDistribution } from './distribute.ts';
export { type FeeRefundInput, feeRefund } from './fee-refund.ts';
export { type LoanAprs, type LoanAprsInput, type LoanFlow, loanAprs } from './loan-aprs.ts';
export { type Frequency, type Period, type PeriodTerms, periodsOf } from './periods.ts';
export type { RemadeRow, RemakeTerms } from './remake.ts';
export type {
  NewTerms,
  OpenRow,
  PartPrepayment,
  RescheduleCode,
  RescheduleReason,
  RescheduleRejection,
  ScheduleInForce,
  ScheduleVersion,
} from './reschedule.ts';
export { changeDueDay, partPrepayment, paymentHoliday, reAge, reschedule } from './reschedule.ts';
export { schedule } from './schedule.ts';
export type { Schedule, ScheduleMethod, ScheduleRow, ScheduleTerms, Tranche } from './schedule-terms.ts';
export { termsProblem } from './schedule-terms.ts';
export type { Bucket, LateFeeTerms, PayoffInstalment, PayoffQuote, PayoffState, ServiceFeeFacts, ServiceFeeTerms } from './servicing.ts';
export { accruedOn, bucketOf, collectionFee, daysPastDue, interestBetween, lateFee, payoffQuote, serviceFee } from './servicing.ts';
export type { NoSolutionReason, RateResult } from './solver.ts';
export type { CumulativeInput, FvInput, NperInput, PartInput, PeriodicFlow, PmtInput, PvInput, RateInput, When } from './time-value.ts';
export {
  cumipmt,
  cumprinc,
  effect,
  fv,
  ipmt,
  irr,
  ispmt,
  mirr,
  nominal,
  nper,
  npv,
  npvFromNow,
  pduration,
  pmt,
  ppmt,
  pv,
  rate,
  rri,
} from './time-value.ts';
export { type DatedFlow, xirr, xirrPpm, xnpv } from './xirr.ts';
