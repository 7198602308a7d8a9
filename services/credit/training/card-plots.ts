/** The pictures of a model card, all of the out-of-time loans: ROC, KS, calibration, scores of good and bad loans, segments. */

import { score } from '../src/domain/score.ts';
import type { AdditiveModel } from '../src/domain/scorecard.ts';
import type { TrainingLoan } from './loans.ts';
import { auc, deciles, roc } from './metrics.ts';
import { colours, type Point, type Series, svgOf } from './plot.ts';
import type { Judged } from './train.ts';

type Picture = { readonly name: string; readonly title: string; readonly svg: string };

export function pictures(model: AdditiveModel, { pds, loans }: Judged): readonly Picture[] {
  const bad = loans.map((loan) => loan.bad);
  return [
    { name: 'roc', title: 'ROC curve', svg: rocPlot(pds, loans) },
    { name: 'ks', title: 'KS: shares of bad and good loans above a probability', svg: ksPlot(pds, bad) },
    { name: 'calibration', title: 'Calibration by tenths', svg: calibrationPlot(pds, bad) },
    { name: 'scores', title: 'Scores of good and bad loans (shipped model)', svg: scoresPlot(model, loans) },
    { name: 'segments', title: 'Segments', svg: segmentsPlot(pds, loans) },
  ];
}

const unit = (label: string) => ({ label, from: 0, to: 1 });

function rocPlot(risk: readonly number[], loans: readonly TrainingLoan[]): string {
  const curve = (judged: { risk: readonly number[]; bad: readonly number[] }): Point[] =>
    thinned(roc(judged)).map(({ falsePositive, truePositive }) => [falsePositive, truePositive]);
  const graded = loans.filter(({ ownGrade }) => ownGrade !== null);
  const series: Series[] = [{ name: 'this model', colour: colours.model, points: curve({ risk, bad: loans.map(({ bad }) => bad) }) }];
  if (graded.length > 0) {
    const own = { risk: graded.map(({ ownGrade }) => ownGrade ?? 0), bad: graded.map(({ bad }) => bad) };
    series.push({ name: "the platform's sub-grade", colour: colours.platform, points: curve(own) });
  }
  return svgOf({ title: 'ROC, out of time', x: unit('good loans refused'), y: unit('bad loans refused'), series, hasDiagonal: true });
}

function ksPlot(risk: readonly number[], bad: readonly number[]): string {
  const points = thinned(roc({ risk, bad }));
  const share = (index: number): number => index / (points.length - 1);
  const series: Series[] = [
    { name: 'bad', colour: colours.bad, points: points.map(({ truePositive }, index) => [share(index), truePositive]) },
    { name: 'good', colour: colours.good, points: points.map(({ falsePositive }, index) => [share(index), falsePositive]) },
  ];
  return svgOf({ title: 'KS, out of time', x: unit('loans by falling probability'), y: unit('share above'), series });
}

function thinned<T>(values: readonly T[]): T[] {
  const step = Math.max(1, Math.floor(values.length / 200));
  return values.filter((_, index) => index % step === 0 || index === values.length - 1);
}

function calibrationPlot(risk: readonly number[], bad: readonly number[]): string {
  const groups = deciles({ risk, bad });
  const error = ({ observed, loans }: (typeof groups)[number]): number => 1.96 * Math.sqrt((observed * (1 - observed)) / loans);
  const to = Math.ceil(Math.max(...groups.map((group) => Math.max(group.predicted, group.observed + error(group)))) * 20) / 20;
  const series: Series = {
    ...{ name: 'a tenth of the loans each', colour: colours.model, as: 'dots' },
    points: groups.map(({ predicted, observed }) => [predicted, observed]),
    spans: groups.map((group) => [Math.max(0, group.observed - error(group)), group.observed + error(group)]),
  };
  const axis = (label: string) => ({ label, from: 0, to });
  return svgOf({ title: 'Calibration, out of time', x: axis('predicted'), y: axis('observed, 95 %'), series: [series], hasDiagonal: true });
}

const bandPoints = 20;

function scoresPlot(model: AdditiveModel, loans: readonly TrainingLoan[]): string {
  const { minimum, maximum } = model.scale;
  const scores = loans.map(({ vector, bad }) => ({ points: score(vector, model).score, bad }));
  const series = [0, 1].map((bad): Series => {
    const own = scores.filter((each) => each.bad === bad);
    const points = Array.from({ length: Math.ceil((maximum - minimum) / bandPoints) }, (_, band): Point => {
      const from = minimum + band * bandPoints;
      return [from + bandPoints / 2, own.filter((each) => each.points >= from && each.points < from + bandPoints).length / own.length];
    });
    return { name: bad === 1 ? 'bad' : 'good', colour: bad === 1 ? colours.bad : colours.good, points };
  });
  const to = Math.max(...series.flatMap(({ points }) => points.map(([, share]) => share)));
  return svgOf({
    title: 'Scores',
    x: { label: 'score', from: minimum, to: maximum },
    y: { label: 'share of its loans', from: 0, to },
    series,
  });
}

export type Segment = {
  readonly name: string;
  readonly loans: number;
  readonly predicted: number;
  readonly observed: number;
  readonly auc: number;
};
const segmentMin = 150;

/** By term, home and purpose; those with too few loans are left out. */
export function segments(risk: readonly number[], loans: readonly TrainingLoan[]): readonly Segment[] {
  const namesOf = ({ vector }: TrainingLoan): string[] => [
    `${vector.termMonths ?? ''} months`,
    `home: ${vector.homeOwnership}`,
    vector.purpose,
  ];
  const names = [...new Set(loans.flatMap(namesOf))].sort();
  return names.flatMap((name) => {
    const members = loans.flatMap((loan, at) => (namesOf(loan).includes(name) ? [{ risk: risk[at] ?? 0, bad: loan.bad }] : []));
    if (members.length < segmentMin) return [];
    const judged = { risk: members.map((member) => member.risk), bad: members.map(({ bad }) => bad) };
    const share = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    return [{ name, loans: members.length, predicted: share(judged.risk), observed: share(judged.bad), auc: auc(judged) }];
  });
}

function segmentsPlot(risk: readonly number[], loans: readonly TrainingLoan[]): string {
  const found = segments(risk, loans);
  const to = Math.max(...found.map(({ predicted, observed }) => Math.max(predicted, observed)));
  const series: Series[] = [
    { name: 'observed', colour: colours.bad, as: 'bars', points: found.map(({ observed }, index) => [index + 0.4, observed]) },
    { name: 'predicted', colour: colours.model, as: 'bars', points: found.map(({ predicted }, index) => [index + 0.65, predicted]) },
  ];
  const names = found.map((_, index) => String(index + 1));
  const x = { label: 'segment, as numbered in the card', from: 0, to: found.length, names };
  return svgOf({ title: 'Segments, out of time', x, y: { label: 'share of bad loans', from: 0, to }, series });
}
