/** What servicing decided, as facts in the past tense. The edge turns them into events. */
import type { CalendarDate } from '@mutua/kernel';
import type { ArrearsBucket, Components, LoanOutcome } from './loan.ts';

export type RepaymentSource = 'autopay' | 'manual' | 'payoff';

export type LoanFact =
  | { readonly type: 'instalment-due'; readonly nr: number; readonly dueMinor: bigint; readonly dueOn: CalendarDate }
  | { readonly type: 'late-fee-charged'; readonly nr: number; readonly amountMinor: bigint }
  | { readonly type: 'in-arrears'; readonly daysPastDue: number; readonly bucket: ArrearsBucket }
  | { readonly type: 'cured' }
  | { readonly type: 'defaulted'; readonly daysPastDue: number }
  | { readonly type: 'dunning-due'; readonly level: number; readonly daysPastDue: number; readonly overdueMinor: bigint }
  | { readonly type: 'non-accrual'; readonly daysPastDue: number }
  | { readonly type: 'accrual-resumed' }
  | { readonly type: 'accelerated'; readonly dueMinor: bigint }
  | { readonly type: 'charged-off'; readonly principalMinor: bigint }
  | { readonly type: 'reopened' }
  | { readonly type: 'closed'; readonly outcome: LoanOutcome };

/** Money that came in and what it paid; Σ components = amount. */
export type Receipt = { readonly amountMinor: bigint; readonly components: Components; readonly source: RepaymentSource };
