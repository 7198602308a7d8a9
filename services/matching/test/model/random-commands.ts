/** Seeded random commands that hit all rules often: few members, few rates, small amounts, late and repeated commands. */
import { addDays, type CalendarDate, calendarDate, derivedId } from '@mutua/kernel';
import type { Allocation, Clearing, Command, Criteria, Draw, OfferTerms, RequestTerms } from '../../src/domain/command.ts';
import { sha256 } from '../../src/domain/sha256.ts';

export type Chance = { below(n: number): number; pick<T>(items: readonly T[]): T };

/** mulberry32: small, seeded, good enough for tests. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}

const grades = ['A', 'B', 'C'];
const purposes = ['car', 'house', 'wedding'];
const terms = [6, 12, 13, 36, 60, 72];
const clearings: readonly Clearing[] = ['posted-rate', 'uniform-price', 'pay-your-bid'];
const allocations: readonly Allocation[] = ['time', 'pro-rata', 'random', 'idle-share'];
const oneCell = { grades: ['A'], minTermMonths: 36, maxTermMonths: 36, purposes: null };
/** Most offers share a rate; some are a little dearer, in the same bucket. */
const withinBucket = [0, 0, 0, 0, 7, 60];
const firstDay = calendarDate('2026-01-01');

/** An endless, repeatable course of commands for one market. */
export class RandomCommands {
  readonly #chance: Chance;
  #today: CalendarDate = firstDay;
  #requests = 0;
  #offers = 0;
  #draws = 0;
  readonly #repeats: boolean;
  readonly #isFull: boolean;
  readonly #isNarrow: boolean;

  /**
   * Without repeats no id is used twice, as it is when the ids come from elsewhere and each event is handled once. Full commands use every
   * mechanism and criterion; the others only what other services can ask for by events today. Narrow ones all meet in one cell at two rates,
   * so that margins are crowded.
   */
  constructor(
    seed: number,
    { repeats = true, full = false, narrow = false }: { repeats?: boolean; full?: boolean; narrow?: boolean } = {},
  ) {
    this.#chance = chance(seed);
    this.#repeats = repeats;
    this.#isFull = full;
    this.#isNarrow = narrow;
  }

