/** The invariants of the books as queries over the rows themselves, never over what the application believes. */
import type { Sql } from '@mutua/db';
import type { CheckResult, IntegrityCheck } from '../../app/integrity.ts';

export const ledgerChecks: readonly IntegrityCheck[] = [
  {
    name: 'debits-equal-credits',
    invariant: 'I1',
    description: 'Posted debits equal posted credits in every currency.',
    sql: `select currency as sample from accounts group by currency having sum(posted_debits) <> sum(posted_credits)`,
  },
  {
    name: 'pending-debits-equal-pending-credits',
    invariant: 'I1',
    description: 'What is reserved on one side is expected on the other, in every currency.',
    sql: `select currency as sample from accounts group by currency having sum(pending_debits) <> sum(pending_credits)`,
  },
  {
    name: 'balances-equal-transfers',
    invariant: 'I2',
    description: 'Every stored balance is the sum of the transfers of the account.',
    sql: `select a.account_id as sample
      from accounts a
      left join (
        select account_no, sum(debits) as debits, sum(credits) as credits from (
          select debit_no as account_no, amount_minor as debits, 0 as credits from transfers where kind in ('post', 'post-pending')
          union all
          select credit_no, 0, amount_minor from transfers where kind in ('post', 'post-pending')) s
        group by account_no) t on t.account_no = a.account_no
      where a.posted_debits <> coalesce(t.debits, 0) or a.posted_credits <> coalesce(t.credits, 0)`,
  },
  {
    name: 'balances-equal-events',
    invariant: 'I2',
    description: 'The published journals alone give every balance again, reservations included.',
    sql: `with told as materialized (
        select t.debit, t.credit, t."amountMinor" as amount, t.kind, t."pendingId" as pending_id
        from outbox o
        cross join lateral jsonb_to_recordset(jsonb_path_query_array(o.payload::jsonb, '$.journals[*].transfers[*]'))
          as t (debit text, credit text, "amountMinor" bigint, kind text, "pendingId" text)
        where o.name = 'payments.journals-posted.v1'
        union all
        select d.account_id, c.account_id, t.amount_minor, t.kind, t.pending_id
        from transfers t join accounts d on d.account_no = t.debit_no join accounts c on c.account_no = t.credit_no
        where t.journal_no <= (select told_after from ledger_book)),
      moved as (
        select debit as account_id, case when kind in ('post', 'post-pending') then amount else 0 end as debits, 0 as credits,
          case kind when 'pend' then amount when 'post' then 0 else -amount end as held, 0 as expected from told
        union all
        select credit, 0, case when kind in ('post', 'post-pending') then amount else 0 end, 0, case kind when 'pend' then amount else 0 end from told
        union all
        select p.credit, 0, 0, 0, -t.amount from told t join told p on p.kind = 'pend' and p.pending_id = t.pending_id
        where t.kind in ('post-pending', 'void-pending'))
      select coalesce(a.account_id, m.account_id) as sample
      from accounts a
      full join (select account_id, sum(debits) as debits, sum(credits) as credits, sum(held) as held, sum(expected) as expected
        from moved group by account_id) m on m.account_id = a.account_id
      where (a.posted_debits, a.posted_credits, a.pending_debits, a.pending_credits)
        is distinct from (coalesce(m.debits, 0), coalesce(m.credits, 0), coalesce(m.held, 0), coalesce(m.expected, 0))`,
  },
  {
    name: 'reservations-equal-transfers',
    invariant: 'I2',
    description: 'What is left of every reservation is what its transfers left, and the accounts hold exactly that.',
    sql: `select p.pending_id as sample
      from pendings p
      left join (
        select pending_id, sum(amount_minor) filter (where kind = 'pend') as pended,
          coalesce(sum(amount_minor) filter (where kind = 'post-pending'), 0) as posted,
          coalesce(sum(amount_minor) filter (where kind = 'void-pending'), 0) as voided
        from transfers where pending_id is not null group by pending_id) t on t.pending_id = p.pending_id
      where t.pended is distinct from p.amount_minor or t.posted <> p.posted_minor or t.voided <> p.voided_minor
      union all
      select a.account_id
      from accounts a
      left join (
        select account_no, sum(debits) as debits, sum(credits) as credits from (
          select debit_no as account_no, amount_minor - posted_minor - voided_minor as debits, 0 as credits from pendings
          union all
          select credit_no, 0, amount_minor - posted_minor - voided_minor from pendings) s
        group by account_no) r on r.account_no = a.account_no
      where a.pending_debits <> coalesce(r.debits, 0) or a.pending_credits <> coalesce(r.credits, 0)`,
  },
  {
    name: 'no-account-below-its-floor',
    invariant: 'I3',
    description: 'No member wallet is below zero, reservations included.',
    sql: `select account_id as sample from accounts where has_floor and posted_credits - posted_debits - pending_debits < 0`,
  },
  {
    name: 'escrow-equals-open-holds',
    invariant: 'I4',
    description: 'Every hold has a reservation of the same amounts, and every reservation belongs to a hold or a withdrawal.',
    sql: `select h.hold_id as sample from holds h left join pendings p on p.pending_id = h.hold_id
      where h.refusal is null
        and (p.pending_id is null or p.amount_minor <> h.amount_minor or p.posted_minor <> h.captured_minor or p.voided_minor <> h.released_minor)
      union all
      select h.hold_id from holds h join pendings p on p.pending_id = h.hold_id where h.refusal is not null
      union all
      select p.pending_id from pendings p
      where not exists (select 1 from holds h where h.hold_id = p.pending_id)
        and not exists (select 1 from withdrawals w where w.withdrawal_id = p.pending_id)`,
  },
  {
    name: 'journals-are-whole',
    invariant: 'I1',
    description: 'Every journal has exactly the transfers it was sealed with, and no transfer is without a journal.',
    sql: `select coalesce(j.journal_id, t.journal_no::text) as sample
      from journals j
      full join (select journal_no, count(*) as transfers from transfers group by journal_no) t on t.journal_no = j.journal_no
      where j.transfer_count is distinct from t.transfers`,
  },
  {
    name: 'one-currency-per-transfer',
    invariant: 'I1',
    description: 'Both accounts of a transfer have its currency.',
    sql: `select t.transfer_no::text as sample from transfers t
      join accounts d on d.account_no = t.debit_no join accounts c on c.account_no = t.credit_no
      where d.currency <> t.currency or c.currency <> t.currency`,
  },
  {
    name: 'loan-clearing-is-zero',
    invariant: 'I11',
    description: 'Money only passes through loan clearing: every part of it is zero between journals.',
    sql: `select account_id as sample from accounts where code = 'loan-clearing' and posted_debits <> posted_credits`,
  },
  {
    name: 'bank-clearing-equals-movements',
    invariant: 'I11',
    description: 'Deposits that are credited and withdrawals that left are in the books with their amount, once.',
    sql: `select m.id as sample
      from (
        select deposit_id as id, case when status = 'cleared' then amount_minor else 0 end as net from deposits
        union all
        select withdrawal_id, case when status in ('in-transit', 'paid') then -amount_minor else 0 end from withdrawals) m
      left join (
        select split_part(j.reference, ':', 1) as id,
          sum(case when d.code = 'bank-clearing' then t.amount_minor when c.code = 'bank-clearing' then -t.amount_minor else 0 end) as net
        from journals j join transfers t on t.journal_no = j.journal_no and t.kind in ('post', 'post-pending')
        join accounts d on d.account_no = t.debit_no join accounts c on c.account_no = t.credit_no
        where j.kind in ('deposit', 'deposit-return', 'withdrawal', 'withdrawal-return') group by 1) b on b.id = m.id
      where m.net <> coalesce(b.net, 0)`,
  },
  {
    name: 'claims-equal-transfers',
    invariant: 'I2',
    description: 'What the platform claims of a wallet is what it put in, less what was set off since.',
    sql: `select coalesce(c.wallet_id, t.wallet_id) as sample
      from (select wallet_id, sum(amount_minor - settled_minor) as open from wallet_claims group by wallet_id) c
      full join (
        select w.wallet_id, sum(w.amount) as open from (
          select coalesce(d.wallet_id, a.account_id) as wallet_id, t.amount_minor as amount
          from transfers t join journals j on j.journal_no = t.journal_no join accounts a on a.account_no = t.credit_no
          left join deposits d on t.code = 'deposit-return-uncovered' and d.deposit_id = split_part(j.reference, ':', 1)
          where t.code in ('return-uncovered', 'deposit-return-uncovered')
          union all
          select a.account_id, -t.amount_minor from transfers t join accounts a on a.account_no = t.debit_no where t.code = 'set-off') w
        group by w.wallet_id) t on t.wallet_id = c.wallet_id
      where coalesce(c.open, 0) <> coalesce(t.open, 0)`,
  },
];

/** Runs all checks in one statement, so that they see one moment of the books. */
export async function runChecks(sql: Sql, checks: readonly IntegrityCheck[]): Promise<CheckResult[]> {
  const parts = checks.map(
    (check, i) =>
      `select ${i} as place, count(*) as violations, coalesce((array_agg(c.sample order by c.sample))[1:5], '{}') as samples from (${check.sql}) c`,
  );
  const rows = await sql.query<{ place: number; violations: bigint; samples: string[] }>(parts.join('\nunion all\n'));
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  return checks.map(({ name, invariant, description }, i) => {
    const row = byPlace.get(i);
    return { name, invariant, description, violations: Number(row?.violations ?? 0n), samples: row?.samples ?? [] };
  });
}
