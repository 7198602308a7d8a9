/** Scores a second of one core, from application to score and probability, with and without reasons; baseline: the plain scorecard. */
import { calendarDate } from '@mutua/kernel';
import { type ParsedApplication, parseApplication } from '../../services/credit/batch/application-record.ts';
import { type CreditModel, type Risk, reasonedRiskOf, riskOf, scoringWith } from '../../services/credit/batch/score.ts';
import { type BenchOptions, comparedMetric, cpuSeconds, emit, interleave } from './harness.ts';

const applications = 2_000;
const windowSeconds = 0.5;
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

/** What is scored with: its answers go into `risk`, as batch scoring has them. */
type Scorer = (application: Application, model: CreditModel) => void;
const risk: Risk = { score: 0, pdMillionths: 0 };
const scorers: Readonly<Record<string, Scorer>> = {
  score: (application, model) => riskOf(application, model, risk),
  'score-with-reasons': (application, model) => void reasonedRiskOf(application, model, risk),
};

const modelNamed = (modelVersion?: string): CreditModel => {
  const scoring = scoringWith(modelVersion);
  if (scoring === undefined) throw new Error(`there is no model ${modelVersion ?? ''}`);
  return scoring.model;
};

/** A second is one of CPU, all threads counted: what one core does, whoever else wants it. */
const perSecond = (loans: readonly Application[], score: Scorer, model: CreditModel): number => {
  const startedAt = cpuSeconds();
  let [made, elapsed] = [0, 0];
  do {
    for (const application of loans) score(application, model);
    made += loans.length;
    elapsed = cpuSeconds() - startedAt;
  } while (elapsed < windowSeconds);
  return made / elapsed;
};

export const scores = async (options: BenchOptions): Promise<void> => {
  const [loans, champion, plain] = [population(), modelNamed(), modelNamed(baseline)];
  for (const [metric, scorer] of Object.entries(scorers)) {
    perSecond(loans, scorer, champion);
    perSecond(loans, scorer, plain);
    const compared = await interleave(
      options.rounds,
      async () => perSecond(loans, scorer, champion),
      async () => perSecond(loans, scorer, plain),
    );
    emit(options, comparedMetric({ bench: 'credit', metric, unit: 'scores/s of one core', baseline, target: '≥ 500,000' }, compared));
  }
};
