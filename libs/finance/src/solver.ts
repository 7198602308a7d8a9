/**
 * One bracketed root finder for every rate. Rates are numbers: they are shown and compared, and never reach a posting.
 * The scan walks outwards from a rate of zero. Several roots: `nearest` takes the one nearest to zero in ln(1 + rate), as spreadsheets
 * and numpy-financial do for IRR; `investment` the nearest at which the value falls as the rate rises, as the worth of an investment
 * does (pyxirr's choice in all published cases), else the nearest. Where the value turns before it reaches zero its turning point is
 * sought, so that two roots close together are not missed, nor one that only touches zero.
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
const [gridBelow, gridAbove] = [gridTo(34.5), gridTo(690)];

/** Distances from zero: finest near it, 0.2 % apart, and 4 % of the distance further out. */
function gridTo(furthest: number): readonly number[] {
  const grid: number[] = [];
  for (let distance = 0.002; distance <= furthest; distance = distance * 1.04 + 0.002) grid.push(distance);
  return grid;
}

/** The rate at which the value changes sign, or the reason why there is none. Of several, the one the module header names. */
export function solveRate(value: ScaledValue, prefer: Preference = 'nearest'): number | NoSolutionReason {
  const zero = pointAt(value, 0);
  if (!Number.isFinite(zero.value)) return 'not-finite';
  if (zero.value === 0) return 0;
  let above: Walk = { last: zero };
  let below: Walk = above;
  let nearest: Root | undefined;
  for (const [index, distance] of gridAbove.entries()) {
    const up = stepped(value, above, distance);
    // The first step down also sees the value turn at zero.
    const start = below.last === zero ? { last: zero, before: up.walk.last } : below;
    const depth = gridBelow[index];
    const down = depth === undefined ? undefined : stepped(value, start, -depth);
    for (const root of [...up.roots, ...(down?.roots ?? [])].sort(byDistance)) {
      if (prefer === 'nearest' || isInvestment(root)) return Math.expm1(root.u);
      nearest ??= root;
    }
    above = up.walk;
    below = down?.walk ?? below;
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

function pointAt(value: ScaledValue, u: number): Point {
  return { u, value: value(u) };
}

/** The two points last seen on one side of zero. */
type Walk = { readonly last: Point; readonly before?: Point };

function stepped(value: ScaledValue, { last, before }: Walk, u: number): { walk: Walk; roots: readonly Root[] } {
  const next = pointAt(value, u);
  const walk = { last: next, before: last };
  if (before !== undefined && isTurn(before, last, next)) return { walk, roots: rootsOfTurn(value, before, next) };
  return { walk, roots: crossing(value, last, next) };
}

/** The root between two points of which the second may be zero itself, where there is one. */
function crossing(value: ScaledValue, from: Point, to: Point): readonly Root[] {
  const isApart = to.value === 0 || Math.sign(to.value) !== Math.sign(from.value);
  if (!isApart || !Number.isFinite(from.value) || !Number.isFinite(to.value) || from.value === 0) return [];
  return [{ u: to.value === 0 ? to.u : refined(value, from, to), isFalling: to.u > from.u === from.value > 0 }];
}

/** Whether of three values of one sign the middle one is the nearest to zero. */
function isTurn(before: Point, middle: Point, after: Point): boolean {
  const sign = Math.sign(middle.value);
  return middle.value * sign < before.value * sign && middle.value * sign <= after.value * sign;
}

/** Searches by thirds for where a value that turns is nearest to zero: there it touches zero, crosses it twice, or stays away. */
function rootsOfTurn(value: ScaledValue, from: Point, to: Point): readonly Root[] {
  const sign = Math.sign(from.value);
  let [a, b] = [from.u, to.u];
  let lowest = from;
  for (let round = 0; round < 80; round += 1) {
    const third = (b - a) / 3;
    const [left, right] = [pointAt(value, a + third), pointAt(value, b - third)];
    lowest = left.value * sign < right.value * sign ? left : right;
    if (lowest.value * sign < 0) return [...crossing(value, from, lowest), ...crossing(value, lowest, to)];
    if (lowest === left) b = right.u;
    else a = left.u;
  }
  // Less is the rounding of a sum: the neighbours are off zero by the square of a step of the grid.
  const isTouch = lowest.value * sign <= 1e-9 * Math.min(from.value * sign, to.value * sign);
  return isTouch ? [{ u: lowest.u, isFalling: false }] : [];
}

/** Bisection to neighbouring doubles. */
function refined(value: ScaledValue, from: Point, to: Point): number {
  const sign = Math.sign(from.value);
  let [a, b] = [from.u, to.u];
  for (let u = (a + b) / 2; u !== a && u !== b; u = (a + b) / 2) {
    if (Math.sign(value(u)) === sign) a = u;
    else b = u;
  }
  return b;
}

/** A flow after `t` periods and the fraction `f` of one, through which interest is simple. */
export type TimedFlow = { readonly amount: number; readonly t: number; readonly f?: number };

/** Σ amount / ((1 + f·i)(1 + i)^t) with 1 + i = e^u, scaled by a power of e^u that keeps it from overflowing. */
export function discounted(flows: readonly TimedFlow[]): ScaledValue {
  const { earliest, latest } = spanOf(flows);
  return (u) => {
    const rate = Math.expm1(u);
    let sum = 0;
    for (const { amount, t, f = 0 } of flows) {
      sum += (amount * Math.exp(Math.min(u * (earliest - t), u * (latest - t)))) / (1 + f * rate);
    }
    return sum;
  };
}

/** The first and the last time of flows, which may be too many for the arguments of one call. */
function spanOf(flows: readonly { readonly t: number }[]): { earliest: number; latest: number } {
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
