/** What challengers would have said, and how they compare with the model that decided. */
import type { Sql, Tx } from '@mutua/db';
import type { Shadow } from '../../app/ports.ts';

const insertSql = `insert into shadow_scores (assessment_id, model_version, model_hash, decision, score, pd_ppm, grade, reference_rate_ppm)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::bigint[], $7::text[], $8::bigint[])
  on conflict do nothing`;

export function shadowUnit(tx: Tx): (scores: readonly Shadow[]) => void {
  const all: Shadow[] = [];
  return (scores) => {
    if (all.length === 0 && scores.length > 0) tx.defer(() => ({ text: insertSql, params: columnsOf(all) }));
    all.push(...scores);
  };
}

function columnsOf(scores: readonly Shadow[]): readonly unknown[] {
  const records = scores.map(({ record }) => record);
  return [
    scores.map(({ assessmentId }) => assessmentId),
    records.map(({ modelVersion }) => modelVersion),
    records.map(({ modelHash }) => modelHash),
    records.map(({ decision }) => decision),
    records.map(({ score }) => score),
    records.map(({ pdPpm }) => pdPpm),
    records.map(({ grade }) => grade),
    records.map(({ referenceRatePpm }) => referenceRatePpm),
  ];
}

export type Comparison = {
  readonly champion: string;
  readonly challenger: string;
  readonly assessments: number;
  readonly sameDecision: number;
  readonly championApproved: number;
  readonly challengerApproved: number;
  readonly championMeanPdPpm: bigint;
  readonly challengerMeanPdPpm: bigint;
  readonly outcomes: number;
  readonly championOutcomePdPpm: bigint | null;
  readonly challengerOutcomePdPpm: bigint | null;
  readonly defaultedPpm: bigint | null;
};

/** Decisions of the model itself: what people decided later is left out by reading the record. */
export function comparisons(sql: Sql): Promise<readonly Comparison[]> {
  return sql.query<Comparison>(
    `with both_scored as (
       select a.model_version as champion, s.model_version as challenger, a.record::jsonb->>'decision' as decided, s.decision,
         a.pd_ppm as champion_pd, s.pd_ppm as challenger_pd,
         case when l.status = 'charged-off' then 1 when l.status = 'closed' then 0 end as defaulted
       from shadow_scores s join assessments a using (assessment_id) left join loan_histories l on l.request_id = a.request_id)
     select champion, challenger, count(*)::int as assessments, (count(*) filter (where decided = decision))::int as "sameDecision",
       (count(*) filter (where decided = 'approved'))::int as "championApproved",
       (count(*) filter (where decision = 'approved'))::int as "challengerApproved",
       round(avg(champion_pd))::bigint as "championMeanPdPpm", round(avg(challenger_pd))::bigint as "challengerMeanPdPpm",
       count(defaulted)::int as outcomes,
       (round(avg(champion_pd) filter (where defaulted is not null)))::bigint as "championOutcomePdPpm",
       (round(avg(challenger_pd) filter (where defaulted is not null)))::bigint as "challengerOutcomePdPpm",
       (round(avg(defaulted) * 1000000))::bigint as "defaultedPpm"
     from both_scored group by champion, challenger order by champion, challenger`,
  );
}
