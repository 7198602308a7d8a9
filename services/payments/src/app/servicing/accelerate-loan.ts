/** The rest of a loan falls due at once: by the policy of its product at the close of a day, or by two administrators. */
import { canonicalJson, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Accelerated, type AccelerationCode, accelerate, isCuredBy, isToAccelerate } from '../../domain/servicing/acceleration.ts';
import { isOpen, type Loan } from '../../domain/servicing/loan.ts';
import { eventOf, scheduleChanged } from './facts-to-events.ts';
import type { Moment, ServicingPorts } from './ports.ts';
import { reinstateLoan } from './restate-loan.ts';

export type AccelerateCode = AccelerationCode | 'loan.not_found';
type Ports = Pick<ServicingPorts, 'loans' | 'instalments' | 'repayments' | 'publisher'>;

/** What an approval does; it holds from here on, also for receipts of the same day. */
export const accelerateLoan = async (ports: Ports, loanId: string, moment: Moment): Promise<Result<void, Rejection<AccelerateCode>>> => {
  const loan = await ports.loans.lock(loanId);
  if (!loan) return reject('loan.not_found', { loanId });
  const live = await ports.repayments.live(loanId);
  const through = live.reduce((last, { rootId }) => (rootId > last ? rootId : last), '');
  const instalments = await ports.instalments.inForce(loan);
  const accelerated = accelerate({ loan, instalments, on: moment.on }, through);
  if (!accelerated.ok) return reject(accelerated.error.code, { ...accelerated.error.details });
  await store(ports, accelerated.value, moment);
  return ok(undefined);
};

/** After everything else that the close does to these loans. They are few: each is read by itself. */
export const accelerateAtClose = async (ports: Ports, closed: readonly Loan[], moment: Moment): Promise<void> => {
  for (const loan of closed.filter((each) => isToAccelerate(each, moment.on))) {
    const instalments = await ports.instalments.inForce(loan);
    const accelerated = accelerate({ loan, instalments, on: moment.on }, null);
    // Whose schedule is over has nothing left to accelerate.
    if (accelerated.ok) await store(ports, accelerated.value, moment);
  }
};

const store = async (ports: Ports, { loan, instalments, facts }: Accelerated, moment: Moment): Promise<void> => {
  const hash = moment.hash(canonicalJson(instalments));
  await ports.instalments.replace(loan, { reason: 'acceleration', on: moment.on, hash, ending: instalments });
  await ports.loans.save([loan]);
  await ports.publisher.publish([
    scheduleChanged(loan, { reason: 'acceleration', hash, instalments }, moment.on),
    ...facts.map((fact) => eventOf(loan, fact, moment.on)),
  ]);
};

/** The loan as a payment of the amount finds it: with its old schedule in force again where the payment cures the acceleration. */
export const curedBy = async (
  ports: ServicingPorts,
  loan: Loan,
  payment: { readonly amountMinor: bigint; readonly moment: Moment },
): Promise<Loan> => {
  const { amountMinor, moment } = payment;
  if (loan.acceleratedOn === null || !isOpen(loan)) return loan;
  const instalments = await ports.instalments.inForce(loan);
  if (!isCuredBy({ loan, instalments, on: moment.on }, amountMinor)) return loan;
  return (await reinstateLoan(ports, loan, moment)) ?? loan;
};
