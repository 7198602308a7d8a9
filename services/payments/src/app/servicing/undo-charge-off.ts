/**
 * A charge-off is undone: the notes have their claims again, the loan is as late as it is, and what the provision fund paid goes back to it.
 * Nothing is deleted: the move names the charge-off that it undoes.
 */
import { assert, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Loan, nothing } from '../../domain/servicing/loan.ts';
import { chargeOffUndone } from './facts-to-events.ts';
import type { Moment, ServicingPorts } from './ports.ts';
import { retellLoan } from './restate-loan.ts';
import { takeBackPayout } from './undo-recovery.ts';

export type UndoChargeOffCode = 'loan.not_found' | 'loan.not_charged_off' | 'charge_off.has_recoveries';

export const undoChargeOffProblem = (loan: Pick<Loan, 'loanId' | 'status' | 'recoveredMinor'>): Rejection<UndoChargeOffCode> | null => {
  const { loanId, status, recoveredMinor } = loan;
  if (status !== 'charged-off') return { code: 'loan.not_charged_off', details: { loanId, status } };
  return recoveredMinor > 0n ? { code: 'charge_off.has_recoveries', details: { loanId, recoveredMinor: `${recoveredMinor}` } } : null;
};

/** What an approval does. The close of the day charges off again what is still that late. */
export const undoChargeOff = async (
  ports: ServicingPorts,
  loanId: string,
  moment: Moment,
): Promise<Result<void, Rejection<UndoChargeOffCode>>> => {
  const loan = await ports.loans.lock(loanId);
  if (!loan) return reject('loan.not_found', { loanId });
  const problem = undoChargeOffProblem(loan);
  if (problem !== null) return reject(problem.code, problem.details);
  const { chargedOffMinor, coveredMinor } = loan;
  const uncovered = await takeBackPayout(ports, loan, moment);
  if (coveredMinor > 0n) await ports.provision.undoClaim(loanId, moment.on);
  const open: Loan = { ...uncovered, status: 'in-arrears', chargedOffOn: null, chargedOffMinor: 0n };
  const told = await retellLoan(ports, { before: open, loan: open, versionReason: 'charge-off-undone' }, moment);
  assert(told !== null, 'a charge-off changed nothing that receipts paid', { loanId });
  const undone = await ports.repayments.chargeOffs(loanId);
  assert(undone.reduce((sum, { principalMinor }) => sum + principalMinor, 0n) === chargedOffMinor, 'all of it is undone', { loanId });
  await ports.repayments.record(
    undone.map(({ transactionId, principalMinor }) => ({
      ...{ ...nothing, transactionId: moment.nextJournalId(), loanId, kind: 'charge-off-undone', principalMinor: -principalMinor },
      ...{ on: moment.on, undoes: transactionId },
    })),
    moment.at,
  );
  await ports.publisher.publish([chargeOffUndone(told, { principalMinor: chargedOffMinor, toFundMinor: coveredMinor }, moment.on)]);
  return ok(undefined);
};
