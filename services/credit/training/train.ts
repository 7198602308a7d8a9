/**
 * Trains one kind of model twice: once on the loans before the last year, with everything about it chosen before that year, to judge it on
 * that year; then on all loans, to ship it. The seed is the only chance.
 */
import type { AdditiveModel } from '../src/domain/scorecard.ts';
import { assemble } from './assemble.ts';
import { levelOf } from './calibration.ts';
import type { Candidate, Fitted } from './candidates.ts';
import { labelsOf, monthLater } from './dataset.ts';
import { byQuarter, type Figures, figuresOf, pdsOf } from './judge.ts';
import type { TrainingLoan } from './loans.ts';
import { type Choice, choose, datedOf, quarters, type Trials, within } from './rolling.ts';
import { oddsOf, shareOfBins } from './tables.ts';

export type Say = (progress: string) => void;
export type Judged = {
  readonly figures: Figures;
  readonly quarters: ReturnType<typeof byQuarter>;
  /** Of the judged loans, in their order. */
  readonly pds: readonly number[];
  readonly loans: readonly TrainingLoan[];
};
export type Trained<S> = {
  readonly model: AdditiveModel;
  readonly fitted: Fitted;
  readonly choice: Choice<S>;
  /** Of the same procedure, ended a year before: what it said of the last year. */
  readonly outOfTime: Judged;
  /** Chosen without the last year. */
  readonly outOfTimeChoice: Choice<S>;
};
type Plan<S> = { readonly candidate: Candidate<S>; readonly modelVersion: string; readonly say: Say };

const judgedMonths = 12;
/** Quarters on which settings are chosen. */
const foldsMax = 4;

export function train<S>(loans: readonly TrainingLoan[], plan: Plan<S>): Trained<S> {
  const end = monthLater(loans.at(-1)?.month ?? '', 1);
  const cut = monthLater(end, -judgedMonths);
  const before = loans.filter(({ month }) => month < cut);
  const after = loans.filter(({ month, isWithinPolicy }) => isWithinPolicy && month >= cut);
  plan.say(`${plan.candidate.name}: ${before.length} loans before ${cut} to train on, ${after.length} after to judge`);
  const earlier = fitBest(before, plan);
  const pds = pdsOf(earlier.model, after);
  const outOfTime = { figures: figuresOf(pds, after), quarters: byQuarter(pds, after), pds, loans: after };
  plan.say(`${plan.candidate.name}: out of time AUC ${outOfTime.figures.auc.value.toFixed(4)}; now on all ${loans.length} loans`);
  return { ...fitBest(loans, plan), outOfTime, outOfTimeChoice: earlier.choice };
}

type Best<S> = Pick<Trained<S>, 'model' | 'fitted' | 'choice'>;

function fitBest<S>(loans: readonly TrainingLoan[], { candidate, modelVersion, say }: Plan<S>): Best<S> {
  const folds = quarters(loans, foldsMax).map((fold): Trials<S> => {
    say(`${candidate.name}: quarter from ${fold.from}, ${fold.train.length} loans before it`);
    return { from: fold.from, trials: candidate.trials(fold) };
  });
  const choice = choose(folds);
  const fitted = candidate.fit(loans, choice.settings);
  const data = { columns: fitted.columns, sizes: fitted.bins.map(({ count }) => count + 1) };
  const end = monthLater(loans.at(-1)?.month ?? '', 1);
  const judged = datedOf(oddsOf(fitted.tables, data), loans).filter((_, at) => loans[at]?.isWithinPolicy);
  const latest = within(judged, end, choice.windowMonths);
  const calibration = { slope: choice.slope, intercept: levelOf(latest, choice.slope) };
  const even = labelsOf(loans, Number.POSITIVE_INFINITY).weight;
  const shares = data.sizes.map((_, feature) => [...shareOfBins(data, even, feature)]);
  return { model: assemble(fitted, calibration, { shares, modelVersion }), fitted, choice };
}
