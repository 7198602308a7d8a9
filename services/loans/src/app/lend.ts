/** What a lender does: place, amend and revoke offers; and what the platform answers about their money. */
import { assert, type CalendarDate, type Id, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { OfferChange } from '../domain/amend-offer.ts';
import {
  decide,
  evolve,
  type NewOffer,
  type Offer,
  type OfferCommand,
  type OfferRejection,
  type PlaceOfferRejection,
  placeDirected,
  placeStanding,
} from '../domain/offer.ts';
import type { Criteria, CriteriaCurrencies } from '../domain/offer-criteria.ts';
import type { Ports } from './ports.ts';

export type OfferInput = {
  readonly offerId: Id<'offer'>;
  readonly lenderId: Id<'member'>;
  readonly totalMinor: bigint;
  readonly currency: string;
  readonly goodTillOn: CalendarDate | null;
  readonly at: Instant;
} & (
  | { readonly kind: 'standing'; readonly criteria: Criteria; readonly currencies: CriteriaCurrencies }
  | { readonly kind: 'directed'; readonly requestId: string }
);

export type PlaceRejection = PlaceOfferRejection | Rejection<'loan_request.not_found'>;
export type OfferChangeRejection = OfferRejection | Rejection<'offer.not_found'>;

export async function placeOffer(ports: Ports, input: OfferInput): Promise<Result<Offer, PlaceRejection>> {
  const [isVerified, market, on] = await Promise.all([
    ports.members.isVerified(input.lenderId),
    ports.products.market(input.currency),
    ports.days.current(input.at),
  ]);
  if (!isVerified) return reject('member.not_verified', { memberId: input.lenderId });
  if (market === undefined) return reject('market.unknown', { market: input.currency });
  const { offerId, lenderId, totalMinor, goodTillOn, at } = input;
  const offer: NewOffer = { offerId, lenderId, market, totalMinor, goodTillOn, at, on };
  const placed = input.kind === 'standing' ? placeStanding(offer, input) : await placeOnRequest(ports, offer, input.requestId);
  if (!placed.ok) return placed;
  ports.offers.insert(placed.value);
  await ports.publish.offerPlaced(placed.value);
  return placed;
}

/** A request that was never listed is unknown to lenders. Locked: when the book refuses it, all that are directed at it are taken back. */
async function placeOnRequest(ports: Ports, offer: NewOffer, requestId: string): Promise<Result<Offer, PlaceRejection>> {
  const request = await ports.requests.lock(requestId);
  const isVisible = request !== undefined && (request.listing !== null || request.borrowerId === offer.lenderId);
  if (!isVisible) return reject('loan_request.not_found', { requestId });
  const related = await ports.related.of(offer.lenderId);
  return related.includes(request.borrowerId) ? reject('offer.related_party', { requestId }) : placeDirected(offer, request);
}

type Amending = { readonly offerId: string; readonly change: OfferChange; readonly at: Instant };

/** The new terms hold when matching says so; until then the offer shows them as asked for. */
export async function amendOffer(ports: Ports, { offerId, change, at }: Amending): Promise<Result<Offer, OfferChangeRejection>> {
  const [offer, on] = [await ports.offers.lock(offerId), await ports.days.current(at)];
  if (offer === undefined) return reject('offer.not_found', { offerId });
  const market = await ports.products.market(offer.market);
  assert(market !== undefined, 'the market of an offer exists', { offerId });
  return changeOffer(ports, offerId, { type: 'Amend', change, market, on, at });
}

export async function changeOffer(ports: Ports, offerId: string, command: OfferCommand): Promise<Result<Offer, OfferChangeRejection>> {
  const offer = await ports.offers.lock(offerId);
  if (offer === undefined) return reject('offer.not_found', { offerId });
  const decided = decide(offer, command);
  if (!decided.ok) return decided;
  if (decided.value.length === 0) return ok(offer);
  const after = decided.value.reduce(evolve, offer);
  ports.offers.save(after);
  await ports.publish.offer(after, decided.value);
  return ok(after);
}
