/** The arithmetic of distribution, once over doubles that hold whole cents exactly and once over bigints of any size. */
import { assert, divide } from '@mutua/kernel';

type SmallShare = {
  readonly weights: Float64Array;
  readonly smallTotal: number;
  /** Distributed so far, this amount included. */
  readonly total: number;
  readonly amount: number;
  readonly paid: Float64Array;
  readonly shares: Float64Array;
  readonly tie: (a: number, b: number) => number;
};

/**
 * Writes the shares. Every product is an integer below 2^52, so a quotient that is not whole lies further from the next integer than
 * a double rounds: floor and ceil of it are exact.
 */
export function shareSmall(input: SmallShare): void {
  const { weights, smallTotal, total, amount, paid, shares } = input;
  const behind = new Uint32Array(weights.length);
  let behindCount = 0;
  let left = amount;
  for (let i = 0; i < weights.length; i += 1) {
    const entitled = total * (weights[i] ?? 0);
    const whole = Math.floor(entitled / smallTotal);
    const due = whole - (paid[i] ?? 0);
    shares[i] = Math.max(due, 0);
    left -= Math.max(due, 0);
    if (due >= 0 && whole * smallTotal < entitled) {
      behind[behindCount] = i;
      behindCount += 1;
    }
  }
  if (left < 0) {
    takeBack(input, -left);
    return;
  }
  assert(left <= behindCount, 'the notes behind can take what is left', { left, behindCount });
  giveCents(input, behind.subarray(0, behindCount), left);
}

/** When the next cent of each note is due, as the total that must be distributed by then. */
function deadline({ weights, smallTotal, paid, shares }: SmallShare, i: number, cents: number): number {
  return Math.ceil((((paid[i] ?? 0) + (shares[i] ?? 0) + cents) * smallTotal) / (weights[i] ?? 1));
}

function giveCents(input: SmallShare, behind: Uint32Array, count: number): void {
  const { shares, tie } = input;
  if (count < behind.length) {
    const due = new Float64Array(shares.length);
    for (const i of behind) due[i] = deadline(input, i, 1);
    behind.sort((a, b) => (due[a] ?? 0) - (due[b] ?? 0) || tie(a, b));
  }
  for (const i of behind.subarray(0, count)) shares[i] = (shares[i] ?? 0) + 1;
}

/** Only after a history that was not distributed here can whole cents exceed the amount: the least urgent of them wait. */
function takeBack(input: SmallShare, count: number): void {
  const { shares, tie } = input;
  for (let taken = 0; taken < count; taken += 1) {
    let latest = -1;
    for (let i = 0; i < shares.length; i += 1) {
      if ((shares[i] ?? 0) <= 0) continue;
      const order = latest < 0 ? 1 : deadline(input, i, 0) - deadline(input, latest, 0) || tie(i, latest);
      if (order > 0) latest = i;
    }
    shares[latest] = (shares[latest] ?? 0) - 1;
  }
}

type BigShare = {
  readonly holders: { readonly weights: readonly bigint[]; readonly totalWeight: bigint };
  readonly totalMinor: bigint;
  readonly amountMinor: bigint;
  readonly paidMinor: readonly bigint[];
  readonly tie: (a: number, b: number) => number;
};

/** The same rule over bigints, for amounts beyond doubles. */
export function shareBig({ holders, totalMinor, amountMinor, paidMinor, tie }: BigShare): bigint[] {
  const { weights, totalWeight } = holders;
  const shares: bigint[] = [];
  const behind: number[] = [];
  let left = amountMinor;
  for (const [i, weight] of weights.entries()) {
    const entitled = totalMinor * weight;
    const whole = divide(entitled, totalWeight, 'floor');
    const due = whole - (paidMinor[i] ?? 0n);
    const shareMinor = due > 0n ? due : 0n;
    shares.push(shareMinor);
    left -= shareMinor;
    if (due >= 0n && whole * totalWeight < entitled) behind.push(i);
  }
  const dueAt = (i: number, cents: bigint): bigint =>
    divide(((paidMinor[i] ?? 0n) + (shares[i] ?? 0n) + cents) * totalWeight, weights[i] ?? 1n, 'ceiling');
  const isGiving = left > 0n;
  const count = Number(isGiving ? left : -left);
  assert(!isGiving || count <= behind.length, 'the notes behind can take what is left', { count });
  const order =
    (cents: bigint) =>
    (a: number, b: number): number =>
      compareBig(dueAt(a, cents), dueAt(b, cents)) || tie(a, b);
  if (isGiving) {
    for (const i of behind.sort(order(1n)).slice(0, count)) shares[i] = (shares[i] ?? 0n) + 1n;
    return shares;
  }
  for (let taken = 0; taken < count; taken += 1) {
    const payable = shares.map((_, i) => i).filter((i) => (shares[i] ?? 0n) > 0n);
    const latest = payable.sort(order(0n)).at(-1) ?? 0;
    shares[latest] = (shares[latest] ?? 0n) - 1n;
  }
  return shares;
}

function compareBig(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
