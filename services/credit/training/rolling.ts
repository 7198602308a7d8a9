/**
 * Judges settings the way a lender would have met them: fitted on the loans made before a quarter, judged on those of the quarter, then on
 * to the next quarter. Nothing is ever drawn at random across time.
 */
import { levelOf, type Prediction, platt, probability } from './calibration.ts';
import { monthLater } from './dataset.ts';
import type { TrainingLoan } from './loans.ts';
import { logLoss } from './metrics.ts';

export type Fold = { readonly from: string; readonly train: readonly TrainingLoan[]; readonly test: readonly TrainingLoan[] };
export type Dated = Prediction & { readonly month: string };
/** What settings said of a fold: of its quarter, and of the latest loans before it, from which the level is taken. */
export type Trial<S> = { readonly settings: S; readonly recent: readonly Dated[]; readonly test: readonly Dated[] };
export type Trials<S> = { readonly from: string; readonly trials: readonly Trial<S>[] };
export type Judgement<S> = { readonly settings: S; readonly loss: number };
export type Choice<S> = {
  readonly settings: S;
  readonly slope: number;
  /** The level is that of the loans of so many months before. */
  readonly windowMonths: number;
  /** Every setting that was tried, with its log loss out of time. */
  readonly tried: readonly Judgement<S>[];
  readonly windows: readonly { readonly months: number; readonly levelError: number }[];
};

const quarterMonths = 3;
/** Short ones: the share of bad loans moves with the times, and a long window lags behind it. */
const windowsMonths: readonly number[] = [6, 12];
export const recentMonths = 24;

/** The last `count` quarters, each with all the loans before it; those within the policy are judged. */
export function quarters(loans: readonly TrainingLoan[], count: number): readonly Fold[] {
  const end = monthLater(loans.at(-1)?.month ?? '', 1);
  return Array.from({ length: count }, (_, index) => {
    const from = monthLater(end, (index - count) * quarterMonths);
    const to = monthLater(from, quarterMonths);
    const test = loans.filter(({ month, isWithinPolicy }) => isWithinPolicy && month >= from && month < to);
    return { from, train: loans.filter(({ month }) => month < from), test };
  }).filter(({ train, test }) => train.some(({ bad }) => bad === 1) && test.some(({ bad }) => bad === 1));
}

export function datedOf(odds: ArrayLike<number>, loans: readonly TrainingLoan[]): Dated[] {
  return loans.map(({ bad, month }, at) => ({ odds: odds[at] ?? 0, bad, month }));
}

/** The settings with the least loss out of time; the slope and the window that would have been best for their predictions. */
export function choose<S>(folds: readonly Trials<S>[]): Choice<S> {
  const settings = folds[0]?.trials.map((trial) => trial.settings) ?? [];
  const tried = settings.map((each, at) => ({ settings: each, loss: lossOf(folds.flatMap(({ trials }) => trials[at]?.test ?? [])) }));
  const best = tried.reduce((at, { loss }, index) => (loss < (tried[at]?.loss ?? 0) ? index : at), 0);
  const own = folds.flatMap(({ from, trials }) => (trials[best] === undefined ? [] : [{ from, ...trials[best] }]));
  const { slope } = platt(own.flatMap(({ test }) => levelled(test)));
  const windows = windowsMonths.map((months) => ({ months, levelError: levelError(own, slope, months) }));
  const window = windows.reduce((least, each) => (each.levelError < least.levelError ? each : least));
  const chosen = settings[best];
  if (chosen === undefined) throw new Error('There is nothing to choose from: the file has too few quarters of loans.');
  return { settings: chosen, slope, windowMonths: window.months, tried, windows };
}

/** The same predictions at the level of their own quarter, so that only what they tell apart counts. */
function levelled(predictions: readonly Dated[]): Prediction[] {
  const intercept = levelOf(predictions, 1);
  return predictions.map(({ odds, bad }) => ({ odds: odds + intercept, bad }));
}

function lossOf(predictions: readonly Dated[]): number {
  const even = levelled(predictions);
  return logLoss({ risk: even.map(({ odds }) => probability(odds, { intercept: 0, slope: 1 })), bad: even.map(({ bad }) => bad) });
}

type Own = { readonly from: string; readonly recent: readonly Dated[]; readonly test: readonly Dated[] };

/** Root mean square, over the folds, of how far the share of bad loans lay from what the level of the window foretold. */
function levelError(folds: readonly Own[], slope: number, months: number): number {
  const errors = folds.map(({ from, recent, test }) => {
    const intercept = levelOf(within(recent, from, months), slope);
    const expected = test.reduce((sum, { odds }) => sum + probability(odds, { intercept, slope }), 0);
    return (expected - test.reduce((sum, { bad }) => sum + bad, 0)) / test.length;
  });
  return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
}

/** Those of the `months` months before a month. */
export function within(predictions: readonly Dated[], before: string, months: number): Dated[] {
  const from = monthLater(before, -months);
  return predictions.filter(({ month }) => month >= from && month < before);
}
