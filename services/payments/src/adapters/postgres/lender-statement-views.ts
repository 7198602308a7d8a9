/** A lender's wallets over a period and his notes at both ends of it, in one statement, from the transfers and receipts themselves. */
import type { Sql } from '@mutua/db';
import { addDays } from '@mutua/kernel';
import type { AccountOverPeriod, Holding, LenderStatementViews } from '../../app/lender-statement.ts';
import type { CashFlowOfCode } from '../../domain/lender-statement.ts';

/**
 * Notes of account `a` at the end of the day `$n`. Whether a loan was past due then follows, for days gone by, from its schedule in force:
 * what of principal and interest was due before that day against what had been paid by it.
 */
const holdingSql = (day: string): string => `select count(*) as notes,
    coalesce(sum(n.principal_minor - r.principal) filter (where not s.lost), 0)::bigint as outstanding,
    coalesce(sum(n.principal_minor - r.principal) filter (where not s.lost and s.late), 0)::bigint as in_arrears,
    coalesce(sum(n.principal_minor - r.principal) filter (where s.lost), 0)::bigint as charged_off,
    coalesce(sum(r.recovery) filter (where s.lost), 0)::bigint as recovered
  from notes n join loans l on l.loan_id = n.loan_id
  cross join lateral (
    select coalesce(sum(principal_minor), 0) as principal, coalesce(sum(recovery_minor), 0) as recovery
    from note_receipts where note_id = n.note_id and received_on <= ${day}) r
  cross join lateral (
    select coalesce(sum(principal_minor), 0) > 0 as lost,
      case when ${day} >= (select business_date from business_clock) then l.status <> 'closed' and coalesce(l.oldest_unpaid_due_on < ${day}, false)
      else (select coalesce(sum(i.principal_minor + i.interest_minor), 0) from instalments i
          where i.loan_id = l.loan_id and i.schedule_version = l.schedule_version and i.due_on < ${day})
        > (select coalesce(sum(p.principal_minor + p.interest_minor), 0) from repayments p
          where p.loan_id = l.loan_id and p.kind in ('repayment', 'reversal') and p.received_on <= ${day}) end as late
    from loan_transactions x
    where x.loan_id = n.loan_id and x.kind in ('charge-off', 'charge-off-undone') and x.happened_on <= ${day}) s
  where n.wallet_id = a.account_id and n.holder_id = $1 and n.issued_on <= ${day}`;

const movedSql = `select credit_no as account_no, code, amount_minor as net, business_date from transfers
    where credit_no = a.account_no and kind in ('post', 'post-pending')
  union all
  select debit_no, code, -amount_minor, business_date from transfers where debit_no = a.account_no and kind in ('post', 'post-pending')`;

const accountsSql = `select a.currency, o.opening, f.flows, p.payouts, b.notes as "notesBefore", b.outstanding as "outstandingBefore",
    b.in_arrears as "inArrearsBefore", b.charged_off as "chargedOffBefore", b.recovered as "recoveredBefore", e.notes, e.outstanding,
    e.in_arrears as "inArrears", e.charged_off as "chargedOff", e.recovered
  from accounts a
  cross join lateral (select coalesce(sum(m.net), 0)::bigint as opening from (${movedSql}) m where m.business_date < $3::date) o
  cross join lateral (
    select json_agg(json_build_object('code', c.code, 'net', c.net::text)) as flows from (
      select m.code, sum(m.net) as net from (${movedSql}) m where m.business_date between $3 and $4 group by m.code) c) f
  cross join lateral (
    select coalesce(sum(r.recovery_minor), 0)::bigint as payouts
    from notes n join note_receipts r on r.note_id = n.note_id join repayments y on y.repayment_id = r.repayment_id
    where n.wallet_id = a.account_id and n.holder_id = $1 and y.kind in ('provision-payout', 'payout-reversal')
      and r.received_on between $3 and $4) p
  cross join lateral (${holdingSql('$5::date')}) b
  cross join lateral (${holdingSql('$4::date')}) e
  where a.owner_id = $1 and ($2::text is null or a.currency = $2) order by a.currency`;

type Row = {
  readonly currency: string;
  readonly opening: bigint;
  readonly flows: readonly { readonly code: CashFlowOfCode['code']; readonly net: string }[] | null;
  readonly payouts: bigint;
} & { readonly [Name in 'notes' | 'outstanding' | 'inArrears' | 'chargedOff' | 'recovered' as Name | `${Name}Before`]: bigint };

export const accountsOverPeriod: LenderStatementViews['accounts'] = async (sql: Sql, { memberId, currency }, { from, to }) => {
  const rows = await sql.query<Row>(accountsSql, [memberId, currency ?? null, from, to, addDays(from, -1)]);
  return rows.map((row): AccountOverPeriod => {
    const before: Holding = {
      notes: Number(row.notesBefore),
      outstandingMinor: row.outstandingBefore,
      inArrearsMinor: row.inArrearsBefore,
      chargedOffMinor: row.chargedOffBefore,
      recoveredMinor: row.recoveredBefore,
    };
    const after: Holding = {
      notes: Number(row.notes),
      outstandingMinor: row.outstanding,
      inArrearsMinor: row.inArrears,
      chargedOffMinor: row.chargedOff,
      recoveredMinor: row.recovered,
    };
    const flows = (row.flows ?? []).map(({ code, net }) => ({ code, netMinor: BigInt(net) }));
    return { currency: row.currency, openingMinor: row.opening, flows, provisionPayoutMinor: row.payouts, before, after };
  });
};
