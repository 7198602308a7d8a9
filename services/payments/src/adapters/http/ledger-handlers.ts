/** The ledger for its keepers: the chart, the book, and journals by hand, which are rehearsed, asked for, and posted by a second person. */
import type { Tx } from '@mutua/db';
import { type Actor, reply } from '@mutua/http';
import { type CalendarDate, calendarDate, type Id, type Ids, type Instant, reject } from '@mutua/kernel';
import { bookChange } from '../../app/approvals/ledger-book.ts';
import type { LedgerViews } from '../../app/ledger-views.ts';
import type { OpenWork } from '../../app/servicing/work.ts';
import type { MoneyViews } from '../../app/views.ts';
import type { JournalDraft, TransferCode } from '../../domain/ledger.ts';
import type { BookChange } from '../../domain/ledger-book.ts';
import { type BookedTransfer, type JournalProblem, mirrored, problemsOf, type WrittenTransfer } from '../../domain/manual-journal.ts';
import { ask } from './approval-handlers.ts';
import type { MoneyHandlers } from './operations.ts';
import { moneyView } from './views.ts';

type LedgerOperation =
  | 'getChartOfAccounts'
  | 'getLedgerBook'
  | 'closeLedgerBook'
  | 'reopenLedgerBook'
  | 'rehearseJournal'
  | 'requestJournal'
  | 'requestJournalReversal';
type Deps = { readonly views: MoneyViews; readonly ledgerViews: LedgerViews; readonly openWork: OpenWork };

export const ledgerHandlers = (deps: Deps): Pick<MoneyHandlers, LedgerOperation> => ({ ...bookHandlers(deps), ...journalHandlers(deps) });

type BookOperation = 'getChartOfAccounts' | 'getLedgerBook' | 'closeLedgerBook' | 'reopenLedgerBook';

const bookHandlers = ({ ledgerViews, openWork }: Deps): Pick<MoneyHandlers, BookOperation> => {
  const askFor = async ({ tx, actor, now, ids }: Asking, { reason, ...change }: BookChange & { readonly reason: string }) => {
    const work = await openWork(tx, now);
    const possible = await bookChange(work.book, change, work.moment.on);
    if (!possible.ok) return possible;
    const { to, closedThrough } = change;
    const task = { approvalId: ids.next('approval'), entityId: 'ledger-book', payload: { closedThrough }, reason, makerId: actor.memberId };
    return ask(work, { ...task, action: `ledger-book.${to}` });
  };
  return {
    getChartOfAccounts: async ({ sql }) => {
      const { accountCodes, transferCodes } = await ledgerViews.chart(sql);
      return reply.ok({
        accountCodes: accountCodes.map((row) => ({ ...row, code: row.code as never })),
        transferCodes: [...transferCodes],
      });
    },
    getLedgerBook: async ({ sql }) => reply.ok(await ledgerViews.book(sql)),
    closeLedgerBook: (ctx) => askFor(ctx, { to: 'close', ...ctx.body, closedThrough: calendarDate(ctx.body.closedThrough) }),
    reopenLedgerBook: (ctx) => {
      const { closedThrough, reason } = ctx.body;
      return askFor(ctx, { to: 'reopen', closedThrough: closedThrough === null ? null : calendarDate(closedThrough), reason });
    },
  };
};

type Asking = { readonly tx: Tx; readonly actor: Actor; readonly now: Instant; readonly ids: Ids };
type Written = { readonly transfers: readonly WrittenTransfer[]; readonly businessDate: CalendarDate; readonly journalId: Id<'journal'> };

/** Problems that can be seen; when there are none, what the ledger itself says. */
async function rehearse(views: LedgerViews, tx: Tx, written: Written) {
  const { transfers, businessDate } = written;
  const ids = transfers.flatMap(({ debitAccountId, creditAccountId }) => [debitAccountId, creditAccountId]);
  const problems = problemsOf(transfers, businessDate, await views.ground(tx, ids));
  if (problems.length > 0) return { problems, balances: [] };
  const { outcome, balances } = await views.rehearse(tx, draftOf(written));
  if (outcome.status !== 'refused') return { problems, balances };
  const at = transfers.findIndex(({ debitAccountId }) => debitAccountId === outcome.accountId);
  const refused: JournalProblem = { path: `/transfers/${Math.max(at, 0)}`, code: outcome.code, message: `refused at ${outcome.accountId}` };
  return { problems: [refused], balances };
}

function draftOf({ transfers, businessDate, journalId }: Written): JournalDraft {
  return {
    ...{ id: journalId, reference: `rehearsal:${journalId}`, kind: 'manual', businessDate },
    transfers: transfers.map(({ debitAccountId, creditAccountId, amount, code }) => ({
      ...{ debitAccountId, creditAccountId, amountMinor: BigInt(amount.amountMinor), kind: 'post' },
      // Looked up in the chart just before.
      code: code as TransferCode,
    })),
  };
}

const journalHandlers = ({
  views,
  ledgerViews,
  openWork,
}: Deps): Pick<MoneyHandlers, 'rehearseJournal' | 'requestJournal' | 'requestJournalReversal'> => ({
  rehearseJournal: async ({ tx, body, ids }) => {
    const businessDate = body.businessDate === undefined ? await ledgerViews.businessDate(tx) : calendarDate(body.businessDate);
    const { problems, balances } = await rehearse(ledgerViews, tx, {
      transfers: body.transfers,
      businessDate,
      journalId: ids.next('journal'),
    });
    return reply.ok({
      accepted: problems.length === 0,
      problems: [...problems],
      balances: balances.map(({ accountId, currency, beforeMinor, afterMinor }) => ({
        accountId,
        before: moneyView(beforeMinor, currency),
        after: moneyView(afterMinor, currency),
      })),
    });
  },
  requestJournal: async ({ tx, body, actor, now, ids }) => {
    const { reference, transfers, reason } = body;
    const [taken] = await views.journals(tx, { reference: `manual:${reference}`, before: undefined, limit: 1 });
    if (taken !== undefined) return reject('journal.reference_taken', { reference });
    const businessDate = await ledgerViews.businessDate(tx);
    const { problems } = await rehearse(ledgerViews, tx, { transfers, businessDate, journalId: ids.next('journal') });
    if (problems.length > 0) return reject('journal.invalid', { problems });
    const payload = {
      reference,
      transfers: transfers.map(({ amount, ...transfer }) => ({ ...transfer, amountMinor: amount.amountMinor })),
    };
    const task = { approvalId: ids.next('approval'), entityId: `manual:${reference}`, payload, reason, makerId: actor.memberId };
    return ask(await openWork(tx, now), { ...task, action: 'journal.post' });
  },
  requestJournalReversal: async ({ tx, body: { reference, reason }, actor, now, ids }) => {
    const [journal] = await views.journals(tx, { reference, before: undefined, limit: 1 });
    if (journal === undefined) return reject('journal.not_found', { reference });
    const transfers = mirrored(journal.kind, journal.transfers as readonly BookedTransfer[]);
    if (transfers === undefined) return reject('journal.not_reversible', { reference, kind: journal.kind });
    const [taken] = await views.journals(tx, { reference: `reversal:${reference}`, before: undefined, limit: 1 });
    if (taken !== undefined) return reject('ledger.already_reversed', { reference });
    const payload = { reference, isReversal: true, transfers };
    const task = { approvalId: ids.next('approval'), entityId: `reversal:${reference}`, payload, reason, makerId: actor.memberId };
    return ask(await openWork(tx, now), { ...task, action: 'journal.post' });
  },
});
