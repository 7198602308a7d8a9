/** A borrower repays by hand from the wallet, or collections bring something in for a charged-off loan. */
import { collectionFee } from '@mutua/finance';
import { canonicalJson, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type LedgerRefusal, walletCode } from '../../domain/ledger.ts';
import type { DayOutcome } from '../../domain/servicing/close-of-business.ts';
import type { Instalment, Loan } from '../../domain/servicing/loan.ts';
import { type PayoffOutcome, payOff, type RepayRejection, repayAmount } from '../../domain/servicing/repay.ts';
import { curedBy } from './accelerate-loan.ts';
import { bookReceipts } from './book-receipts.ts';
import { bookRecovery } from './book-recovery.ts';
import { eventOf } from './facts-to-events.ts';
import type { Moment, RepaymentRow, ServicingPorts } from './ports.ts';

export type RepayCode = RepayRejection | 'loan.not_found' | 'wallet.insufficient_funds' | 'money.currency_mismatch' | LedgerRefusal;
export type RepayWish = { readonly loanId: string; readonly amountMinor: bigint | 'payoff'; readonly currency: string | null };

/** Locks the loan, decides, books, stores. The answer is the repayment as it was allocated. */
export const repayLoan = async (
  ports: ServicingPorts,
  wish: RepayWish,
  moment: Moment,
): Promise<Result<RepaymentRow, Rejection<RepayCode>>> => {
  const locked = await ports.loans.lock(wish.loanId);
  if (!locked) return reject('loan.not_found', { loanId: wish.loanId });
  if (wish.currency !== null && wish.currency !== locked.market)
    return reject('money.currency_mismatch', { expected: locked.market, found: wish.currency });
  const { amountMinor } = wish;
  const loan = amountMinor === 'payoff' ? locked : await curedBy(ports, locked, { amountMinor, moment });
  const unsettled = (await ports.instalments.unsettled([loan])).get(loan.loanId) ?? [];
  const input = { loan, unsettled, on: moment.on };
  const decided: Result<PayoffOutcome | DayOutcome, Rejection<RepayRejection>> = wish.amountMinor === 'payoff'
    ? payOff(input)
    : repayAmount(input, wish.amountMinor);
  if (!decided.ok) return decided;
  const outcome = decided.value;
  if (outcome.receipt === null) return reject('loan.not_open', { loanId: loan.loanId });
  const reference = `repayment:${moment.nextJournalId()}`;
  const { refusedLoans, rows } = await bookReceipts(
    ports,
    [{ loan, receipt: outcome.receipt, daysPastDue: outcome.daysPastDue, debitedMinor: 0n, reference }],
    moment,
  );
  const [row] = rows;
  const [refused] = refusedLoans;
  if (refused !== undefined || !row)
    return reject(walletCode(refused?.code), { loanId: loan.loanId, neededMinor: outcome.receipt.amountMinor.toString() });
  await storeOutcome(ports, { before: loan, outcome, moment });
  return ok(row);
};

type Stored = { readonly before: Loan; readonly outcome: DayOutcome | PayoffOutcome; readonly moment: Moment };

const storeOutcome = async (ports: ServicingPorts, { before, outcome, moment }: Stored): Promise<void> => {
  await ports.instalments.save([{ loanId: before.loanId, scheduleVersion: before.scheduleVersion, instalments: outcome.instalments }]);
  const final: Instalment | null = 'finalInstalment' in outcome ? outcome.finalInstalment : null;
  if (final)
    await ports.instalments.replace(outcome.loan, {
      reason: 'payoff',
      on: moment.on,
      hash: moment.hash(canonicalJson(final)),
      ending: [final],
    });
  await ports.loans.save([outcome.loan]);
  await ports.publisher.publish(outcome.facts.map((fact) => eventOf(outcome.loan, fact, moment.on)));
};

export type RecoverCode =
  | 'loan.not_found'
  | 'loan.not_charged_off'
  | 'recovery.exceeds_owed'
  | 'recovery.fee_out_of_range'
  | 'money.currency_mismatch';
export type RecoveryWish = {
  readonly loanId: string;
  readonly grossMinor: bigint;
  readonly feeMinor: bigint | null;
  readonly currency: string;
};

/** Books a recovery: at most what was charged off, less the collection fee and what the provision fund paid, shared among the notes. */
export const recoverLoan = async (
  ports: ServicingPorts,
  wish: RecoveryWish,
  moment: Moment,
): Promise<Result<RepaymentRow, Rejection<RecoverCode>>> => {
  const loan = await ports.loans.lock(wish.loanId);
  if (!loan) return reject('loan.not_found', { loanId: wish.loanId });
  if (wish.currency !== loan.market) return reject('money.currency_mismatch', { expected: loan.market, found: wish.currency });
  if (loan.status !== 'charged-off') return reject('loan.not_charged_off', { loanId: loan.loanId, status: loan.status });
  const owedMinor = loan.chargedOffMinor - loan.recoveredMinor;
  if (wish.grossMinor > owedMinor) return reject('recovery.exceeds_owed', { loanId: loan.loanId, owedMinor: owedMinor.toString() });
  const feeMinor = wish.feeMinor ?? collectionFee(wish.grossMinor, loan.terms.recoveryFeePpm, 'floor');
  if (feeMinor < 0n || feeMinor > wish.grossMinor) return reject('recovery.fee_out_of_range', { loanId: loan.loanId });
  const row = await bookRecovery(
    ports,
    { loan, grossMinor: wish.grossMinor, feeMinor, reference: `recovery:${moment.nextJournalId()}` },
    moment,
  );
  const distributed = { ...loan.distributed, recoveryMinor: loan.distributed.recoveryMinor + row.recoveryMinor };
  const returnedMinor = loan.returnedMinor + row.provisionMinor;
  await ports.loans.save([{ ...loan, distributed, returnedMinor, recoveredMinor: loan.recoveredMinor + wish.grossMinor }]);
  return ok(row);
};
