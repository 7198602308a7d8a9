/** What the REST lists show of wallets, bank accounts and movements. Keyset pages: `limit + 1` rows after the cursor. */
import type { Sql } from '@mutua/db';
import type { BankAccount, Deposit, Wallet, Withdrawal } from '../../app/ports.ts';
import type { PageOfMember, WalletMovement } from '../../app/views.ts';
import { type BankAccountRow, bankAccountColumns, bankAccountFromRow } from './bank-account-store.ts';
import { depositColumns, type MovementRow, movementFromRow, withdrawalColumns } from './movement-store.ts';
import { type WalletRow, walletColumns, walletFromRow } from './wallet-store.ts';

export async function walletsOf(sql: Sql, { memberId, after, limit }: PageOfMember): Promise<Wallet[]> {
  const rows = await sql.query<WalletRow>(
    `select ${walletColumns} from accounts where owner_id = $1 and ($2::text is null or currency > $2) order by currency limit $3`,
    [memberId, after ?? null, limit + 1],
  );
  return rows.map(walletFromRow);
}

export async function bankAccountsOf(sql: Sql, { memberId, after, limit }: PageOfMember): Promise<BankAccount[]> {
  const rows = await sql.query<BankAccountRow>(
    `select ${bankAccountColumns} from bank_accounts where member_id = $1 and ($2::text is null or bank_account_id > $2)
     order by bank_account_id limit $3`,
    [memberId, after ?? null, limit + 1],
  );
  return rows.map(bankAccountFromRow);
}

export async function depositsOf(sql: Sql, { memberId, after, limit }: PageOfMember): Promise<Deposit[]> {
  const rows = await sql.query<MovementRow<Deposit['status']>>(
    `select ${depositColumns} from deposits where member_id = $1 and ($2::text is null or deposit_id < $2) order by deposit_id desc limit $3`,
    [memberId, after ?? null, limit + 1],
  );
  return rows.map(movementFromRow);
}

export async function withdrawalsOf(sql: Sql, { memberId, after, limit }: PageOfMember): Promise<Withdrawal[]> {
  const rows = await sql.query<MovementRow<Withdrawal['status']>>(
    `select ${withdrawalColumns} from withdrawals where member_id = $1 and ($2::text is null or withdrawal_id < $2)
     order by withdrawal_id desc limit $3`,
    [memberId, after ?? null, limit + 1],
  );
  return rows.map(movementFromRow);
}

export async function depositOf(sql: Sql, depositId: string): Promise<Deposit | undefined> {
  const row = await sql.one<MovementRow<Deposit['status']>>(`select ${depositColumns} from deposits where deposit_id = $1`, [depositId]);
  return row && movementFromRow(row);
}

export async function withdrawalOf(sql: Sql, withdrawalId: string): Promise<Withdrawal | undefined> {
  const row = await sql.one<MovementRow<Withdrawal['status']>>(`select ${withdrawalColumns} from withdrawals where withdrawal_id = $1`, [
    withdrawalId,
  ]);
  return row && movementFromRow(row);
}

/** Newest first. A captured reservation shows as money out; that it is no longer held follows from it. */
export async function walletMovements(
  sql: Sql,
  { walletId, before, limit }: { readonly walletId: string; readonly before: string | undefined; readonly limit: number },
): Promise<WalletMovement[]> {
  return await sql.query<WalletMovement>(
    `with own as (select account_no from accounts where account_id = $1),
       sides as (
         (select transfer_no, true as is_debit from transfers
          where debit_no = (select account_no from own) and transfer_no < coalesce($2::bigint, 9223372036854775807)
          order by transfer_no desc limit $3)
         union all
         (select transfer_no, false from transfers
          where credit_no = (select account_no from own) and kind in ('post', 'post-pending')
            and transfer_no < coalesce($2::bigint, 9223372036854775807)
          order by transfer_no desc limit $3))
     select t.transfer_no as "transferNo", j.journal_id as "journalId", j.reference, j.business_date as "businessDate", j.recorded_at as "recordedAt",
       t.kind, t.code, t.currency, t.amount_minor as "amountMinor", s.is_debit as "isDebit"
     from sides s join transfers t on t.transfer_no = s.transfer_no join journals j on j.journal_no = t.journal_no
     order by t.transfer_no desc limit $3`,
    [walletId, before ?? null, limit + 1],
  );
}
