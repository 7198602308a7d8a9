/** Wallets are the ledger accounts that members own. */
import type { Sql } from '@mutua/db';
import type { Id, Instant } from '@mutua/kernel';
import type { Wallet, WalletStore } from '../../app/ports.ts';

export type WalletRow = {
  account_id: Id<'wallet'>;
  owner_id: Id<'member'>;
  currency: string;
  posted: bigint;
  held: bigint;
  opened_at: Instant;
};
export const walletColumns = `account_id, owner_id, currency, posted_credits - posted_debits as posted, pending_debits as held, opened_at`;

export function walletFromRow(row: WalletRow): Wallet {
  return {
    walletId: row.account_id,
    memberId: row.owner_id,
    currency: row.currency,
    postedMinor: row.posted,
    heldMinor: row.held,
    openedAt: row.opened_at,
  };
}

export function walletStore(sql: Sql): WalletStore {
  return {
    async find(walletId) {
      const row = await sql.one<WalletRow>(`select ${walletColumns} from accounts where account_id = $1 and owner_id is not null`, [
        walletId,
      ]);
      return row && walletFromRow(row);
    },
    async worth(walletIds) {
      const rows = await sql.query<{ account_id: string; worth: bigint }>(
        `select a.account_id, (a.posted_credits - a.posted_debits + coalesce((
             select sum(n.principal_minor - n.paid_principal_minor) from notes n join loans l on l.loan_id = n.loan_id
             where n.holder_id = a.owner_id and n.wallet_id = a.account_id and l.charged_off_on is null), 0))::bigint as worth
         from accounts a where a.account_id = any ($1) and a.owner_id is not null`,
        [walletIds],
      );
      return new Map(rows.map((row) => [row.account_id, row.worth]));
    },
    async existing(walletIds) {
      const rows = await sql.query<{ account_id: string }>(
        'select account_id from accounts where account_id = any ($1) and owner_id is not null',
        [walletIds],
      );
      return new Set(rows.map((row) => row.account_id));
    },
    async open(wallets) {
      const rows = await sql.query<{ account_id: string }>(
        `insert into accounts (account_id, code, currency, owner_id, has_floor, opened_at)
         select w.account_id, 'member-wallet', w.currency, w.owner_id, true, w.opened_at
         from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) w (account_id, currency, owner_id, opened_at)
         order by w.account_id
         on conflict do nothing returning account_id`,
        [wallets.map((w) => w.walletId), wallets.map((w) => w.currency), wallets.map((w) => w.memberId), wallets.map((w) => w.openedAt)],
      );
      return rows.map((row) => row.account_id);
    },
  };
}
