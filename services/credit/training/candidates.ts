/** The two kinds of model that are trained, behind one shape: try every setting on a fold, fit the chosen one on everything. */
import type { Bins } from './binning.ts';
import { type BoostedSettings, fitTables, fitTrees, prepare } from './boosted-fit.ts';
import { addTree, type Binned } from './boosting.ts';
import { specifications } from './columns.ts';
import { binned, binsOfAll, monthLater } from './dataset.ts';
import type { TrainingLoan } from './loans.ts';
import { datedOf, type Fold, recentMonths, type Trial } from './rolling.ts';
import { oddsOf, type Tables } from './tables.ts';
import { fitWoe, type WoeSettings, woeLimits } from './woe-fit.ts';

/** `columns` are the bins of the training loans. */
export type Fitted = { readonly bins: readonly Bins[]; readonly tables: Tables; readonly columns: readonly Uint8Array[] };
export type Candidate<S> = {
  readonly name: 'boosted' | 'scorecard';
  /** One trial per setting, in the same order for every fold. */
  readonly trials: (fold: Fold) => readonly Trial<S>[];
  readonly fit: (loans: readonly TrainingLoan[], settings: S) => Fitted;
};

const halfLifeMonths = 18;
/** Numbers of trees of each fit that are tried. */
const boostedGrid: BoostedGrid = { treeMarks: [400, 600, 800, 1_000], fits: 3 };
const ridges: readonly number[] = [1, 10, 30, 100, 300];

export type BoostedGrid = { readonly treeMarks: readonly number[]; readonly fits: number };

export function boostedCandidate(seed: number, { treeMarks, fits }: BoostedGrid = boostedGrid): Candidate<BoostedSettings> {
  const trees = Math.max(...treeMarks);
  return {
    name: 'boosted',
    trials: (fold) => boostedTrials(fold, { halfLifeMonths, trees, fits, seed }, treeMarks),
    fit(loans, chosen) {
      const prepared = prepare(specifications, loans);
      return { bins: prepared.bins, tables: fitTables(prepared, chosen), columns: prepared.data.columns };
    },
  };
}

/** One fit, read off after each number of trees. */
function boostedTrials(fold: Fold, settings: BoostedSettings, treeMarks: readonly number[]): Trial<BoostedSettings>[] {
  const prepared = prepare(specifications, fold.train);
  const { base, trees } = fitTrees(prepared, settings);
  const recent = recentOf(fold);
  const seen = [...recent, ...fold.test];
  const data = binnedLoans(prepared.bins, seen);
  const odds = new Float64Array(seen.length).fill(base);
  let added = 0;
  return treeMarks.map((mark) => {
    for (const tree of trees.slice(added, mark * settings.fits)) addTree(odds, data, tree);
    added = mark * settings.fits;
    return trialOf({ ...settings, trees: mark }, datedOf(odds, seen), recent.length);
  });
}

export const scorecardCandidate: Candidate<WoeSettings> = {
  name: 'scorecard',
  trials(fold) {
    const recent = recentOf(fold);
    const seen = [...recent, ...fold.test];
    const bins = binsOfAll(specifications, fold.train, woeLimits);
    const [training, judged] = [binnedLoans(bins, fold.train), binnedLoans(bins, seen)];
    return ridges.map((ridge) => {
      const settings = { halfLifeMonths, ridge };
      const tables = fitWoe({ data: training, loans: fold.train }, settings);
      return trialOf(settings, datedOf(oddsOf(tables, judged), seen), recent.length);
    });
  },
  fit(loans, settings) {
    const bins = binsOfAll(specifications, loans, woeLimits);
    const data = binnedLoans(bins, loans);
    return { bins, tables: fitWoe({ data, loans }, settings), columns: data.columns };
  },
};

function binnedLoans(bins: readonly Bins[], loans: readonly TrainingLoan[]): Binned {
  return binned(
    bins,
    loans.map(({ vector }) => vector),
  );
}

function recentOf({ from, train }: Fold): readonly TrainingLoan[] {
  const since = monthLater(from, -recentMonths);
  return train.filter(({ month, isWithinPolicy }) => isWithinPolicy && month >= since);
}

function trialOf<S>(settings: S, seen: ReturnType<typeof datedOf>, recent: number): Trial<S> {
  return { settings, recent: seen.slice(0, recent), test: seen.slice(recent) };
}
