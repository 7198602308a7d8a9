/** The provision fund: its accounts, the loans that it covers, its rules, and what was decided on claims. */
import type { Sql } from '@mutua/db';
import type { CalendarDate, Instant } from '@mutua/kernel';
import type { FixedStanding, ProvisionStore } from '../../../app/servicing/provision-ports.ts';
import type { FundView } from '../../../app/servicing/views.ts';
import {
  type CoveredRow,
  type FundRules,
  type FundStanding,
  type OpenBucket,
  openBuckets,
  type VersionedRules,
} from '../../../domain/servicing/provision.ts';
import { jsonOf } from './policy-store.ts';
import { bucketSql, standingJoins } from './standing.ts';

type StoredRules = {
  readonly payoutSharePpm: string;
  readonly minimumCoveragePpm: string;
  readonly belowMinimum: FundRules['belowMinimum'];
  readonly expectedLossPpm: Readonly<Record<OpenBucket, string>>;
};
type RulesRow = { readonly version: number; readonly rules: StoredRules; readonly decidedAt: Instant };

const rulesFromRow = ({ version, rules }: Pick<RulesRow, 'version' | 'rules'>): VersionedRules => ({
  version,
  payoutSharePpm: BigInt(rules.payoutSharePpm),
  minimumCoveragePpm: BigInt(rules.minimumCoveragePpm),
  belowMinimum: rules.belowMinimum,
  expectedLossPpm: Object.fromEntries(openBuckets.map((bucket) => [bucket, BigInt(rules.expectedLossPpm[bucket])])) as Record<
    OpenBucket,
    bigint
  >,
});

const rulesRowOf = (sql: Sql, currency: string): Promise<RulesRow | undefined> =>
  sql.one<RulesRow>(
    'select version, rules, decided_at as "decidedAt" from provision_fund_rules where currency = $1 order by version desc limit 1',
    [currency],
  );

/** Null for a currency in which no books are kept. */
const balanceSql = `select sum(posted_credits - posted_debits)::bigint as balance from accounts where code = 'provision-fund' and currency = $1`;

const isCovered = `(l.terms #> '{policy,provision}') is not null`;
const coveredSql = `select ${bucketSql} as bucket,
    sum(l.principal_minor - l.distributed_principal_minor - l.charged_off_minor)::bigint as "outstandingMinor",
    coalesce(sum(i.interest), 0)::bigint as "interestMinor",
    coalesce(sum(case when l.terms #>> '{policy,provision,of}' = 'interest'
      then floor(i.interest * (l.terms #>> '{policy,provision,ratePpm}')::numeric / 1000000) end), 0)::bigint as "contributionMinor"
  from loans l ${standingJoins} left join lateral (
    select sum(n.interest_minor - n.paid_interest_minor) as interest from instalments n
    where l.non_accrual_since is null and n.loan_id = l.loan_id and n.schedule_version = l.schedule_version and n.status not in ('paid', 'paid-late', 'written-off')) i on true
  where l.market = $1 and ${isCovered} and l.status in ('active', 'in-arrears', 'defaulted') group by 1`;

type StandingRow = FundStanding & { readonly version: number; readonly rules: StoredRules; readonly coveragePpm: bigint | null };
const standingSql = `select s.balance_minor as "balanceMinor", s.expected_loss_minor as "expectedLossMinor",
    s.expected_contribution_minor as "expectedContributionMinor", s.expected_interest_minor as "expectedInterestMinor",
    s.coverage_ppm as "coveragePpm", r.version, r.rules
  from provision_standings s join provision_fund_rules r on r.currency = s.currency and r.version = s.rules_version
  where s.currency = $1 and s.standing_on = $2`;

