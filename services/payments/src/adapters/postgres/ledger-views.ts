/** The books as administrators read them: accounts, journals, trial balance. */
import type { Sql } from '@mutua/db';
import type { AccountFilter, AccountView, JournalFilter, JournalView, TrialBalanceRow } from '../../app/views.ts';

export async function ledgerAccounts(sql: Sql, { code, currency, memberId, after, limit }: AccountFilter): Promise<AccountView[]> {
  return await sql.query<AccountView>(
    `select account_id as "accountId", code, currency, owner_id as "ownerId", posted_debits as "postedDebits", posted_credits as "postedCredits",
       pending_debits as "pendingDebits", pending_credits as "pendingCredits" from accounts
     where ($1::text is null or code = $1) and ($2::text is null or currency = $2) and ($3::text is null or owner_id = $3)
       and ($4::text is null or account_id > $4)
     order by account_id limit $5`,
    [code ?? null, currency ?? null, memberId ?? null, after ?? null, limit + 1],
  );
}

/** Newest first, each with its transfers in one query. */
export async function journalEntries(sql: Sql, filter: JournalFilter): Promise<JournalView[]> {
  return await sql.query<JournalView>(
    `with chosen as (
       select j.journal_no, j.journal_id, j.reference, j.kind, j.business_date, j.recorded_at from journals j
       where ($1::text is null or j.reference = $1) and ($2::date is null or j.business_date = $2)
         and ($3::text is null or exists (
           select 1 from transfers t join accounts a on a.account_no in (t.debit_no, t.credit_no)
           where t.journal_no = j.journal_no and a.account_id = $3))
         and j.journal_no < coalesce($4::bigint, 9223372036854775807)
       order by j.journal_no desc limit $5)
     select c.journal_no as "journalNo", c.journal_id as "journalId", c.reference, c.kind, c.business_date as "businessDate",
       c.recorded_at as "recordedAt", (
       select json_agg(json_build_object('transferNo', t.transfer_no::text, 'debitAccountId', d.account_id, 'creditAccountId', k.account_id,
         'amountMinor', t.amount_minor::text, 'currency', t.currency, 'code', t.code, 'kind', t.kind, 'pendingId', t.pending_id) order by t.transfer_no)
       from transfers t join accounts d on d.account_no = t.debit_no join accounts k on k.account_no = t.credit_no
       where t.journal_no = c.journal_no and t.recorded_at = c.recorded_at) as transfers
     from chosen c order by c.journal_no desc`,
    [filter.reference ?? null, filter.businessDate ?? null, filter.accountId ?? null, filter.before ?? null, filter.limit + 1],
  );
}

export async function trialBalance(sql: Sql): Promise<TrialBalanceRow[]> {
  return await sql.query<TrialBalanceRow>(
    `select code, currency, count(*) as accounts, sum(posted_debits)::bigint as debits, sum(posted_credits)::bigint as credits,
       sum(pending_debits)::bigint as held
     from accounts group by code, currency order by currency, code`,
  );
}
