/** Direct debits that the bank takes back, and what accounts can spend. */
import type { Sql } from '@mutua/db';
import type { Balances } from '../../../app/ports.ts';
import type { ReturnStore } from '../../../app/servicing/ports.ts';

/**
 * What was asked of the bank since the last look. A mark that the server has not come to yet is of another server, from which the database
 * was restored: then everything is looked at.
 */
const unbookedSql = `with heard as (update heard_collections set before = pg_snapshot_xmin(pg_current_snapshot()))
  select d.key, d.amount_minor from sandbox_bank.direct_debits d
  where d.refusal is null
    and d.asked_by >= (select case when before <= pg_snapshot_xmin(pg_current_snapshot()) then before else '0'::xid8 end from heard_collections)
    and not exists (select from journals j where j.reference = 'autopay:' || d.key) order by d.key`;

export const returnStore = (tx: Sql): ReturnStore => ({
  async insert(returns, on) {
    if (returns.length === 0) return;
    await tx.run(
      `insert into direct_debit_returns (key, loan_id, returned_on, code)
       select r.key, r.loan_id, $4, r.code from unnest($1::text[], $2::text[], $3::text[]) as r(key, loan_id, code) on conflict (key) do nothing`,
      [returns.map(({ key }) => key), returns.map(({ loanId }) => loanId), returns.map(({ code }) => code), on],
    );
  },
  async open(loanIds) {
    const rows = await tx.query<{ key: string; loan_id: string; code: string }>(
      "select key, loan_id, code from direct_debit_returns where loan_id = any($1) and status = 'open' order by loan_id, key for update",
      [loanIds],
    );
    return rows.map((row) => ({ key: row.key, loanId: row.loan_id, code: row.code }));
  },
  async unbooked() {
    const rows = await tx.query<{ key: string; amount_minor: bigint }>(unbookedSql);
    return rows.map((row) => ({ key: row.key, amountMinor: row.amount_minor }));
  },
  async markBooked(keys) {
    if (keys.length > 0) await tx.run("update direct_debit_returns set status = 'booked' where key = any($1)", [keys]);
  },
});

export const balances = (sql: Sql): Balances => ({
  async available(accountIds) {
    const rows = await sql.query<{ account_id: string; available: bigint }>(
      `select account_id, (posted_credits - posted_debits - pending_debits)::bigint as available from accounts
       where account_id = any($1) and has_floor`,
      [accountIds],
    );
    return new Map(rows.map((row) => [row.account_id, row.available]));
  },
});
