/** Seeded random commands that hit all rules often: few members, few rates, small amounts, late and repeated commands. */
import { addDays, type CalendarDate, calendarDate, derivedId } from '@mutua/kernel';
import type { Command, OfferTerms, RequestTerms } from '../../src/domain/command.ts';

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
const firstDay = calendarDate('2026-01-01');

/** An endless, repeatable course of commands for one market. */
export class RandomCommands {
  readonly #chance: Chance;
  #today: CalendarDate = firstDay;
  #requests = 0;
  #offers = 0;
  readonly #repeats: boolean;

  /** Without repeats no id is used twice, as it is when the ids come from elsewhere and each event is handled once. */
  constructor(seed: number, { repeats = true }: { readonly repeats?: boolean } = {}) {
    this.#chance = chance(seed);
    this.#repeats = repeats;
  }

  next(): Command {
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
    return { type: 'tick', businessDate: this.#today };
  }

  #onRequest<T extends string>(type: T): { type: T; requestId: RequestTerms['requestId'] } {
    return { type, requestId: requestId(this.#recent(this.#requests)) };
  }

  /** One of the latest numbers, so that what is named is often still alive. */
  #recent(count: number): number {
    return Math.max(0, count - this.#chance.below(12));
  }

  #offer(): OfferTerms {
    const { below, pick } = this.#chance;
    this.#offers += this.#repeats && below(40) === 0 ? 0 : 1;
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
      },
      goodTillOn: below(4) === 0 ? addDays(this.#today, below(8) - 1) : null,
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
    };
  }
}

export const requestId = (n: number) => derivedId('loanRequest', String(n));
export const offerId = (n: number) => derivedId('offer', String(n));
export const member = (n: number) => derivedId('member', String(n));
