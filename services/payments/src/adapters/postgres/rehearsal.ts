/** What a journal would do: posted inside a savepoint that is always rolled back. */
import type { Sql, Tx } from '@mutua/db';
import type { Rehearsal } from '../../app/ledger-views.ts';
import type { JournalDraft } from '../../domain/ledger.ts';
import type { JournalGround } from '../../domain/manual-journal.ts';
import { postJournals } from './ledger.ts';
import { ledgerBook } from './statement-views.ts';

type Row = { accountId: string; currency: string; balance: bigint };
const balancesSql = `select account_id as "accountId", currency, posted_credits - posted_debits as balance from accounts
  where account_id = any ($1) order by account_id`;

export async function rehearse(tx: Tx, journal: JournalDraft): Promise<Rehearsal> {
  const ids = [...new Set(journal.transfers.flatMap(({ debitAccountId, creditAccountId }) => [debitAccountId, creditAccountId]))];
  await tx.run('savepoint rehearsal');
  const before = await tx.query<Row>(balancesSql, [ids]);
  const [outcome = { status: 'refused', code: 'ledger.account_unknown', accountId: '' }] = await postJournals(tx, [journal]);
  const after = new Map((await tx.query<Row>(balancesSql, [ids])).map((row) => [row.accountId, row.balance]));
  await tx.run('rollback to savepoint rehearsal');
  const balances = before.map(({ accountId, currency, balance }) => ({
    accountId,
    currency,
    beforeMinor: balance,
    afterMinor: after.get(accountId) ?? balance,
  }));
  return { outcome, balances };
}

export async function journalGround(sql: Sql, accountIds: readonly string[]): Promise<JournalGround> {
  const accounts = await sql.query<Omit<Row, 'balance'>>(
    'select account_id as "accountId", currency from accounts where account_id = any ($1)',
    [accountIds],
  );
  const codes = await sql.query<{ code: string }>('select code from transfer_codes');
  return {
    currencyOf: new Map(accounts.map(({ accountId, currency }) => [accountId, currency])),
    codes: new Set(codes.map(({ code }) => code)),
    ...(await ledgerBook(sql)),
  };
}
