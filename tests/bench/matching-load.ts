/** Commands for the matching benchmarks, the same for the same seed: plain limit orders, and offers with criteria in 7 grades × 5 terms. */
import type { Id } from '@mutua/kernel';
import type { Command, Criteria, OfferTerms, RequestTerms } from '../../services/matching/src/compose-market.ts';

/** Commands are made before the clock starts, as many at a time as a transaction of the service takes of one partition, or a few more. */
export const batchSize = 256;

export type Dice = { below(n: number): number };

/** mulberry32. */
export const diceOf = (seed: number): Dice => {
  let state = seed >>> 0;
  return {
    below: (n) => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * n);
    },
  };
};

type Day = RequestTerms['listedOn'];
const listedOn = '2026-01-01' as Day;
const closesOn = '2026-12-31' as Day;

/** Ids as they come out of a message: flat texts, spread over the whole range. */
const idText = (prefix: string, n: number): string => {
  const spread = String(Math.imul(n, 0x9e3779b1) >>> 0).padStart(10, '0');
  return Buffer.from(`${prefix}_0${spread}${String(n).padStart(15, '0')}`).toString('latin1');
};

export const offerIdOf = (n: number): Id<'offer'> => idText('off', n) as Id<'offer'>;
const requestIdOf = (n: number): Id<'loanRequest'> => idText('req', n) as Id<'loanRequest'>;
const members = Array.from({ length: 5_000 }, (_, n) => idText('mem', n) as Id<'member'>);
const memberOf = (n: number): Id<'member'> => members[n % members.length] ?? (idText('mem', 0) as Id<'member'>);

/** A limit order as both engines get it. */
export type PlainOrder =
  | { readonly kind: 'add'; readonly id: string; readonly isBid: boolean; readonly size: number; readonly price: number }
  | { readonly kind: 'cancel'; readonly id: string; readonly isBid: boolean };

const levels = 100;
const step = 500;
const middle = 100_000;

/** The level of a price in a book of levels: the lowest price that crosses has the first one. */
export const levelOf = (price: number): number => Math.round((price - (middle - levels * step)) / step);

/** Resting orders of both sides, none of which cross. */
export const plainBook = (depth: number, dice: Dice): PlainOrder[] => Array.from({ length: depth }, (_, n) => restingOrder(n, dice));

const idOf = (n: number, isBid: boolean): string => (isBid ? requestIdOf(n) : offerIdOf(n));

const restingOrder = (n: number, dice: Dice): PlainOrder => {
  const isBid = n % 2 === 0;
  const away = (1 + dice.below(levels)) * step;
  return { kind: 'add', id: idOf(n, isBid), isBid, size: 1 + dice.below(100), price: isBid ? middle - away : middle + away };
};

/** 45 in a hundred rest, 45 cancel one that rested, 10 take from the best price of the other side: the depth stays about what it is. */
export const plainMix = (depth: number, dice: Dice): ((count: number) => PlainOrder[]) => {
  const live = Array.from({ length: depth }, (_, n) => n);
  let next = depth;
  const one = (): PlainOrder => {
    const roll = dice.below(100);
    if (roll < 45) {
      const n = takeAny(live, dice);
      return { kind: 'cancel', id: idOf(n, n % 2 === 0), isBid: n % 2 === 0 };
    }
    next += 1;
    if (roll < 90) {
      live.push(next);
      return restingOrder(next, dice);
    }
    const isBid = next % 2 === 0;
    const price = isBid ? middle + levels * step : middle - levels * step;
    return { kind: 'add', id: idOf(next, isBid), isBid, size: 1 + dice.below(100), price };
  };
  return (count) => Array.from({ length: count }, one);
};

/** Takes one out; the last one fills its place. */
const takeAny = (live: number[], dice: Dice): number => {
  const at = dice.below(live.length);
  const taken = live[at] ?? 0;
  const last = live.pop();
  if (last !== undefined && at < live.length) live[at] = last;
  return taken;
};

const plainCriteria = { grades: ['A'], minTermMonths: 36, maxTermMonths: 36, purposes: null };

/** The same order as a command: a bid is a request at its highest rate, an ask an offer at its lowest. */
export const plainCommand = (order: PlainOrder): Command => {
  if (order.kind === 'cancel') {
    return order.isBid
      ? { type: 'withdraw-request', requestId: order.id as Id<'loanRequest'> }
      : { type: 'revoke-offer', offerId: order.id as Id<'offer'> };
  }
  const amountMinor = BigInt(order.size);
  const rate = BigInt(order.price);
  if (!order.isBid) {
    const criteria = { ...plainCriteria, minRatePpm: rate, capPerLoanMinor: amountMinor };
    const offerId = order.id as Id<'offer'>;
    return {
      type: 'place-offer',
      terms: { offerId, lenderId: memberOf(order.size), requestId: null, totalMinor: amountMinor, criteria, goodTillOn: null },
    };
  }
  const amounts = { amountMinor, minimumMinor: 0n, noteMinimumMinor: 1n, ratePpm: rate };
  const kind = { termMonths: 36, purpose: 'other', grade: 'A', clearing: 'posted-rate' as const };
  const requestId = order.id as Id<'loanRequest'>;
  return { type: 'list-request', terms: { requestId, borrowerId: memberOf(order.size + 1_000), ...amounts, ...kind, listedOn, closesOn } };
};

