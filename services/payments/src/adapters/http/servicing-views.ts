/** What the API shows of loans in servicing and of notes. */
import type { PaymentsComponents } from '@mutua/contracts';
import type { LoanMove, LoanView, NoteFlow, NoteView, Receipts, ScheduleView } from '../../app/servicing/views.ts';
import type { Components } from '../../domain/servicing/loan.ts';
import { moneyView } from './views.ts';

type Schemas = PaymentsComponents['schemas'];

export function componentsView({ principalMinor, interestMinor, lateFeeMinor }: Components, currency: string): Schemas['Components'] {
  return {
    principal: moneyView(principalMinor, currency),
    interest: moneyView(interestMinor, currency),
    lateFee: moneyView(lateFeeMinor, currency),
  };
}

export function receiptsView(receipts: Receipts, currency: string): Schemas['NoteReceipts'] {
  return {
    ...componentsView(receipts, currency),
    recovery: moneyView(receipts.recoveryMinor, currency),
    serviceFee: moneyView(receipts.serviceFeeMinor, currency),
  };
}

/** Its borrower and the keepers of the books see whose loan it is and which bank account pays it; holders of its notes do not. */
export function loanView(loan: LoanView, isPrivate: boolean): Schemas['Loan'] {
  const { market, principalMinor, originationFeeMinor, ratePpm, instalmentMinor, overdueMinor, next, autopay, bankAccountId, ...shown } =
    loan;
  return {
    ...shown,
    borrowerId: isPrivate ? loan.borrowerId : null,
    market,
    principal: moneyView(principalMinor, market),
    originationFee: moneyView(originationFeeMinor, market),
    ratePpm: Number(ratePpm),
    instalment: moneyView(instalmentMinor, market),
    outstanding: componentsView(loan.outstanding, market),
    overdue: moneyView(overdueMinor, market),
    next: next && { nr: next.nr, dueOn: next.dueOn, amount: moneyView(next.amountMinor, market) },
    autopay: { enabled: autopay, bankAccountId: isPrivate ? bankAccountId : null },
  };
}

export function scheduleView({ loanId, market, version, hash, instalments }: ScheduleView): Schemas['Schedule'] {
  const sum = (name: keyof Components): bigint => instalments.reduce((total, { scheduled }) => total + scheduled[name], 0n);
  const totals = { principalMinor: sum('principalMinor'), interestMinor: sum('interestMinor'), lateFeeMinor: sum('lateFeeMinor') };
  return {
    loanId,
    version,
    hash,
    instalments: instalments.map(({ nr, dueOn, scheduled, paid, carriedInterestMinor, balanceMinor, status }) => ({
      nr,
      dueOn,
      due: componentsView(scheduled, market),
      paid: componentsView(paid, market),
      carriedInterest: moneyView(carriedInterestMinor, market),
      balance: moneyView(balanceMinor, market),
      status,
    })),
    totals: componentsView(totals, market),
  };
}

/** A recovery is stored beside the repayments and shown under an id of its own kind. */
export function recoveryIdOf(repaymentId: string): string {
  return repaymentId.replace(/^rpy_/, 'rec_');
}

export function loanMoveView({ id, kind, source, market, components, on, recordedAt }: LoanMove): Schemas['LoanTransaction'] {
  const amountMinor = components.principalMinor + components.interestMinor + components.lateFeeMinor;
  return {
    transactionId: kind === 'recovery' || kind === 'recovery-reversal' ? recoveryIdOf(id) : id,
    kind,
    source,
    amount: moneyView(amountMinor, market),
    components: componentsView(components, market),
    on,
    recordedAt,
  };
}

export function noteView(note: NoteView, isPrivate: boolean): Schemas['Note'] {
  const { market, principalMinor, outstandingMinor, received, ratePpm, ...shown } = note;
  return {
    ...shown,
    holderId: isPrivate ? note.holderId : null,
    ratePpm: Number(ratePpm),
    principal: moneyView(principalMinor, market),
    outstanding: moneyView(outstandingMinor, market),
    received: receiptsView(received, market),
  };
}

export function noteFlowView({ id, kind, name, market, on, receipts, netMinor }: NoteFlow): Schemas['CashFlow'] {
  const reference = kind === 'purchase' ? null : kind === 'recovery' ? recoveryIdOf(id) : id;
  return { on, kind, name, receipts: receiptsView(receipts, market), net: moneyView(netMinor, market), reference };
}