export const provisionStore = (tx: Sql): ProvisionStore => ({
  async lock(currency) {
    await tx.query("select pg_advisory_xact_lock(hashtextextended('provision-fund:' || $1, 0))", [currency]);
  },
  async balance(currency) {
    return (await tx.one<{ balance: bigint | null }>(balanceSql, [currency]))?.balance ?? undefined;
  },
  covered: (currency) => tx.query<CoveredRow>(coveredSql, [currency]),
  async rules(currency) {
    const row = await rulesRowOf(tx, currency);
    return row && rulesFromRow(row);
  },
  async addRules(currency, { version, ...rules }, at) {
    await tx.run('insert into provision_fund_rules (currency, version, rules, decided_at) values ($1, $2, $3, $4)', [
      currency,
      version,
      jsonOf(rules),
      at,
    ]);
  },
  async standing(currency, on) {
    const row = await tx.one<StandingRow>(standingSql, [currency, on]);
    if (!row) return undefined;
    const { version, rules, coveragePpm, ...standing } = row;
    return { standing, coveragePpm, rules: rulesFromRow({ version, rules }) };
  },
  async fix(currency, on, { standing, coveragePpm, rules }: FixedStanding) {
    await tx.run(
      `insert into provision_standings (currency, standing_on, rules_version, balance_minor, expected_loss_minor, expected_contribution_minor,
         expected_interest_minor, coverage_ppm) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[currency, on, rules.version, standing.balanceMinor, standing.expectedLossMinor, standing.expectedContributionMinor],
        ...[standing.expectedInterestMinor, coveragePpm],
      ],
    );
  },
  async claim(claims) {
    if (claims.length === 0) return;
    await tx.run(
      `insert into provision_claims (loan_id, currency, claimed_on, claim_minor, paid_minor, claim_no)
       select c.*, 1 + (select count(*) from provision_claims p where p.loan_id = c.loan_id)
       from unnest($1::text[], $2::text[], $3::date[], $4::bigint[], $5::bigint[]) as c(loan_id, currency, claimed_on, claim_minor, paid_minor)`,
      [
        claims.map(({ loanId }) => loanId),
        claims.map(({ currency }) => currency),
        claims.map(({ on }) => on),
        claims.map(({ claimMinor }) => claimMinor),
        claims.map(({ paidMinor }) => paidMinor),
      ],
    );
  },
  async undoClaim(loanId, on) {
    await tx.run(
      `insert into provision_claims_undone (loan_id, claim_no, undone_on)
       select loan_id, max(claim_no), $2 from provision_claims where loan_id = $1 group by loan_id`,
      [loanId, on],
    );
  },
});

type TotalsRow = Omit<FundView, 'currency' | 'rules' | 'decidedAt' | 'covered' | 'balanceMinor'> & { readonly balanceMinor: bigint | null };
const totalsSql = `select c.business_date as "asOf", (${balanceSql}) as "balanceMinor", t.*, k.* from business_clock c
  cross join (
    select coalesce(sum(l.contributed_minor + l.origination_contribution_minor), 0)::bigint as "contributedMinor",
      coalesce(sum(l.covered_minor), 0)::bigint as "paidOutMinor", coalesce(sum(l.returned_minor), 0)::bigint as "returnedMinor"
    from loans l where l.market = $1 and ${isCovered}) t
  cross join (
    select count(*)::int as claims, coalesce(sum(claim_minor), 0)::bigint as "claimedMinor" from provision_claims p
    where p.currency = $1 and not exists (select 1 from provision_claims_undone u where u.loan_id = p.loan_id and u.claim_no = p.claim_no)) k`;

/** Undefined for a currency in which no books are kept. */
export async function provisionFundOf(sql: Sql, currency: string): Promise<FundView | undefined> {
  const totals = await sql.one<TotalsRow & { readonly asOf: CalendarDate }>(totalsSql, [currency]);
  if (!totals || totals.balanceMinor === null) return undefined;
  const row = await rulesRowOf(sql, currency);
  const covered = await sql.query<CoveredRow>(coveredSql, [currency]);
  return {
    ...totals,
    balanceMinor: totals.balanceMinor,
    currency,
    rules: row ? rulesFromRow(row) : null,
    decidedAt: row?.decidedAt ?? null,
    covered,
  };
}
