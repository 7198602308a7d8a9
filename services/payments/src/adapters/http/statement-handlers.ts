/** Balances of the past and statements: of any account for the keepers of the books, of his wallet for a member. */
import type { Sql } from '@mutua/db';
import { decodeCursor, pageOf, reply } from '@mutua/http';
import { addDays, calendarDate, ok, parseCalendarDate, parseInstant, type Rejection, type Result, reject } from '@mutua/kernel';
import type { LedgerViews, StatementFilter, StatementLine } from '../../app/ledger-views.ts';
import type { MoneyHandlers } from './operations.ts';
import { moneyView } from './views.ts';
import { pageLimit } from './wallet-handlers.ts';

type StatementOperation = 'getLedgerBalance' | 'getLedgerStatement' | 'getWalletStatement';

export const statementHandlers = ({ views }: { readonly views: LedgerViews }): Pick<MoneyHandlers, StatementOperation> => ({
  getLedgerBalance: async ({ sql, params: { accountId }, query }) => {
    if (query.at !== undefined && query.businessDate !== undefined) return reject('balance.moment_ambiguous');
    const at = query.at === undefined ? undefined : parseInstant(query.at);
    const businessDate = query.businessDate === undefined ? undefined : calendarDate(query.businessDate);
    const balance = await views.balanceAt(sql, accountId, { at, businessDate });
    if (balance === undefined) return reject('ledger_account.not_found', { accountId });
    const { code, currency, postedDebits, postedCredits, held } = balance;
    return reply.ok({
      accountId,
      code: code as never,
      postedDebits: moneyView(postedDebits, currency),
      postedCredits: moneyView(postedCredits, currency),
      balance: moneyView(postedCredits - postedDebits, currency),
      held: moneyView(held, currency),
    });
  },
  getLedgerStatement: async ({ sql, params: { accountId }, query }) => {
    const statement = await statementOf(views, sql, { accountId, ...query });
    if (!statement.ok) return statement;
    const { lines, limit, ...shown } = statement.value;
    const view = (line: StatementLine) => ({ ...lineView(line), counterAccountId: line.counterAccountId });
    return reply.ok({ accountId, ...shown, ...pageOf(lines, limit, { keys: keysOf, view }) });
  },
  getWalletStatement: async ({ sql, params: { walletId }, query }) => {
    const statement = await statementOf(views, sql, { accountId: walletId, ...query });
    if (!statement.ok) return statement;
    const { lines, limit, ...shown } = statement.value;
    return reply.ok({ walletId, ...shown, ...pageOf(lines, limit, { keys: keysOf, view: lineView }) });
  },
});

type Asked = {
  readonly accountId: string;
  readonly from: string;
  readonly to: string;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
};

const keysOf = ({ businessDate, transferNo }: StatementLine): string[] => [businessDate, transferNo.toString()];

async function statementOf(views: LedgerViews, sql: Sql, { accountId, cursor, limit = pageLimit, ...range }: Asked) {
  const [from, to] = [calendarDate(range.from), calendarDate(range.to)];
  if (to < from) return reject('statement.range_invalid', { from, to });
  const after = afterOf(cursor);
  if (!after.ok) return after;
  const before = await views.balanceAt(sql, accountId, { businessDate: addDays(from, -1) });
  const end = await views.balanceAt(sql, accountId, { businessDate: to });
  if (before === undefined || end === undefined) return reject('ledger_account.not_found', { accountId });
  const lines = await views.statementLines(sql, { accountId, from, to, after: after.value, limit });
  const opening = moneyView(before.postedCredits - before.postedDebits, before.currency);
  return ok({ from, to, opening, closing: moneyView(end.postedCredits - end.postedDebits, end.currency), lines, limit });
}

function afterOf(cursor: string | undefined): Result<StatementFilter['after'], Rejection<'cursor.invalid'>> {
  const keys = decodeCursor(cursor, 2);
  if (!keys.ok) return keys;
  if (keys.value === undefined) return ok(undefined);
  const [businessDate = '', transferNo = ''] = keys.value;
  const isOurs = parseCalendarDate(businessDate) !== undefined && /^[0-9]{1,18}$/.test(transferNo);
  return isOurs ? ok({ businessDate, transferNo }) : reject('cursor.invalid');
}

function lineView({ transferNo, journalId, reference, businessDate, recordedAt, code, currency, amountMinor, isDebit }: StatementLine) {
  const direction: 'in' | 'out' = isDebit ? 'out' : 'in';
  const amount = moneyView(amountMinor, currency);
  return { transactionId: transferNo.toString(), journalId, reference, businessDate, recordedAt, code, direction, amount };
}
