/**
 * A past receipt is taken away or put in: the life of the loan is told again, what came after is undone and booked again, and the
 * instalments that follow stand in a new schedule version. History is only added to.
 */
import { type CalendarDate, canonicalJson, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { platformAccount } from '../../domain/ledger.ts';
import { type Instalment, isOpen, isSettled, type Loan, sumOf, totalOf } from '../../domain/servicing/loan.ts';
import { type PastReceipt, type Replay, type ReplayedReceipt, replayLoan, withoutBehind } from '../../domain/servicing/replay.ts';
import { eventOf } from './facts-to-events.ts';
import type { LiveRepayment, LoanEventRow, Moment, RepaymentRow, ReturnedDebit, ServicingPorts } from './ports.ts';
import { type Rebooking, type ReversalReason, rebook } from './rebook.ts';
import { post } from './receipt-transfers.ts';

type Restatement = {
  readonly loan: Loan;
  readonly live: readonly LiveRepayment[];
  readonly target: readonly PastReceipt[];
  /** Why the one that is taken away goes. */
  readonly gone: (Pick<PastReceipt, 'rootId'> & { readonly reason: ReversalReason }) | null;
  readonly more: Rebooking['more'];
  readonly reference: string;
  readonly payerWalletId?: string;
  readonly versionReason: 'reversal' | 'back-dated-receipt' | 'reinstatement' | 'charge-off-undone';
};

export type ReverseCode = 'loan.not_found' | 'repayment.not_found' | 'repayment.already_reversed' | 'repayment.before_schedule_change';

/** Reverses one repayment, as approved. The money goes back to the wallet of the borrower. */
export const reverseRepayment = async (
  ports: ServicingPorts,
  { loanId, repaymentId }: { readonly loanId: string; readonly repaymentId: string },
  moment: Moment,
): Promise<Result<void, Rejection<ReverseCode>>> => {
  const loan = await ports.loans.lock(loanId);
  if (!loan) return reject('loan.not_found', { loanId });
  const live = await ports.repayments.live(loanId);
  const gone = live.find((each) => each.repaymentId === repaymentId);
  if (!gone) return reject('repayment.already_reversed', { repaymentId });
  const { receiptsThrough } = await ports.instalments.planned(loanId);
  if (receiptsThrough !== null && gone.rootId <= receiptsThrough) return reject('repayment.before_schedule_change', { repaymentId });
  await restate(
    ports,
    {
      ...{ loan, live, target: live.filter((each) => each !== gone), more: [], versionReason: 'reversal' },
      ...{ gone: { rootId: gone.rootId, reason: 'reversed' }, reference: `reversal:${repaymentId}` },
    },
    moment,
  );
  return ok(undefined);
};

/** The bank took a collection back: the repayment that it made is undone, and the money leaves through the wallet of the borrower. */
export const takeBackDebit = async (ports: ServicingPorts, { key, loanId }: ReturnedDebit, moment: Moment): Promise<void> => {
  const loan = await ports.loans.lock(loanId);
  const debit = await ports.repayments.collected(key);
  if (!loan || !debit) throw new Error(`the bank returns a collection that was never booked: ${key}`);
  const live = await ports.repayments.live(loanId);
  // It may have been booked again meanwhile, or reversed by hand: then only the money goes back.
  const gone = debit.repaymentId === null ? undefined : live.find(({ rootId }) => rootId === debit.repaymentId);
  const more = post(loan.borrowerWalletId, platformAccount('bank-clearing', loan.market, loanId), {
    amountMinor: debit.amountMinor,
    code: 'direct-debit-return',
  });
  await restate(
    ports,
    {
      ...{ loan, live, target: live.filter((each) => each !== gone), more, versionReason: 'reversal', reference: `return:${key}` },
      gone: gone ? { rootId: gone.rootId, reason: 'direct-debit-returned' } : null,
    },
    moment,
  );
  await ports.returns.markBooked([key]);
};

export type BackDateCode =
  | 'loan.not_found'
  | 'loan.not_open'
  | 'money.currency_mismatch'
  | 'repayment.not_back_dated'
  | 'repayment.before_disbursement'
  | 'repayment.before_schedule_change'
  | 'wallet.insufficient_funds';
export type BackDated = {
  readonly loanId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly valueOn: CalendarDate;
};

export const backDateProblem = (
  loan: Pick<Loan, 'loanId' | 'status' | 'market' | 'disbursedOn'>,
  { currency, valueOn }: Pick<BackDated, 'currency' | 'valueOn'>,
  on: CalendarDate,
): Rejection<Exclude<BackDateCode, 'loan.not_found' | 'wallet.insufficient_funds' | 'repayment.before_schedule_change'>> | null => {
  const { loanId, status, market, disbursedOn } = loan;
  const rejection = <C extends string>(code: C, details: Readonly<Record<string, unknown>>) => ({ code, details });
  if (!isOpen(loan)) return rejection('loan.not_open', { loanId, status });
  if (currency !== market) return rejection('money.currency_mismatch', { expected: market, found: currency });
  if (valueOn >= on) return rejection('repayment.not_back_dated', { valueOn, businessDate: on });
  if (valueOn < disbursedOn) return rejection('repayment.before_disbursement', { valueOn, disbursedOn });
  return null;
};

/** A receipt that came earlier than it is booked counts on its day; what is more than was owed stays in the wallet it comes from. */
export const backDateRepayment = async (
  ports: ServicingPorts,
  wish: BackDated,
  moment: Moment,
): Promise<Result<readonly RepaymentRow[], Rejection<BackDateCode>>> => {
  const { loanId, amountMinor, valueOn } = wish;
  const loan = await ports.loans.lock(loanId);
  if (!loan) return reject('loan.not_found', { loanId });
  const problem = backDateProblem(loan, wish, moment.on);
  if (problem !== null) return reject(problem.code, problem.details);
  const { borrowerWalletId: payerWalletId } = loan;
  const short = { loanId, neededMinor: amountMinor.toString() };
  const available = (await ports.balances.available([payerWalletId])).get(payerWalletId) ?? 0n;
  if (available < amountMinor) return reject('wallet.insufficient_funds', short);
  const { instalments } = await ports.instalments.planned(loanId);
  const agreedOn = instalments.filter(isSettled).at(-1)?.dueOn;
  if (agreedOn !== undefined && valueOn < agreedOn) return reject('repayment.before_schedule_change', { valueOn, agreedOn });
  const live = await ports.repayments.live(loanId);
  // Without a root it is a first booking.
  const late: PastReceipt = { rootId: '', amountMinor, source: 'manual', valueOn };
  const target = [...live.filter((each) => each.valueOn <= valueOn), late, ...live.filter((each) => each.valueOn > valueOn)];
  const reference = `back-dated:${moment.nextJournalId()}`;
  const wanted = { loan, live, target, gone: null, more: [], reference, payerWalletId, versionReason: 'back-dated-receipt' } as const;
  const rows = await restate(ports, wanted, moment);
  // The borrower spent it since we looked: the posting, which holds the wallet, has the last word.
  return rows === null ? reject('wallet.insufficient_funds', short) : ok(rows);
};

/** Null, with nothing done, when the payer cannot pay. */
const restate = async (ports: ServicingPorts, wish: Restatement, moment: Moment): Promise<readonly RepaymentRow[] | null> => {
  const { loan, live, target, gone, more, reference, payerWalletId } = wish;
  const { base, behind, kept, isAfter } = await baseOf(ports, { loan, live, gone });
  const replay = replayLoan({ loan, planned: base, receipts: target.filter(isAfter), on: moment.on });
  const from = firstToUndo({ live, behind, gone, replay });
  const undone = live
    .slice(from)
    .map((each) => ({ ...each, reason: each.rootId === gone?.rootId ? gone.reason : ('booked-again' as const) }));
  const told = [...kept.map((each) => asBooked(loan, each)), ...replay.receipts];
  const again = told.slice(from);
  const rows = await rebook(ports, { loan, undone, again, more, reference, ...(payerWalletId && { payerWalletId }) }, moment);
  if (rows === null) return null;
  if (undone.length + rows.length > 0) await store(ports, { before: loan, replay, versionReason: wish.versionReason }, moment);
  return rows;
};

/** What the life of a loan is told from: its first schedule or the last one agreed, and the receipts behind that one, less the one that goes. */
const baseOf = async (ports: ServicingPorts, { loan, live, gone }: Pick<Restatement, 'loan' | 'live' | 'gone'>) => {
  const { instalments: planned, receiptsThrough } = await ports.instalments.planned(loan.loanId);
  const isAfter = ({ rootId }: Pick<PastReceipt, 'rootId'>): boolean =>
    receiptsThrough === null || rootId === '' || rootId > receiptsThrough;
  const behind = live.filter((each) => !isAfter(each));
  const kept = behind.filter(({ rootId }) => rootId !== gone?.rootId);
  return { base: withoutBehind(planned, sumOf(kept.map(({ components }) => components))), behind, kept, isAfter };
};

type Retold = { readonly before: Loan; readonly loan: Loan; readonly versionReason: Restatement['versionReason'] };

/** The schedule as it follows for the loan from its receipts; null, with nothing done, where they would not have paid the same by it. */
export const retellLoan = async (ports: ServicingPorts, { before, loan, versionReason }: Retold, moment: Moment): Promise<Loan | null> => {
  const live = await ports.repayments.live(loan.loanId);
  const { base, isAfter } = await baseOf(ports, { loan, live, gone: null });
  const later = live.filter(isAfter);
  const replay = replayLoan({ loan, planned: base, receipts: later, on: moment.on });
  return unchanged(later, replay) < later.length ? null : store(ports, { before, replay, versionReason }, moment);
};

/** The schedule of before its acceleration is in force again, where receipts since paid what they would have paid by it. */
export const reinstateLoan = async (ports: ServicingPorts, loan: Loan, moment: Moment): Promise<Loan | null> => {
  const { instalments } = await ports.instalments.planned(loan.loanId);
  const maturesOn = instalments.at(-1)?.dueOn ?? loan.maturesOn;
  const reinstated = { ...loan, acceleratedOn: null, acceleratedThrough: null, maturesOn };
  return retellLoan(ports, { before: loan, loan: reinstated, versionReason: 'reinstatement' }, moment);
};

type Undone = {
  readonly live: readonly LiveRepayment[];
  /** Of them those that the schedule in force was agreed on. */
  readonly behind: readonly LiveRepayment[];
  readonly gone: Restatement['gone'];
  readonly replay: Replay;
};

/** Everything from the receipt that is gone on: shares are undone latest first. */
const firstToUndo = ({ live, behind, gone, replay }: Undone): number => {
  const goneAt = behind.findIndex(({ rootId }) => rootId === gone?.rootId);
  return goneAt === -1 ? behind.length + unchanged(live.slice(behind.length), replay) : goneAt;
};

/** A receipt behind an agreed schedule pays what it paid, with a service fee or without as before. */
const asBooked = ({ terms }: Loan, { components, feeMinor, ...past }: LiveRepayment): ReplayedReceipt => ({
  past,
  receipt: { amountMinor: past.amountMinor, components, source: past.source },
  daysPastDue: feeMinor > 0n ? 0 : terms.lateFee.graceDays + 1,
});

/** How many receipts from the first on pay what they have paid, and so stay as they are booked. */
const unchanged = (live: readonly LiveRepayment[], { receipts }: Replay): number => {
  const first = live.findIndex((each, index) => {
    const told = receipts[index];
    if (told?.past.rootId !== each.rootId || told.receipt === null) return true;
    const { principalMinor, interestMinor, lateFeeMinor } = told.receipt.components;
    const was = each.components;
    return was.principalMinor !== principalMinor || was.interestMinor !== interestMinor || was.lateFeeMinor !== lateFeeMinor;
  });
  return first === -1 ? live.length : first;
};

type Stored = { readonly before: Loan; readonly replay: Replay; readonly versionReason: Restatement['versionReason'] };

const store = async (ports: ServicingPorts, { before, replay, versionReason }: Stored, moment: Moment): Promise<Loan> => {
  const was = await ports.instalments.inForce(before);
  const loan: Loan = { ...replay.loan, scheduleVersion: before.scheduleVersion + 1 };
  await ports.instalments.replace(loan, {
    reason: versionReason,
    on: moment.on,
    hash: moment.hash(canonicalJson(replay.instalments)),
    ending: replay.instalments,
  });
  await ports.loans.save([loan]);
  await ports.repayments.record(corrections({ before, loan, was, is: replay.instalments }, moment), moment.at);
  await ports.publisher.publish(replay.facts.map((fact) => eventOf(loan, fact, moment.on)));
  return loan;
};

type Corrected = { readonly before: Loan; readonly loan: Loan; readonly was: readonly Instalment[]; readonly is: readonly Instalment[] };

/** Late fees that are due now or no longer, and principal that the charge-off covers now, as moves of their own. */
const corrections = ({ before, loan, was, is }: Corrected, moment: Moment): LoanEventRow[] => {
  const fees = (rows: readonly Instalment[]): bigint => rows.reduce((sum, { scheduled }) => sum + scheduled.lateFeeMinor, 0n);
  const feeMinor = fees(is) - fees(was);
  const lostMinor = loan.chargedOffMinor - before.chargedOffMinor;
  const base = { loanId: loan.loanId, principalMinor: 0n, interestMinor: 0n, lateFeeMinor: 0n, on: moment.on };
  const rows: LoanEventRow[] = [
    { ...base, transactionId: moment.nextJournalId(), kind: feeMinor > 0n ? 'late-fee' : 'late-fee-waived', lateFeeMinor: feeMinor },
    { ...base, transactionId: moment.nextJournalId(), kind: 'charge-off', principalMinor: lostMinor },
  ];
  return rows.filter((row) => totalOf(row) !== 0n);
};