const grades = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
const terms = [12, 24, 36, 48, 60];
const purposes = ['car', 'house', 'medical', 'moving', 'other'];

const criteriaOf = (dice: Dice): Criteria => {
  const from = dice.below(7);
  const first = dice.below(5);
  const last = Math.min(4, first + dice.below(3));
  return {
    minRatePpm: BigInt(50_000 + dice.below(60) * 2_500),
    grades: grades.slice(from, from + 1 + dice.below(4)),
    minTermMonths: terms[first] ?? 12,
    maxTermMonths: terms[last] ?? 60,
    purposes: dice.below(4) === 0 ? [purposes[dice.below(5)] ?? 'car', 'other'] : null,
    capPerLoanMinor: 2_500n * BigInt(1 + dice.below(4)),
    ...(dice.below(5) === 0 && { capPerBorrowerMinor: 10_000n }),
    ...(dice.below(20) === 0 && { capOfPortfolio: { sharePpm: 10_000n, portfolioMinor: 5_000_000n } }),
    ...(dice.below(10) === 0 && { minimumSliceMinor: 2_500n }),
  };
};

export const criteriaOffer = (n: number, dice: Dice): OfferTerms => ({
  offerId: offerIdOf(n),
  lenderId: memberOf(dice.below(members.length)),
  requestId: null,
  totalMinor: 2_500n * BigInt(4 + dice.below(40)),
  criteria: criteriaOf(dice),
  goodTillOn: dice.below(3) === 0 ? closesOn : null,
});

const criteriaRequest = (n: number, dice: Dice): RequestTerms => {
  const amountMinor = 50_000n + 2_500n * BigInt(dice.below(40));
  const kind = { termMonths: terms[dice.below(5)] ?? 36, purpose: purposes[dice.below(5)] ?? 'car', grade: grades[dice.below(7)] ?? 'A' };
  const amounts = {
    amountMinor,
    minimumMinor: (amountMinor * 7n) / 10n,
    noteMinimumMinor: 2_500n,
    ratePpm: BigInt(60_000 + dice.below(56) * 2_500),
  };
  const clearing = 'posted-rate' as const;
  return { requestId: requestIdOf(n), borrowerId: memberOf(dice.below(members.length)), ...amounts, ...kind, listedOn, closesOn, clearing };
};

/** In a hundred: 45 new offers, 36 revocations, 8 amendments, 5 listings that take some twenty notes each, 5 payouts, 1 withdrawal. */
export const criteriaMix = (depth: number, dice: Dice): ((count: number) => Command[]) => {
  const live = Array.from({ length: depth }, (_, n) => n + 1);
  let offers = depth;
  let listed = 0;
  let settled = 0;
  const one = (): Command => {
    const roll = dice.below(100);
    if (roll < 45) {
      offers += 1;
      live.push(offers);
      return { type: 'place-offer', terms: criteriaOffer(offers, dice) };
    }
    if (roll < 81) return { type: 'revoke-offer', offerId: offerIdOf(takeAny(live, dice)) };
    if (roll < 89) {
      const offerId = offerIdOf(live[dice.below(live.length)] ?? 1);
      return { type: 'amend-offer', change: { offerId, freeMinor: 0n, criteria: criteriaOf(dice), goodTillOn: null } };
    }
    if (roll < 94 || (roll < 99 && settled === listed)) {
      listed += 1;
      return { type: 'list-request', terms: criteriaRequest(listed, dice) };
    }
    if (roll === 99) return { type: 'withdraw-request', requestId: requestIdOf(Math.max(1, listed - dice.below(20))) };
    settled += 1;
    return { type: 'settle-request', requestId: requestIdOf(settled) };
  };
  return (count) => Array.from({ length: count }, one);
};

/** The cheapest offers are all alike and small: a request of 400 notes sweeps 400 of them. */
export const sweepOffer = (n: number): OfferTerms => ({
  offerId: offerIdOf(n),
  lenderId: memberOf(n),
  requestId: null,
  totalMinor: 25n,
  criteria: { ...plainCriteria, minRatePpm: BigInt(50_000 + (n % 100) * 500), capPerLoanMinor: 25n },
  goodTillOn: null,
});

export const sweepRequest = (n: number): RequestTerms => ({
  ...{ requestId: requestIdOf(n), borrowerId: memberOf(4_999) },
  ...{ amountMinor: 10_000n, minimumMinor: 0n, noteMinimumMinor: 25n, ratePpm: 150_000n },
  ...{ termMonths: 36, purpose: 'other', grade: 'A', clearing: 'posted-rate', listedOn, closesOn },
});
