/** Balances of the past and statements. The present balance less what came later, in one statement, so both are of one moment. */
import type { Sql } from '@mutua/db';
import type { BookStore } from '../../app/approvals/ledger-book.ts';
import type { Balance, BalanceMoment, Chart, StatementFilter, StatementLine } from '../../app/ledger-views.ts';
import type { LedgerBook } from '../../domain/ledger-book.ts';
import { whileClosingSql } from './ledger.ts';

/** The account as it stood at the end of a business date, or when an instant had passed; undefined when there is none. */
export async function balanceAt(sql: Sql, accountId: string, { at, businessDate }: BalanceMoment): Promise<Balance | undefined> {
  return await sql.one<Balance>(
    `with own as (select * from accounts where account_id = $1),
       later as (
         select true as is_debit, t.kind, t.amount_minor from own join transfers t on t.debit_no = own.account_no
         where t.recorded_at > $2::timestamptz or t.business_date > $3::date
         union all
         select false, t.kind, t.amount_minor from own join transfers t on t.credit_no = own.account_no
         where t.recorded_at > $2::timestamptz or t.business_date > $3::date),
       undone as (
         select coalesce(sum(amount_minor) filter (where is_debit and kind in ('post', 'post-pending')), 0)::bigint as debits,
           coalesce(sum(amount_minor) filter (where not is_debit and kind in ('post', 'post-pending')), 0)::bigint as credits,
           coalesce(sum(case kind when 'pend' then amount_minor when 'post' then 0 else -amount_minor end) filter (where is_debit), 0)::bigint as held
         from later)
     select own.account_id as "accountId", own.code, own.currency, own.posted_debits - undone.debits as "postedDebits",
       own.posted_credits - undone.credits as "postedCredits", own.pending_debits - undone.held as held
     from own cross join undone`,
    [accountId, at ?? null, businessDate ?? null],
  );
}

/** What moved the balance, oldest first, by business date; `limit + 1` lines after the cursor. */
export async function statementLines(sql: Sql, filter: StatementFilter): Promise<StatementLine[]> {
  const { accountId, from, to, after, limit } = filter;
  return await sql.query<StatementLine>(
    `with own as (select account_no from accounts where account_id = $1),
       sides as (
         select t.*, true as is_debit, credit_no as other_no from transfers t where debit_no = (select account_no from own)
         union all
         select t.*, false, debit_no from transfers t where credit_no = (select account_no from own))
     select s.transfer_no as "transferNo", j.journal_id as "journalId", j.reference, s.business_date as "businessDate",
       s.recorded_at as "recordedAt", s.code, s.currency, s.amount_minor as "amountMinor", s.is_debit as "isDebit",
       o.account_id as "counterAccountId"
     from sides s join journals j on j.journal_no = s.journal_no join accounts o on o.account_no = s.other_no
     where s.kind in ('post', 'post-pending') and s.business_date between $2 and $3
       and ($4::date is null or (s.business_date, s.transfer_no) > ($4::date, $5::bigint))
     order by s.business_date, s.transfer_no limit $6`,
    [accountId, from, to, after?.businessDate ?? null, after?.transferNo ?? null, limit + 1],
  );
}

export async function chartOfAccounts(sql: Sql): Promise<Chart> {
  const accountCodes = await sql.query<Chart['accountCodes'][number]>(
    `select c.code, c.name, c.normal_side as "normalSide", c.has_floor as "hasFloor", c.explanation, count(a.account_no)::int as accounts
     from account_codes c left join accounts a on a.code = c.code group by c.code order by c.code`,
  );
  return { accountCodes, transferCodes: await sql.query('select code, explanation from transfer_codes order by code') };
}

export async function ledgerBook(sql: Sql): Promise<LedgerBook> {
  const book = await sql.one<LedgerBook>('select opens_on as "opensOn", closed_through as "closedThrough" from ledger_book');
  return book ?? { opensOn: null, closedThrough: null };
}

export const bookStore = (sql: Sql): BookStore => ({
  async lock() {
    await sql.run(whileClosingSql);
    return ledgerBook(sql);
  },
  async close(closedThrough) {
    await sql.run('update ledger_book set closed_through = $1', [closedThrough]);
  },
});
