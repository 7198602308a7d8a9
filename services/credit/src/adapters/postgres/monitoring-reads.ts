/** Figures of a model from its decisions and from what became of the loans, and who waits for a person; four statements, whatever the number of rows. */
import type { Sql } from '@mutua/db';
import { addMs, type Instant } from '@mutua/kernel';
import {
  type Counts,
  type Outcomes,
  type Stability,
  stabilityOf,
  type Thresholds,
  type Vintage,
  vintageOf,
} from '../../domain/monitoring.ts';
import { type ReviewTerms, type ReviewWatch, reviewLimits, reviewWatchOf, type Waiting } from '../../domain/review-watch.ts';

export type Monitoring = {
  readonly modelVersion: string;
  readonly population: Stability;
  readonly characteristics: readonly (Stability & { readonly feature: string })[];
  readonly vintages: readonly (Vintage & { readonly vintage: string })[];
  readonly reviews: ReviewWatch;
};
export type MonitoringWish = {
  readonly modelVersion: string;
  readonly windowDays: number;
  readonly thresholds: Thresholds;
  readonly reviewTerms: ReviewTerms;
  readonly at: Instant;
};

const dayMs = 86_400_000;
/** Decisions of a window at most: the first ones before it, the newest ones in it. */
const windowMax = 10_000;

const windowsSql = `with windows as (
    (select 'reference' as part, score, record from assessments where model_version = $1 and completed_at < $2 order by completed_at limit $3)
    union all
    (select 'recent', score, record from assessments where model_version = $1 and completed_at >= $2 order by completed_at desc limit $3))`;
const scoresSql = `${windowsSql} select part, 'score' as feature, (score / 25 * 25)::text as bin, count(*)::int as n from windows group by 1, 3`;
const binsSql = `${windowsSql} select part, c->>'feature' as feature, c->>'bin' as bin, count(*)::int as n
  from windows, jsonb_array_elements(record::jsonb->'contributions') as c group by 1, 2, 3`;
const outcomesSql = `select to_char(a.completed_at, 'YYYY"-Q"Q') as vintage, a.pd_ppm::float8 / 1000000 as pd,
    (count(*) filter (where not l.is_bad))::int as good, (count(*) filter (where l.is_bad))::int as bad
  from (select request_id, status = 'charged-off' or (history->>'wasDefaulted')::boolean as is_bad, status from loan_histories) l
  join assessments a on a.request_id = l.request_id and a.replaced_by is null and a.model_version = $1
  where l.is_bad or l.status = 'closed' group by 1, 2`;

const waitingSql = `select count(*)::int as waiting, (count(*) filter (where submitted_at <= $1))::int as watch,
    (count(*) filter (where submitted_at <= $2))::int as overdue, min(submitted_at) as "oldestAt"
  from assessments where status = 'referred' and replaced_by is null`;

const nothingWaits: Waiting = { waiting: 0, watch: 0, overdue: 0, oldestAt: null };

type Row = { readonly part: 'reference' | 'recent'; readonly feature: string; readonly bin: string; readonly n: number };

export async function monitoringOf(
  sql: Sql,
  { modelVersion, windowDays, thresholds, reviewTerms, at }: MonitoringWish,
): Promise<Monitoring> {
  const window = [modelVersion, addMs(at, -windowDays * dayMs), windowMax];
  const { watch, overdue } = reviewLimits(reviewTerms, at);
  const [scores, bins, outcomes, waiting] = await Promise.all([
    sql.query<Row>(scoresSql, window),
    sql.query<Row>(binsSql, window),
    sql.query<Outcomes & { vintage: string }>(outcomesSql, [modelVersion]),
    sql.one<Waiting>(waitingSql, [watch, overdue]),
  ]);
  const stability = (rows: readonly Row[]): Stability => stabilityOf(countsOf(rows, 'reference'), countsOf(rows, 'recent'), thresholds);
  const vintages = Map.groupBy(outcomes, ({ vintage }) => vintage);
  return {
    modelVersion,
    population: stability(scores),
    characteristics: [...Map.groupBy(bins, ({ feature }) => feature)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([feature, rows]) => ({ feature, ...stability(rows) })),
    vintages: [...vintages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([vintage, rows]) => ({ vintage, ...vintageOf(rows, thresholds) })),
    reviews: reviewWatchOf(waiting ?? nothingWaits, reviewTerms),
  };
}

function countsOf(rows: readonly Row[], part: Row['part']): Counts {
  return new Map(rows.filter((row) => row.part === part).map(({ bin, n }) => [bin, n]));
}
