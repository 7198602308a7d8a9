/** The books for administrators and auditors. */
import { decodeCursor, pageOf, reply } from '@mutua/http';
import type { MoneyViews } from '../../app/views.ts';
import type { MoneyHandlers } from './operations.ts';
import { accountView, journalView, trialBalanceView } from './views.ts';
import { pageLimit, positionOf } from './wallet-handlers.ts';

type BooksOperation = 'listLedgerAccounts' | 'listJournalEntries' | 'getTrialBalance' | 'getIntegrity';

export const booksHandlers = ({ views }: { readonly views: MoneyViews }): Pick<MoneyHandlers, BooksOperation> => ({
  listLedgerAccounts: async ({ sql, query }) => {
    const keys = decodeCursor(query.cursor, 1);
    if (!keys.ok) return keys;
    const limit = query.limit ?? pageLimit;
    const { code, currency, memberId } = query;
    const rows = await views.ledgerAccounts(sql, { code, currency, memberId, after: keys.value?.[0], limit });
    return reply.ok(pageOf(rows, limit, { keys: ({ accountId }) => [accountId], view: accountView }));
  },
  listJournalEntries: async ({ sql, query }) => {
    const before = positionOf(query.cursor);
    if (!before.ok) return before;
    const limit = query.limit ?? pageLimit;
    const { accountId, reference, businessDate } = query;
    const rows = await views.journals(sql, { accountId, reference, businessDate, before: before.value, limit });
    return reply.ok(pageOf(rows, limit, { keys: ({ journalNo }) => [journalNo.toString()], view: journalView }));
  },
  getTrialBalance: async ({ sql, now }) => reply.ok(trialBalanceView(await views.trialBalance(sql), now)),
  getIntegrity: async ({ sql, now }) => {
    const checks = await views.integrity(sql);
    return reply.ok({
      checkedAt: now,
      isWhole: checks.every(({ violations }) => violations === 0),
      checks: checks.map((check) => ({ ...check, samples: [...check.samples] })),
    });
  },
});
