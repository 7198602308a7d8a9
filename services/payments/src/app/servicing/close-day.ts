/**
 * The close of one business date for a chunk of loans: what to collect is read before, the bank is asked between, and one transaction
 * decides, posts and stores it all. Running it twice changes nothing: a loan that was worked has moved its next working day on.
 */
import type { CalendarDate } from '@mutua/kernel';
import { amountToCollect, closeDay, type DayInput, type DayOutcome } from '../../domain/servicing/close-of-business.ts';
import type { Loan } from '../../domain/servicing/loan.ts';
import { accelerateAtClose } from './accelerate-loan.ts';
import { type Booked, bookWithPayouts, type Incoming } from './book-receipts.ts';
import { collectionKey, creditUnbooked, receiptReference } from './credit-unbooked.ts';
import { eventOf } from './facts-to-events.ts';
import type { LoanEventRow, Moment, ServicingPorts } from './ports.ts';
import { claimPayouts } from './provision-fund.ts';
import { takeBackDebit } from './restate-loan.ts';

export type Collection = {
  readonly loanId: string;
  readonly key: string;
  readonly bankAccountId: string;
  readonly amountMinor: bigint;
  readonly on: CalendarDate;
};
/** What the bank answered for a date: what it paid, by loan, and the loans it refused to pay for. */
export type Collected = { readonly paid: ReadonlyMap<string, bigint>; readonly refused: ReadonlySet<string> };
export type DaySummary = { readonly [Name in (typeof summaryNames)[number]]: number };
export const summaryNames = [
  'loans',
  'instalmentsDue',
  'collected',
  'refused',
  'returned',
  'lateFees',
  'inArrears',
  'defaulted',
  'chargedOff',
  'closed',
  'setAside',
] as const;

export const emptySummary: DaySummary = {
  loans: 0,
  instalmentsDue: 0,
  collected: 0,
  refused: 0,
  returned: 0,
  lateFees: 0,
  inArrears: 0,
  defaulted: 0,
  chargedOff: 0,
  closed: 0,
  setAside: 0,
};

export const addSummaries = (a: DaySummary, b: DaySummary): DaySummary => ({
  ...emptySummary,
  ...Object.fromEntries(summaryNames.map((name) => [name, a[name] + b[name]])),
});

type Readers = Pick<ServicingPorts, 'loans' | 'instalments'>;
export type Chunk = { readonly loanIds: readonly string[]; readonly on: CalendarDate };

/** What autopay would ask of the bank for these loans. Read without locks: the transaction decides again. */
export const planCollections = async (ports: Readers, { loanIds, on }: Chunk): Promise<readonly Collection[]> => {
  const inputs = await dayInputs(ports, await ports.loans.toWork(loanIds, on, 'unlocked'), on);
  return inputs.flatMap((input) => {
    const amountMinor = amountToCollect(input);
    const { bankAccountId, loanId } = input.loan;
    return amountMinor > 0n && bankAccountId !== null ? [{ loanId, key: collectionKey(loanId, on), bankAccountId, amountMinor, on }] : [];
  });
};

const dayInputs = async (ports: Readers, loans: readonly Loan[], on: CalendarDate): Promise<readonly DayInput[]> => {
  const due = await ports.instalments.unsettled(loans, on);
  const next = await ports.instalments.nextDue(loans, on);
  return loans.map((loan) => ({ loan, on, due: due.get(loan.loanId) ?? [], nextDueOn: next.get(loan.loanId) ?? null }));
};

type Worked = { readonly input: DayInput; readonly outcome: DayOutcome; readonly collectedMinor: bigint };
type SetAside = { readonly loanId: string; readonly cause: string };

/** The books refuse receipts of these loans: the transaction is given up, and the loans are worked one by one. */
class ReceiptsRefused extends Error {
  override readonly name = 'ReceiptsRefused';

  constructor(refused: Booked['refusedLoans']) {
    super([...new Set(refused.map(({ code }) => code))].join(', '));
  }
}

