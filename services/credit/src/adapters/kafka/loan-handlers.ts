/** What payments tells about loans and the business date. */
import type { Tx } from '@mutua/db';
import { type CalendarDate, type Clock, moneyFromWire } from '@mutua/kernel';
import type { EventEnvelope, Handlers } from '@mutua/messaging';
import { followLoan, recordLoan } from '../../app/follow-loan.ts';
import type { Ports } from '../../app/ports.ts';
import type { LoanFact } from '../../domain/loan-history.ts';

type Dependencies = { readonly ports: (tx: Tx) => Ports; readonly clock: Clock };

export function loanHandlers({ ports, clock }: Dependencies): Handlers {
  const follow = (loanId: string, fact: LoanFact, tx: Tx) => followLoan(ports(tx), loanId, fact);
  /** The business date of an event that names no date of its own. */
  const dayOf = async ({ businessDate }: Pick<EventEnvelope, 'businessDate'>, tx: Tx): Promise<CalendarDate> =>
    businessDate ?? (await ports(tx).days.current(clock.now()));
  return {
    'payments.business-day-opened.v1': ({ data }, tx) => ports(tx).days.open(data.businessDate as CalendarDate),
    'payments.loan-disbursed.v1': ({ data }, tx) => {
      const { loanId, requestId, borrowerId, principal } = data;
      const { amountMinor: principalMinor, currency } = moneyFromWire(principal);
      const disbursedOn = data.disbursedOn as CalendarDate;
      return recordLoan(ports(tx), { loanId, requestId, borrowerId, currency, principalMinor, disbursedOn });
    },
    'payments.instalment-due.v1': ({ data }, tx) => {
      const [dueOn, dueMinor] = [data.dueOn as CalendarDate, moneyFromWire(data.due).amountMinor];
      return follow(data.loanId, { type: 'InstalmentDue', nr: data.nr, dueOn, dueMinor }, tx);
    },
    'payments.repayment-received.v1': ({ data: { loanId, repaymentId, principal } }, tx) =>
      follow(loanId, { type: 'Received', repaymentId, principalMinor: moneyFromWire(principal).amountMinor }, tx),
    'payments.repayment-reversed.v1': ({ data: { loanId, repaymentId, reason } }, tx) =>
      follow(loanId, { type: 'Reversed', repaymentId, isReturned: reason === 'direct-debit-returned' }, tx),
    'payments.loan-in-arrears.v1': async (event, tx) => {
      const { loanId, daysPastDue } = event.data;
      return follow(loanId, { type: 'InArrears', daysPastDue, on: await dayOf(event, tx) }, tx);
    },
    'payments.loan-cured.v1': ({ data }, tx) => follow(data.loanId, { type: 'Cured', on: data.on as CalendarDate }, tx),
    'payments.loan-defaulted.v1': ({ data }, tx) => follow(data.loanId, { type: 'Defaulted' }, tx),
    'payments.loan-charged-off.v1': ({ data }, tx) => follow(data.loanId, { type: 'ChargedOff' }, tx),
    'payments.loan-closed.v1': ({ data }, tx) => follow(data.loanId, { type: 'Closed', on: data.closedOn as CalendarDate }, tx),
    'payments.loan-reopened.v1': ({ data }, tx) => follow(data.loanId, { type: 'Reopened' }, tx),
  };
}
