/** A loan is charged off before its days are over (death, bankruptcy, fraud): what an approval does. Later money is a recovery. */
import { ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { writeOff } from '../../domain/servicing/arrears.ts';
import { isOpen } from '../../domain/servicing/loan.ts';
import { bookPayouts } from './book-receipts.ts';
import { eventOf } from './facts-to-events.ts';
import type { Moment, ServicingPorts } from './ports.ts';
import { claimPayouts } from './provision-fund.ts';

export type WriteOffCode = 'loan.not_found' | 'loan.not_open';
type Ports = Pick<ServicingPorts, 'loans' | 'instalments' | 'notes' | 'repayments' | 'provision' | 'ledger' | 'publisher'>;

export const writeOffLoan = async (ports: Ports, loanId: string, moment: Moment): Promise<Result<void, Rejection<WriteOffCode>>> => {
  const loan = await ports.loans.lock(loanId);
  if (!loan) return reject('loan.not_found', { loanId });
  if (!isOpen(loan)) return reject('loan.not_open', { loanId, status: loan.status });
  const { loan: written, facts } = writeOff(loan, [], moment.on);
  const { loans: paid, bookings } = await claimPayouts(ports, [written], moment);
  await ports.instalments.writeOff([loan]);
  await ports.loans.save([paid.get(loanId) ?? written]);
  const none = { interestMinor: 0n, lateFeeMinor: 0n };
  const transactionId = moment.nextJournalId();
  const principalMinor = written.chargedOffMinor;
  await ports.repayments.record([{ transactionId, loanId, kind: 'charge-off', principalMinor, ...none, on: moment.on }], moment.at);
  await ports.publisher.publish(facts.map((fact) => eventOf(written, fact, moment.on)));
  await bookPayouts(ports, bookings, moment);
  return ok(undefined);
};
