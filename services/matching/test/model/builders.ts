/** Commands in a few words, and what a book tells about them in a few words. */
import { addDays, calendarDate, type Instant } from '@mutua/kernel';
import { expect } from 'vitest';
import { apply } from '../../src/domain/apply.ts';
import { type Book, createBook } from '../../src/domain/book.ts';
import type { Command, Criteria, Draw, OfferChange, OfferTerms, RequestTerms } from '../../src/domain/command.ts';
import type { BookEvent } from '../../src/domain/event.ts';
import { brokenInvariants } from '../../src/domain/invariants.ts';
import { member, offerId, requestId } from './random-commands.ts';

export { member, offerId, requestId };

export const at = '2026-01-01T00:00:00.000Z' as Instant;
const today = calendarDate('2026-01-01');
export const day = (n: number) => addDays(today, n);

export type OfferChanges = Partial<Omit<OfferTerms, 'criteria'>> & { criteria?: Partial<Criteria> };

export function offer(n: number, { criteria = {}, ...changes }: OfferChanges = {}): Command {
  const standard = { minRatePpm: 50_000n, grades: ['A', 'B'], minTermMonths: 12, maxTermMonths: 60, purposes: null, capPerLoanMinor: 100n };
  const terms = { offerId: offerId(n), lenderId: member(n), requestId: null, totalMinor: 100n, goodTillOn: null, ...changes };
  return { type: 'place-offer', terms: { ...terms, criteria: { ...standard, ...criteria } } };
}

export function request(n: number, changes: Partial<RequestTerms> = {}): Command {
  const amounts = { amountMinor: 200n, minimumMinor: 70n, noteMinimumMinor: 25n, ratePpm: 90_000n };
  const dates = { listedOn: today, closesOn: day(14) };
  const kind = { termMonths: 36, purpose: 'car', grade: 'A', clearing: 'posted-rate' as const };
  return {
    type: 'list-request',
    terms: { requestId: requestId(n), borrowerId: member(100 + n), ...amounts, ...dates, ...kind, ...changes },
  };
}

export const tick = (n: number): Command => ({ type: 'tick', businessDate: day(n) });
export const about = (type: 'withdraw-request' | 'accept-partial' | 'lapse-contract' | 'settle-request', n: number): Command => ({
  type,
  requestId: requestId(n),
});
export const decline = (n: number, cause: 'declined' | 'withdrawn' | 'timeout'): Command => ({
  type: 'decline-partial',
  requestId: requestId(n),
  cause,
});
export const relate = (n: number, ...members: readonly number[]): Command => ({
  type: 'relate-request',
  requestId: requestId(n),
  relatedIds: members.map(member),
});
export const clear = (draw?: Draw): Command => ({ type: 'clear', ...(draw !== undefined && { draw }) });

/** All new terms of the offer, from the same standard as `offer`. */
export function amend(
  n: number,
  { freeMinor = 0n, criteria = {}, goodTillOn = null }: Partial<Omit<OfferChange, 'criteria'>> & OfferChanges = {},
): Command {
  const placed = offer(n, { criteria });
  if (placed.type !== 'place-offer') throw new Error('an offer is placed');
  return { type: 'amend-offer', change: { offerId: offerId(n), freeMinor, criteria: placed.terms.criteria, goodTillOn } };
}

export const revoke = (n: number): Command => ({ type: 'revoke-offer', offerId: offerId(n) });

const names = new Map<string, string>(Array.from({ length: 20 }, (_, n) => [offerId(n), `offer ${n}`]));
for (let n = 0; n < 20; n += 1) names.set(requestId(n), `request ${n}`);

/** An event in a few words. */
export function told(event: BookEvent): string {
  const name = event.type === 'batch-cleared' ? 'batch' : names.get('offerId' in event ? event.offerId : event.requestId);
  switch (event.type) {
    case 'fills-made':
      return `${name}: ${event.fills.map((fill) => `${names.get(fill.offerId)} ${fill.amountMinor}@${fill.ratePpm}`).join(', ')}; ${event.remainingMinor} left`;
    case 'request-closed':
      return `${name} ${event.outcome}, back: ${event.released.map((fill) => `${names.get(fill.offerId)} ${fill.amountMinor}`).join(', ')}`;
    case 'request-partially-filled':
      return `${name} partial ${event.filledMinor}`;
    case 'offer-closed':
      return `${name} ${event.outcome}, freed ${event.freedMinor}`;
    case 'offer-freed':
      return `${name} freed ${event.freedMinor}`;
    case 'offer-amended':
      return `${name} amended, freed ${event.freedMinor}, ${event.isPlaceKept ? 'keeps its place' : 'goes to the back'}`;
    case 'fills-outbid':
      return `${name} outbids ${event.outbid.map(({ fill, releasedMinor, leftMinor }) => `${names.get(fill.offerId)} ${releasedMinor} of ${releasedMinor + leftMinor}`).join(', ')}`;
    case 'batch-cleared':
      return `batch of ${event.requests}: ${event.fills} fills`;
    default:
      return `${name} ${event.type.slice(8)}`;
  }
}

export function run(commands: readonly Command[], book: Book = createBook('EUR')): string[] {
  let last: string[] = [];
  for (const command of commands) {
    const done = apply(book, { seq: book.seq + 1, at, command });
    last = done.ok ? done.value.map(told) : [`refused ${done.error.code}`];
    expect(brokenInvariants(book)).toEqual([]);
  }
  return last;
}
