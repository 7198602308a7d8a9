/** Which operations of the contract belong to the money part of the service and which to loan servicing. */
import type { PaymentsOperations } from '@mutua/contracts';
import type { Handlers, Policy } from '@mutua/http';

export type ApprovalOperation =
  | 'requestWriteOff'
  | 'requestAcceleration'
  | 'requestChargeOffUndoing'
  | 'requestRecoveryReversal'
  | 'requestReversal'
  | 'requestBackDatedRepayment'
  | 'listPayoutAccounts'
  | 'requestPayoutAccount'
  | 'listApprovals'
  | 'getApproval'
  | 'approve'
  | 'rejectApproval';
export type ServicingOperation =
  | 'listLoans'
  | 'getLoan'
  | 'getLoanSchedule'
  | 'listLoanTransactions'
  | 'getPayoffQuote'
  | 'listLoanNotes'
  | 'createRepayment'
  | 'setAutopay'
  | 'createRecovery'
  | 'listNotes'
  | 'getNote'
  | 'listNoteCashFlows'
  | 'getPerformance'
  | 'getBusinessDate'
  | 'advanceBusinessDate'
  | 'prepayLoan'
  | 'changeSchedule'
  | 'listScheduleVersions'
  | 'listServicingPolicies'
  | 'setServicingPolicy'
  | 'getProvisionFund'
  | 'setProvisionRules'
  | 'listBusinessDays'
  | 'listSetAsideLoans'
  | 'resumeLoan'
  | 'getLoanBook'
  | 'getDefaultRates'
  | ApprovalOperation;
export type MoneyOperation = Exclude<keyof PaymentsOperations, ServicingOperation>;

export type MoneyHandlers = Pick<Handlers<PaymentsOperations>, MoneyOperation>;
export type ServicingHandlers = Pick<Handlers<PaymentsOperations>, ServicingOperation>;
export type MoneyPolicy = Pick<Policy<PaymentsOperations>, MoneyOperation>;
export type ServicingPolicy = Pick<Policy<PaymentsOperations>, ServicingOperation>;
