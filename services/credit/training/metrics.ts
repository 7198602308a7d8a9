/** How well probabilities separate and how well they are calibrated. Inputs are scores that rise with risk and outcomes of 0 or 1. */
export type Judged = { readonly risk: ArrayLike<number>; readonly bad: ArrayLike<number> };
export type Interval = { readonly value: number; readonly low: number; readonly high: number };

const z95 = 1.959964;

/** Ranks from 1, ties share their mean. */
function midranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at] ?? 0] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

/** Area under the ROC curve: the chance that a bad loan has the higher risk; ties count half. */
export function auc({ risk, bad }: Judged): number {
  const ranks = midranks(risk);
  let [sum, bads] = [0, 0];
  for (let at = 0; at < bad.length; at += 1) {
    if (bad[at] !== 1) continue;
    sum += ranks[at] ?? 0;
    bads += 1;
  }
  const goods = bad.length - bads;
  return bads === 0 || goods === 0 ? Number.NaN : (sum - (bads * (bads + 1)) / 2) / (bads * goods);
}

/** DeLong's placement values: of each bad loan the share of good ones below it, of each good one the share of bad ones above. */
function placements({ risk, bad }: Judged): { readonly ofBad: number[]; readonly ofGood: number[] } {
  const all = midranks(risk);
  const indices = Array.from(bad, (_, index) => index);
  const [bads, goods] = [indices.filter((at) => bad[at] === 1), indices.filter((at) => bad[at] !== 1)];
  const within = (group: readonly number[]): Float64Array => midranks(group.map((at) => risk[at] ?? 0));
  const [amongBad, amongGood] = [within(bads), within(goods)];
  return {
    ofBad: bads.map((at, index) => ((all[at] ?? 0) - (amongBad[index] ?? 0)) / goods.length),
    ofGood: goods.map((at, index) => 1 - ((all[at] ?? 0) - (amongGood[index] ?? 0)) / bads.length),
  };
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  return a.reduce((sum, value, at) => sum + (value - meanA) * ((b[at] ?? 0) - meanB), 0) / (a.length - 1);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** AUC with DeLong's 95 % interval (DeLong, DeLong and Clarke-Pearson 1988; ranks after Sun and Xu 2014). */
export function aucInterval(judged: Judged): Interval {
  const { ofBad, ofGood } = placements(judged);
  const error = Math.sqrt(covariance(ofBad, ofBad) / ofBad.length + covariance(ofGood, ofGood) / ofGood.length);
  const value = auc(judged);
  return { value, low: value - z95 * error, high: value + z95 * error };
}

/** AUC of one risk less that of another on the same loans, with DeLong's paired 95 % interval. */
export function aucDifference(risk: ArrayLike<number>, other: ArrayLike<number>, bad: ArrayLike<number>): Interval {
  const [a, b] = [placements({ risk, bad }), placements({ risk: other, bad })];
  const differences = (mine: readonly number[], theirs: readonly number[]): number[] => mine.map((value, at) => value - (theirs[at] ?? 0));
  const [ofBad, ofGood] = [differences(a.ofBad, b.ofBad), differences(a.ofGood, b.ofGood)];
  const error = Math.sqrt(covariance(ofBad, ofBad) / ofBad.length + covariance(ofGood, ofGood) / ofGood.length);
  const value = auc({ risk, bad }) - auc({ risk: other, bad });
  return { value, low: value - z95 * error, high: value + z95 * error };
}

/** The ROC curve, false against true positive share, one point per distinct risk from the highest. */
export function roc({ risk, bad }: Judged): { readonly falsePositive: number; readonly truePositive: number }[] {
  const order = Array.from(risk, (_, index) => index).sort((a, b) => (risk[b] ?? 0) - (risk[a] ?? 0));
  const bads = Array.from(bad).filter((each) => each === 1).length;
  const goods = bad.length - bads;
  const points = [{ falsePositive: 0, truePositive: 0 }];
  let [seenBad, seenGood] = [0, 0];
  order.forEach((at, index) => {
    if (bad[at] === 1) seenBad += 1;
    else seenGood += 1;
    const next = order[index + 1];
    if (next === undefined || risk[next] !== risk[at]) points.push({ falsePositive: seenGood / goods, truePositive: seenBad / bads });
  });
  return points;
}

/** Kolmogorov-Smirnov: the largest distance between the shares of bad and of good loans above a risk. */
export function ks(judged: Judged): number {
  return roc(judged).reduce((most, { falsePositive, truePositive }) => Math.max(most, truePositive - falsePositive), 0);
}

/** Mean squared error of probabilities. */
export function brier({ risk, bad }: Judged): number {
  return mean(Array.from(risk, (probability, at) => (probability - (bad[at] ?? 0)) ** 2));
}

/** Mean negative log likelihood of probabilities. */
export function logLoss({ risk, bad }: Judged): number {
  return mean(Array.from(risk, (probability, at) => -Math.log(bad[at] === 1 ? probability : 1 - probability)));
}

export type Decile = { readonly predicted: number; readonly observed: number; readonly loans: number };

/** `count` groups of equal size by predicted probability, lowest first. */
export function deciles({ risk, bad }: Judged, count = 10): Decile[] {
  const order = Array.from(risk, (_, index) => index).sort((a, b) => (risk[a] ?? 0) - (risk[b] ?? 0));
  return Array.from({ length: count }, (_, group) => {
    const members = order.slice(Math.floor((group * order.length) / count), Math.floor(((group + 1) * order.length) / count));
    return {
      predicted: mean(members.map((at) => risk[at] ?? 0)),
      observed: mean(members.map((at) => bad[at] ?? 0)),
      loans: members.length,
    };
  });
}

/** Expected calibration error over ten groups of equal size: |observed − predicted|, weighted by loans. */
export function calibrationError(judged: Judged): number {
  const groups = deciles(judged).filter(({ loans }) => loans > 0);
  const loans = groups.reduce((sum, group) => sum + group.loans, 0);
  return groups.reduce((sum, group) => sum + (group.loans / loans) * Math.abs(group.observed - group.predicted), 0);
}
