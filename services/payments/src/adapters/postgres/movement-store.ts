/** Deposits and withdrawals, and which of them the bank has not been told of. */
import type { Sql } from '@mutua/db';
import { assert, type CalendarDate, type Instant } from '@mutua/kernel';
import type { BankMovement, BankOrder, Deposit, MovementStore, Withdrawal } from '../../app/ports.ts';

export type MovementRow<S> = {
  id: string;
  member_id: string;
  wallet_id: string;
  bank_account_id: string;
  amount_minor: bigint;
  currency: string;
  status: S;
  failure_code: string | null;
  created_at: Instant;
  updated_at: Instant;
};
const columns = 'member_id, wallet_id, bank_account_id, amount_minor, currency, status, failure_code, created_at, updated_at';
export const depositColumns = `deposit_id as id, ${columns}`;
export const withdrawalColumns = `withdrawal_id as id, ${columns}`;

export function movementFromRow<S>(row: MovementRow<S>): BankMovement<S> {
  return {
    id: row.id,
    memberId: row.member_id,
    walletId: row.wallet_id,
    bankAccountId: row.bank_account_id,
    amountMinor: row.amount_minor,
    currency: row.currency,
    status: row.status,
    failureCode: row.failure_code,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

type Table = { readonly name: 'deposits' | 'withdrawals'; readonly id: 'deposit_id' | 'withdrawal_id' };
const deposits: Table = { name: 'deposits', id: 'deposit_id' };
const withdrawals: Table = { name: 'withdrawals', id: 'withdrawal_id' };

export function movementStore(sql: Sql): MovementStore {
  return {
    insertDeposit: (deposit) => insert(sql, deposits, deposit),
    insertWithdrawal: (withdrawal) => insert(sql, withdrawals, withdrawal),
    lockDeposits: (ids) => lock<Deposit['status']>(sql, deposits, ids),
    lockWithdrawals: (ids) => lock<Withdrawal['status']>(sql, withdrawals, ids),
    saveDeposits: (changed) => save(sql, deposits, changed),
    saveWithdrawals: (changed) => save(sql, withdrawals, changed),
    async markSubmitted(keys, at) {
      await sql.run('update deposits set submitted_at = $2 where deposit_id = any ($1) and submitted_at is null', [[...keys], at]);
      await sql.run(
        `update withdrawals set submitted_at = $2, status = case status when 'requested' then 'submitted' else status end
         where withdrawal_id = any ($1) and submitted_at is null`,
        [[...keys], at],
      );
    },
  };
}

async function insert(sql: Sql, table: Table, movement: BankMovement<string>): Promise<void> {
  await sql.run(`insert into ${table.name} (${table.id}, ${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, [
    movement.id,
    movement.memberId,
    movement.walletId,
    movement.bankAccountId,
    movement.amountMinor,
    movement.currency,
    movement.status,
    movement.failureCode,
    movement.createdAt,
    movement.updatedAt,
  ]);
}

async function lock<S>(sql: Sql, table: Table, ids: readonly string[]): Promise<BankMovement<S>[]> {
  if (ids.length === 0) return [];
  const rows = await sql.query<MovementRow<S>>(
    `select ${table.id} as id, ${columns} from ${table.name} where ${table.id} = any ($1) order by ${table.id} for update`,
    [[...ids]],
  );
  return rows.map(movementFromRow);
}

async function save(sql: Sql, table: Table, changed: readonly BankMovement<string>[]): Promise<void> {
  if (changed.length === 0) return;
  const written = await sql.run(
    `update ${table.name} m set status = n.status, failure_code = n.failure_code, updated_at = n.updated_at
     from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) n (id, status, failure_code, updated_at) where m.${table.id} = n.id`,
    [changed.map((m) => m.id), changed.map((m) => m.status), changed.map((m) => m.failureCode), changed.map((m) => m.updatedAt)],
  );
  assert(written === changed.length, 'every saved movement was locked before', { written });
}

type OrderRow = {
  key: string;
  kind: BankOrder['kind'];
  provider_reference: string;
  amount_minor: bigint;
  currency: string;
  business_date: CalendarDate;
};

/** Orders that were not sent yet, oldest first. */
export async function toSubmit(sql: Sql, limit: number): Promise<BankOrder[]> {
  const rows = await sql.query<OrderRow>(
    `select o.key, o.kind, b.provider_reference, o.amount_minor, o.currency, c.business_date
     from (
       (select deposit_id as key, 'collect' as kind, bank_account_id, amount_minor, currency from deposits
        where submitted_at is null order by deposit_id limit $1)
       union all
       (select withdrawal_id, 'payout', bank_account_id, amount_minor, currency from withdrawals
        where submitted_at is null order by withdrawal_id limit $1)) o
     join bank_accounts b on b.bank_account_id = o.bank_account_id
     cross join business_clock c`,
    [limit],
  );
  return rows.map((row) => ({
    key: row.key,
    kind: row.kind,
    reference: row.provider_reference,
    amountMinor: row.amount_minor,
    currency: row.currency,
    on: row.business_date,
  }));
}
