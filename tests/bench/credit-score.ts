/** Scores a second in one process, from application to score, probability and reasons; baseline: the same with the plain scorecard. */
import { calendarDate } from '@mutua/kernel';
import { type ParsedApplication, parseApplication } from '../../services/credit/batch/application-record.ts';
import { scoringWith } from '../../services/credit/batch/score.ts';
import { scoreApplication } from '../../services/credit/batch/score-lines.ts';
import { type BenchOptions, comparedMetric, emit, interleave } from './harness.ts';

const applications = 2_000;
const windowMs = 500;
const baseline = 'scorecard-2011.1';

type Application = ParsedApplication['application'];

/** Applications that differ in everything, some with values missing. */
const population = (): readonly Application[] =>
  Array.from({ length: applications }, (_, index) => {
    const parsed = parseApplication(
      {
        ...{ loan_amnt: String(1_000 + ((index * 7_919) % 34_000)), term_months: index % 3 === 0 ? '60' : '36' },
        ...{ annual_inc: String(20_000 + ((index * 104_729) % 130_000)), dti: String(((index * 37) % 3_000) / 100) },
        ...{ purpose: index % 2 === 0 ? 'debt_consolidation' : 'car', home_ownership: index % 2 === 0 ? 'RENT' : 'MORTGAGE' },
        ...{ emp_length: index % 11 === 0 ? 'n/a' : `${1 + (index % 9)} years`, inq_last_6mths: String(index % 5) },
        ...{
          delinq_2yrs: String(index % 3),
          open_acc: String(2 + (index % 20)),
          total_acc: String(5 + (index % 50)),
          pub_rec: String(index % 2),
        },
        ...{ revol_bal: String((index * 6_151) % 40_000), revol_util_pct: index % 17 === 0 ? '' : String((index * 13) % 100) },
        ...{
          mths_since_last_delinq: index % 2 === 0 ? '' : String(index % 80),
          earliest_cr_line_month: `${1975 + (index % 30)}-05`,
          issue_month: '2011-06',
        },
      },
      calendarDate('2011-06-01'),
    );
    if ('problems' in parsed) throw new Error(`the bench application ${index} is wrong: ${JSON.stringify(parsed.problems)}`);
    return parsed.application;
  });

const perSecond = (loans: readonly Application[], modelVersion?: string): number => {
  const scoring = scoringWith(modelVersion);
  if (scoring === undefined) throw new Error(`there is no model ${modelVersion ?? ''}`);
  const startedAt = performance.now();
  let [made, elapsedMs] = [0, 0];
  do {
    for (const application of loans) scoreApplication(application, scoring.model);
    made += loans.length;
    elapsedMs = performance.now() - startedAt;
  } while (elapsedMs < windowMs);
  return (made / elapsedMs) * 1000;
};

export const scores = async (options: BenchOptions): Promise<void> => {
  const loans = population();
  perSecond(loans);
  perSecond(loans, baseline);
  const compared = await interleave(
    options.rounds,
    async () => perSecond(loans),
    async () => perSecond(loans, baseline),
  );
  emit(options, comparedMetric({ bench: 'credit', metric: 'score', unit: 'scores/s', baseline, target: '≥ 500,000' }, compared));
};
