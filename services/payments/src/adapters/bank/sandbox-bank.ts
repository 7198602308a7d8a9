/**
 * A bank for the sandbox: it takes orders, works on them after a delay and tells what became of them in its statement. It keeps its own
 * tables and answers by the behaviour of the account, so the same orders give the same statement.
 */
import type { Database, Sql } from '@mutua/db';
import { addMs, type Clock, type Instant } from '@mutua/kernel';
import type { BankProvider, StatementEntry } from '../../app/ports.ts';

export type SandboxBankOptions = {
  readonly db: Database;
  readonly clock: Clock;
  /** From an order to its settlement, and from settlement to a return. */
  readonly settleDelayMs: number;
  readonly returnDelayMs: number;
};

const statementLock = 7_405_001;

export function createSandboxBank({ db, clock, settleDelayMs, returnDelayMs }: SandboxBankOptions): BankProvider {
  return {
    async openAccount({ reference, behaviour, stopsOn }) {
      await db.sql.run(
        'insert into sandbox_bank.accounts (reference, behaviour, stops_on) values ($1, $2, $3) on conflict (reference) do nothing',
        [reference, behaviour, stopsOn],
      );
    },
    async submit(orders) {
      if (orders.length === 0) return;
      const now = clock.now();
      await db.sql.run(submitSql, [
        orders.map((o) => o.key),
        orders.map((o) => o.kind),
        orders.map((o) => o.reference),
        orders.map((o) => o.amountMinor),
        orders.map((o) => o.currency),
        orders.map((o) => o.on),
        now,
        addMs(now, settleDelayMs),
      ]);
    },
    async statement(afterEntryNo, limit) {
      const now = clock.now();
      if (await hasDue(db.sql, now)) await work(db, { now, settleDelayMs, returnDelayMs });
      return await db.sql.query<StatementEntry>(
        `select entry_no as "entryNo", key, kind, status, code from sandbox_bank.statement where entry_no > $1 order by entry_no limit $2`,
        [afterEntryNo, limit],
      );
    },
  };
}

// A payout to an account that rejects is refused at once, every other refusal comes after the bank accepted the order: both ways happen.
const submitSql = `insert into sandbox_bank.orders (key, kind, reference, amount_minor, currency, due_on, next_status, next_code, next_at)
  select o.key, o.kind, o.reference, o.amount, o.currency, o.due_on,
    case when a.behaviour = 'rejects' and o.kind = 'payout' then 'failed' else 'accepted' end,
    case when a.behaviour = 'rejects' and o.kind = 'payout' then 'bank.account_closed' end,
    case when a.behaviour = 'rejects' and o.kind = 'payout' then $8::timestamptz else $7::timestamptz end
  from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::date[]) o (key, kind, reference, amount, currency, due_on)
  join sandbox_bank.accounts a on a.reference = o.reference
  on conflict (key) do nothing`;

async function hasDue(sql: Sql, now: Instant): Promise<boolean> {
  const due = await sql.one('select 1 from sandbox_bank.orders where next_status is not null and next_at <= $1 limit 1', [now]);
  return due !== undefined;
}

type Work = { readonly now: Instant; readonly settleDelayMs: number; readonly returnDelayMs: number };

/** Writes the entries that are due. One at a time, so that entry numbers follow commit order and no reader skips one. */
async function work(db: Database, { now, settleDelayMs, returnDelayMs }: Work): Promise<void> {
  await db.run(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [statementLock]);
    await tx.run(workSql, [now, addMs(now, settleDelayMs), addMs(now, returnDelayMs)]);
  });
}

const workSql = `with due as (
    select o.key, o.kind, o.next_status, o.next_code, o.next_at, a.behaviour,
      (a.behaviour = 'rejects' or (a.behaviour = 'stops-on' and o.kind = 'collect' and o.due_on >= a.stops_on)) as refuses
    from sandbox_bank.orders o join sandbox_bank.accounts a on a.reference = o.reference
    where o.next_status is not null and o.next_at <= $1
    order by o.next_at, o.key limit 1000 for update of o),
  entries as (
    insert into sandbox_bank.statement (key, kind, status, code, booked_at)
    select key, kind, next_status, next_code, $1 from due order by next_at, key)
  update sandbox_bank.orders o set
    next_status = case
      when d.next_status = 'accepted' and d.refuses then 'failed'
      when d.next_status = 'accepted' then 'settled'
      when d.next_status = 'settled' and d.behaviour = 'returns' then 'returned'
    end,
    next_code = case
      when d.next_status = 'accepted' and d.refuses then 'bank.insufficient_funds'
      when d.next_status = 'settled' and d.behaviour = 'returns' then 'bank.returned'
    end,
    next_at = case
      when d.next_status = 'accepted' then $2::timestamptz
      when d.next_status = 'settled' and d.behaviour = 'returns' then $3::timestamptz
    end
  from due d where o.key = d.key`;