  next(): Command {
    if (this.#isFull) {
      const extra = this.#chance.below(100);
      if (extra < 8) return this.#amendment();
      if (extra < 14) return { type: 'clear', ...this.#draw() };
      if (extra === 14) return this.#rules();
      if (extra < 18)
        return { ...this.#onRequest('relate-request'), relatedIds: [member(this.#chance.below(8)), member(this.#chance.below(8))] };
    }
    const dice = this.#chance.below(100);
    if (dice < 34) return { type: 'place-offer', terms: this.#offer() };
    if (dice < 56) return { type: 'list-request', terms: this.#request() };
    if (dice < 62) return { type: 'revoke-offer', offerId: offerId(this.#recent(this.#offers)) };
    if (dice < 67) return this.#onRequest('withdraw-request');
    if (dice < 71) return this.#onRequest('accept-partial');
    if (dice < 76)
      return { ...this.#onRequest('decline-partial'), cause: this.#chance.pick(['declined', 'withdrawn', 'timeout'] as const) };
    if (dice < 82) return this.#onRequest('lapse-contract');
    if (dice < 92) return this.#onRequest('settle-request');
    if (dice < 93) return { type: 'configure', noteMinimumMinor: this.#chance.pick([10n, 25n, 50n]) };
    this.#today = addDays(this.#today, this.#chance.pick([0, 1, 1, 2, 5]));
    return { type: 'tick', businessDate: this.#today, ...(this.#isFull && this.#draw()) };
  }

  #amendment(): Command {
    const { criteria, goodTillOn } = this.#offer(0);
    const change = { offerId: offerId(this.#recent(this.#offers)), freeMinor: BigInt(this.#chance.below(3) * 20), criteria, goodTillOn };
    return { type: 'amend-offer', change };
  }

  /** Sometimes no lottery, sometimes a seed that nobody committed to. */
  #draw(): { draw?: Draw } {
    const dice = this.#chance.below(6);
    if (dice === 0) return {};
    if (dice === 1) return { draw: { seed: 'not committed to', nextCommitment: null } };
    const seed = this.#draws === 0 ? null : `seed ${this.#draws}`;
    this.#draws += 1;
    return { draw: { seed, nextCommitment: sha256(`seed ${this.#draws}`) } };
  }

  #rules(): Command {
    const { pick } = this.#chance;
    const range = { minTermMonths: pick([1, 6]), maxTermMonths: pick([60, 480]) };
    const rates = { rateStepPpm: pick([1n, 10_000n]), rateMinPpm: pick([0n, 40_000n]), rateMaxPpm: 200_000n };
    const known = { grades: pick([null, grades, ['A', 'B']]), purposes: pick([null, purposes]) };
    return { type: 'configure', noteMinimumMinor: pick([10n, 25n]), rules: { ...rates, ...range, ...known } };
  }

  #onRequest<T extends string>(type: T): { type: T; requestId: RequestTerms['requestId'] } {
    return { type, requestId: requestId(this.#recent(this.#requests)) };
  }

  /** One of the latest numbers, so that what is named is often still alive. */
  #recent(count: number): number {
    return Math.max(0, count - this.#chance.below(12));
  }

  #offer(step = 1): OfferTerms {
    const { below, pick } = this.#chance;
    this.#offers += this.#repeats && below(40) === 0 ? 0 : step;
    const low = pick(terms);
    const high = pick(terms);
    return {
      offerId: offerId(this.#offers),
      lenderId: member(below(8)),
      requestId: below(6) === 0 ? requestId(this.#recent(this.#requests + 3)) : null,
      totalMinor: BigInt(5 + below(400)),
      criteria: {
        minRatePpm: BigInt(50_000 + below(5) * 20_000),
        grades: grades.filter((_, i) => i === 0 || below(2) === 0).slice(below(2) === 0 ? 0 : -1),
        minTermMonths: Math.min(low, high),
        maxTermMonths: Math.max(low, high),
        purposes: below(4) === 0 ? purposes.slice(0, 1 + below(2)) : null,
        capPerLoanMinor: BigInt(5 + below(120)),
        ...(this.#isFull && this.#caps()),
        ...(this.#isNarrow && { ...oneCell, minRatePpm: BigInt(50_000 + below(2) * 20_000 + pick(withinBucket)) }),
      },
      goodTillOn: below(4) === 0 ? addDays(this.#today, below(8) - 1) : null,
    };
  }

  #caps(): Partial<Criteria> {
    const { below } = this.#chance;
    return {
      ...(below(4) === 0 && { capPerBorrowerMinor: BigInt(10 + below(150)) }),
      ...(below(6) === 0 && {
        capOfPortfolio: { sharePpm: BigInt(10_000 + below(5) * 40_000), portfolioMinor: BigInt(200 + below(2_000)) },
      }),
      ...(below(3) === 0 && { minimumSliceMinor: BigInt(1 + below(60)) }),
    };
  }

  #mechanism(): Partial<RequestTerms> {
    const { below, pick } = this.#chance;
    return {
      clearing: pick(clearings),
      ...(below(2) === 0 && { timing: pick(['continuous', 'batch'] as const) }),
      ...(below(3) > 0 && { allocation: pick(allocations) }),
      ...(below(2) === 0 && { closing: pick(['when-full', 'at-deadline'] as const) }),
      ...(below(4) === 0 && { relatedIds: [member(below(8)), member(below(8))] }),
    };
  }

  #request(): RequestTerms {
    const { below, pick } = this.#chance;
    this.#requests += this.#repeats && below(40) === 0 ? 0 : 1;
    const amountMinor = BigInt(20 + below(500));
    return {
      requestId: requestId(this.#requests),
      borrowerId: member(below(8)),
      amountMinor,
      minimumMinor: below(3) === 0 ? 0n : (amountMinor * 7n) / 10n,
      noteMinimumMinor: pick([25n, 25n, 25n, 50n, 10n]),
      termMonths: pick(terms),
      purpose: pick(purposes),
      grade: pick(grades),
      ratePpm: BigInt(40_000 + below(6) * 20_000),
      listedOn: this.#today,
      closesOn: addDays(this.#today, below(7) - 1),
      clearing: 'posted-rate',
      ...(this.#isFull && this.#mechanism()),
      ...(this.#isNarrow && { grade: 'A', termMonths: 36, noteMinimumMinor: 10n, ratePpm: BigInt(60_000 + below(2) * 30_000) }),
    };
  }
}

export const requestId = (n: number) => derivedId('loanRequest', String(n));
export const offerId = (n: number) => derivedId('offer', String(n));
export const member = (n: number) => derivedId('member', String(n));
