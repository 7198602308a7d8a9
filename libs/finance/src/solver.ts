/**
 * One bracketed root finder for every rate. Rates are numbers: they are shown and compared, and never reach a posting.
 * The scan walks outwards from a rate of zero. Several roots: `nearest` takes the one nearest to zero in ln(1 + rate), as spreadsheets
 * and numpy-financial do for IRR; `investment` the nearest at which the value falls as the rate rises, as the worth of an investment
 * does (pyxirr's choice in all published cases), else the nearest. A root that only touches zero is not bracketed and not reported.
 */

export type NoSolutionReason = 'too-few-flows' | 'one-sided-flows' | 'no-sign-change' | 'not-finite';

export type Preference = 'nearest' | 'investment';

/** A solver's answer with the flows it was computed from. */
export type RateResult<F> =
  | { readonly kind: 'rate'; readonly value: number; readonly flows: readonly F[] }
  | { readonly kind: 'no-solution'; readonly reason: NoSolutionReason; readonly flows: readonly F[] };

/** A value of the cash flows at u = ln(1 + rate). Only its sign and its zero matter, so it may be scaled by anything positive. */
export type ScaledValue = (u: number) => number;

// 1 + rate from 1e-15 to 1e300; beyond, a double cannot tell the rate from -1 or from infinity.
const lowestU = -34.5;
const highestU = 690;

/** The rate at which the value changes sign, or the reason why there is none. Of several, the one the module header names. */
export function solveRate(value: ScaledValue, prefer: Preference = 'nearest'): number | NoSolutionReason {
  const atZero = value(0);
  if (!Number.isFinite(atZero)) return 'not-finite';
  if (atZero === 0) return 0;
  let above: Point = { u: 0, value: atZero };
  let below = above;
  let nearest: Root | undefined;
  // The grid is finest near zero: 0.2 % apart there, 4 % of the distance further out.
  for (let distance = 0.002; distance <= highestU; distance = distance * 1.04 + 0.002) {
    const next = step(value, above, distance);
    const previous = distance <= -lowestU ? step(value, below, -distance) : undefined;
    for (const root of [next.root, previous?.root].filter((found) => found !== undefined).sort(byDistance)) {
      if (prefer === 'nearest' || isInvestment(root)) return Math.expm1(root.u);
      nearest ??= root;
    }
    above = next.point;
    below = previous?.point ?? below;
  }
  return nearest === undefined ? 'no-sign-change' : Math.expm1(nearest.u);
}

type Root = { readonly u: number; readonly isFalling: boolean };

/** A falling root from −99 % to 99,900 %; beyond, it is not preferred to a rising one nearer to zero. */
function isInvestment({ u, isFalling }: Root): boolean {
  return isFalling && u > Math.log(0.01) && u < Math.log(1000);
}

function byDistance(a: Root, b: Root): number {
  return Math.abs(a.u) - Math.abs(b.u);
}

type Point = { readonly u: number; readonly value: number };

function step(value: ScaledValue, from: Point, u: number): { point: Point; root?: Root } {
  const point = { u, value: value(u) };
  if (!Number.isFinite(point.value) || !Number.isFinite(from.value) || from.value === 0) return { point };
  const isFalling = u > from.u ? from.value > 0 : from.value < 0;
  if (point.value === 0) return { point, root: { u, isFalling } };
  if (Math.sign(point.value) === Math.sign(from.value)) return { point };
  return { point, root: { u: refined(value, from, point), isFalling } };
}

/** Bisection with secant steps where they shrink the bracket (the Illinois rule), to the last bits of u. */
function refined(value: ScaledValue, from: Point, to: Point): number {
  let [a, b] = [from, to];
  let [weightA, weightB] = [a.value, b.value];
  for (let round = 0; round < 200; round += 1) {
    const width = b.u - a.u;
    if (Math.abs(width) <= 1e-15 * Math.max(1, Math.abs(a.u))) break;
    const secant = a.u + (width * weightA) / (weightA - weightB);
    const isInside = (secant - a.u) * (secant - b.u) < 0;
    const u = isInside && round % 4 !== 3 ? secant : a.u + width * 0.5;
    const point = { u, value: value(u) };
    if (point.value === 0) return u;
    if (Math.sign(point.value) === Math.sign(a.value)) {
      [a, weightA, weightB] = [point, point.value, weightB * 0.5];
    } else {
      [b, weightB, weightA] = [point, point.value, weightA * 0.5];
    }
  }
  return Math.abs(a.value) < Math.abs(b.value) ? a.u : b.u;
}

/** Σ amount × e^(−u t), scaled by e^(u × earliest or latest t) so that it cannot overflow. */
export function discounted(flows: readonly { readonly t: number; readonly amount: number }[]): ScaledValue {
  const { earliest, latest } = spanOf(flows);
  return (u) => {
    const reference = u < 0 ? latest : earliest;
    let sum = 0;
    for (const flow of flows) sum += flow.amount * Math.exp(u * (reference - flow.t));
    return sum;
  };
}

/** The first and the last time of flows, which may be too many for the arguments of one call. */
export function spanOf(flows: readonly { readonly t: number }[]): { earliest: number; latest: number } {
  let [earliest, latest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { t } of flows) {
    earliest = Math.min(earliest, t);
    latest = Math.max(latest, t);
  }
  return { earliest, latest };
}

/** Solves a discounting problem, refusing flows that cannot have a rate. */
export function rateOfFlows<F extends { readonly amount: number }>(
  flows: readonly F[],
  value: ScaledValue,
  prefer: Preference = 'investment',
): RateResult<F> {
  const reason = flowsProblem(flows);
  if (reason !== undefined) return { kind: 'no-solution', reason, flows };
  const solved = solveRate(value, prefer);
  return typeof solved === 'number' ? { kind: 'rate', value: solved, flows } : { kind: 'no-solution', reason: solved, flows };
}

function flowsProblem(flows: readonly { readonly amount: number }[]): NoSolutionReason | undefined {
  if (!flows.every((flow) => Number.isFinite(flow.amount))) return 'not-finite';
  if (flows.length < 2) return 'too-few-flows';
  const isMixed = flows.some((flow) => flow.amount > 0) && flows.some((flow) => flow.amount < 0);
  return isMixed ? undefined : 'one-sided-flows';
}
