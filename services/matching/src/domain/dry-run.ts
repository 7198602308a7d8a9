/**
 * What an offer would have bought: it is placed into a book of the past, and the log is run on from there with it taking part. Others are
 * displaced where it comes first; commands that no longer make sense in that world (an answer to a partial amount that was filled, say) are
 * passed over and counted.
 */
import { divide, type Instant, type RatePpm } from '@mutua/kernel';
import { apply } from './apply.ts';
import { type Book, clearTouched } from './book.ts';
import { basisOf } from './clearing.ts';
import type { NumberedCommand, OfferTerms, RefusalCode } from './command.ts';
import type { BookEvent, Fill } from './event.ts';
import { findOffer } from './views.ts';

export type DryRun = {
  /** Why the offer could not even be placed. */
  readonly refusal: RefusalCode | null;
  /** Notes it would have now, those of loans paid out included, each with when it was filled. */
  readonly bought: readonly { readonly fill: Fill; readonly at: Instant }[];
  readonly boughtMinor: bigint;
  /** Fills that came back: outbid, or the loan fell through. */
  readonly returnedMinor: bigint;
  /** Mean rate of the notes, rounded down; null when there are none. */
  readonly meanRatePpm: RatePpm | null;
  readonly idleMinor: bigint;
  readonly commands: number;
  readonly passedOver: number;
};

export type DryRunner = { step(numbered: NumberedCommand): void; result(): DryRun };

/** Places the offer into the book, which is used up; then feed the log from there on. The offer's id must not occur in it. */
export function createDryRun(start: Book, rule: OfferTerms, at: Instant): DryRunner {
  const bought = new Map<string, { fill: Fill; at: Instant }>();
  const counts = { commands: 0, passedOver: 0, returnedMinor: 0n };
  const note = (events: readonly BookEvent[], when: Instant) => {
    for (const event of events) counts.returnedMinor += noteEvent(bought, event, { offerId: rule.offerId, at: when });
    clearTouched(start);
  };
  const placed = apply(start, { seq: start.seq + 1, at, command: { type: 'place-offer', terms: rule } });
  if (placed.ok) note(placed.value, at);
  return {
    step(numbered) {
      const done = apply(start, { ...numbered, seq: start.seq + 1 });
      counts.commands += 1;
      if (done.ok) note(done.value, numbered.at);
      else counts.passedOver += 1;
    },
    result() {
      const fills = [...bought.values()].map(({ fill }) => fill);
      const boughtMinor = fills.reduce((sum, fill) => sum + fill.amountMinor, 0n);
      const meanRatePpm = boughtMinor === 0n ? null : divide(basisOf(fills), boughtMinor, 'floor');
      const idleMinor = findOffer(start, rule.offerId)?.remainingMinor ?? 0n;
      return {
        refusal: placed.ok ? null : placed.error.code,
        bought: [...bought.values()],
        boughtMinor,
        meanRatePpm,
        idleMinor,
        ...counts,
      };
    },
  };
}

/** Keeps the notes of the offer by request; answers what came back. */
function noteEvent(
  bought: Map<string, { fill: Fill; at: Instant }>,
  event: BookEvent,
  { offerId, at }: { readonly offerId: string; readonly at: Instant },
): bigint {
  switch (event.type) {
    case 'fills-made':
      for (const fill of event.fills) if (fill.offerId === offerId) bought.set(fill.requestId, { fill, at });
      return 0n;
    case 'request-filled':
    case 'request-partially-filled': {
      const final = event.fills.find((fill) => fill.offerId === offerId);
      const known = bought.get(event.requestId);
      if (final !== undefined && known !== undefined) bought.set(event.requestId, { fill: final, at: known.at });
      return 0n;
    }
    case 'fills-outbid': {
      const mine = event.outbid.find(({ fill }) => fill.offerId === offerId);
      const known = bought.get(event.requestId);
      if (mine === undefined || known === undefined) return 0n;
      if (mine.leftMinor === 0n) bought.delete(event.requestId);
      else bought.set(event.requestId, { fill: { ...mine.fill, amountMinor: mine.leftMinor }, at: known.at });
      return mine.releasedMinor;
    }
    case 'request-closed': {
      const released = bought.get(event.requestId)?.fill.amountMinor ?? 0n;
      bought.delete(event.requestId);
      return released;
    }
    default:
      return 0n;
  }
}
