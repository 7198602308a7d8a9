/** The invariants of the provision fund as queries over the rows. */
import type { IntegrityCheck } from '../../../app/integrity.ts';

export const provisionChecks: readonly IntegrityCheck[] = [
  {
    name: 'provision-fund-in-the-books',
    invariant: 'I7',
    description: 'The accounts of the provision fund hold its contributions less its payouts plus what recoveries brought back.',
    sql: `select f.currency as sample from (
        select currency, sum(posted_credits - posted_debits) as balance from accounts where code = 'provision-fund' group by currency) f
      left join (select market, sum(contributed_minor + origination_contribution_minor - covered_minor + returned_minor) as held
        from loans group by market) l on l.market = f.currency
      where f.balance <> coalesce(l.held, 0)`,
  },
  {
    name: 'provision-equals-receipts',
    invariant: 'I7',
    description: 'What a loan contributed, was paid and paid back is what its repayments, payout and recoveries say, and its disbursement.',
    sql: `select l.loan_id as sample from loans l
      left join (select p.loan_id, coalesce(sum(p.provision_minor) filter (where p.kind in ('repayment', 'reversal')), 0) as contributed,
          coalesce(sum(p.amount_minor) filter (where p.kind in ('provision-payout', 'payout-reversal')), 0) as covered,
          coalesce(sum(p.provision_minor) filter (where p.kind in ('recovery', 'recovery-reversal')), 0) as returned
        from repayments p group by p.loan_id) s on s.loan_id = l.loan_id
      left join journals j on j.reference = 'disbursement:' || l.loan_id
      left join lateral (select coalesce(sum(t.amount_minor), 0) as contributed from transfers t
        where t.journal_no = j.journal_no and t.code = 'provision-contribution') d on true
      where (coalesce(s.contributed, 0), coalesce(s.covered, 0), coalesce(s.returned, 0), coalesce(d.contributed, 0)) is distinct from
        (l.contributed_minor::numeric, l.covered_minor::numeric, l.returned_minor::numeric, l.origination_contribution_minor::numeric)`,
  },
  {
    name: 'contributions-follow-interest',
    invariant: 'I7',
    description:
      'What a loan contributed is the part of its interest that it was paid out with, to the cent; a loan without the option nothing.',
    sql: `select l.loan_id as sample from loans l
      where l.contributed_minor <> case when l.terms #>> '{policy,provision,of}' = 'interest'
        then floor(l.distributed_interest_minor * (l.terms #>> '{policy,provision,ratePpm}')::numeric / 1000000) else 0 end`,
  },
  {
    name: 'claims-by-the-rules',
    invariant: 'I7',
    description: 'The fund paid a loan what was decided on its claim, no more than its share of the claim, and by the rules of the date.',
    sql: `select l.loan_id as sample from loans l full join (select p.* from provision_claims p where not exists (
          select 1 from provision_claims_undone u where u.loan_id = p.loan_id and u.claim_no = p.claim_no)) c on c.loan_id = l.loan_id
      left join provision_standings s on s.currency = c.currency and s.standing_on = c.claimed_on
      left join provision_fund_rules r on r.currency = s.currency and r.version = s.rules_version
      where (c.loan_id is null and l.covered_minor <> 0)
        or (c.loan_id is not null and (l.covered_minor is distinct from c.paid_minor or r.version is null
          or c.paid_minor > floor(c.claim_minor * (r.rules ->> 'payoutSharePpm')::numeric / 1000000)
          or (c.paid_minor > 0 and r.rules ->> 'belowMinimum' = 'none' and s.coverage_ppm < (r.rules ->> 'minimumCoveragePpm')::numeric)))`,
  },
];