/** Works the chunk in the caller's transaction. A loan whose close fails is set aside with its cause, and the others go on. */
export const closeDayForLoans = async (
  ports: ServicingPorts,
  chunk: Chunk & { readonly collected: Collected },
  moment: Moment,
): Promise<DaySummary> => {
  // What the bank took back comes first: the day is then closed for the loan as it really stands.
  const returned = await ports.returns.open(chunk.loanIds);
  for (const debit of returned) await takeBackDebit(ports, debit, moment);
  const inputs = await dayInputs(ports, await ports.loans.toWork(chunk.loanIds, chunk.on, 'locked'), chunk.on);
  const worked: Worked[] = [];
  const aside: SetAside[] = [];
  for (const input of inputs) {
    const collectedMinor = chunk.collected.paid.get(input.loan.loanId) ?? 0n;
    try {
      worked.push({ input, collectedMinor, outcome: closeDay(input, atMost(collectedMinor, amountOwed(input))) });
    } catch (error) {
      aside.push({ loanId: input.loan.loanId, cause: error instanceof Error ? error.message : String(error) });
    }
  }
  const claimed = worked.filter(({ outcome }) => outcome.loan.status === 'charged-off').map(({ outcome }) => outcome.loan);
  const { loans: paid, bookings: payouts } = await claimPayouts(ports, claimed, moment);
  await storeWorked(
    ports,
    worked.map((each) => withLoan(each, paid)),
    moment,
  );
  for (const { loanId, cause } of aside) await ports.loans.setAside(loanId, cause, chunk.on);
  const { refusedLoans, rows } = await bookWithPayouts(ports, { incoming: worked.flatMap(incomingOf), payouts }, moment);
  if (refusedLoans.length > 0) throw new ReceiptsRefused(refusedLoans);
  await creditUnbooked(ports, { ...chunk, paid: chunk.collected.paid, booked: new Set(rows.map(({ loanId }) => loanId)) }, moment);
  await accelerateAtClose(
    ports,
    worked.map(({ outcome }) => paid.get(outcome.loan.loanId) ?? outcome.loan),
    { ...moment, on: chunk.on },
  );
  const refused = chunk.loanIds.filter((loanId) => chunk.collected.refused.has(loanId)).length;
  return summaryOf(worked, { setAside: aside.length, refused, returned: returned.length });
};

/** With the loan as the provision fund leaves it. */
const withLoan = (each: Worked, paid: ReadonlyMap<string, Loan>): Worked => {
  const loan = paid.get(each.outcome.loan.loanId);
  return loan === undefined ? each : { ...each, outcome: { ...each.outcome, loan } };
};

const amountOwed = (input: DayInput): bigint =>
  input.due.reduce(
    (sum, { scheduled, paid }) =>
      sum +
      scheduled.principalMinor +
      scheduled.interestMinor +
      scheduled.lateFeeMinor -
      paid.principalMinor -
      paid.interestMinor -
      paid.lateFeeMinor,
    0n,
  );

/** A repayment by hand may have come between the question to the bank and its answer: the surplus stays in the wallet. */
const atMost = (amountMinor: bigint, limitMinor: bigint): bigint => (amountMinor < limitMinor ? amountMinor : limitMinor);

const incomingOf = ({ input, outcome, collectedMinor }: Worked): readonly Incoming[] =>
  outcome.receipt === null
    ? []
    : [
        {
          loan: input.loan,
          receipt: outcome.receipt,
          daysPastDue: outcome.daysPastDue,
          debitedMinor: collectedMinor,
          reference: receiptReference(input.loan.loanId, input.on),
        },
      ];

const storeWorked = async (ports: ServicingPorts, worked: readonly Worked[], moment: Moment): Promise<void> => {
  await ports.instalments.save(
    worked.map(({ input, outcome }) => ({
      loanId: input.loan.loanId,
      scheduleVersion: input.loan.scheduleVersion,
      instalments: outcome.instalments,
    })),
  );
  const chargedOff = worked.filter(({ outcome }) => outcome.loan.status === 'charged-off');
  await ports.instalments.writeOff(chargedOff.map(({ outcome }) => outcome.loan));
  await ports.loans.save(worked.map(({ outcome }) => outcome.loan));
  await ports.repayments.record(
    worked.flatMap((each) => eventRows(each, moment)),
    moment.at,
  );
  await ports.publisher.publish(worked.flatMap(({ outcome }) => outcome.facts.map((fact) => eventOf(outcome.loan, fact, moment.on))));
};

const eventRows = ({ outcome, input }: Worked, moment: Moment): LoanEventRow[] =>
  outcome.facts.flatMap((fact): LoanEventRow[] => {
    const base = { transactionId: moment.nextJournalId(), loanId: input.loan.loanId, interestMinor: 0n, on: input.on } as const;
    if (fact.type === 'late-fee-charged') return [{ ...base, kind: 'late-fee', principalMinor: 0n, lateFeeMinor: fact.amountMinor }];
    if (fact.type === 'defaulted') return [{ ...base, kind: 'default', principalMinor: 0n, lateFeeMinor: 0n }];
    if (fact.type === 'charged-off') return [{ ...base, kind: 'charge-off', principalMinor: fact.principalMinor, lateFeeMinor: 0n }];
    return [];
  });

const summaryOf = (worked: readonly Worked[], counts: Pick<DaySummary, 'setAside' | 'refused' | 'returned'>): DaySummary => {
  const facts = worked.flatMap(({ outcome }) => outcome.facts);
  const count = (type: (typeof facts)[number]['type']): number => facts.filter((fact) => fact.type === type).length;
  return {
    ...emptySummary,
    ...counts,
    loans: worked.length,
    instalmentsDue: count('instalment-due'),
    collected: worked.filter(({ outcome }) => outcome.receipt !== null).length,
    lateFees: count('late-fee-charged'),
    inArrears: count('in-arrears'),
    defaulted: count('defaulted'),
    chargedOff: count('charged-off'),
    closed: count('closed'),
  };
};
