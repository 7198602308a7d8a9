/** What a command did to the book, in order. Plain values: an event never changes after it was made. */
import type { Id, RatePpm } from '@mutua/kernel';

/** One note to be: an amount of an offer taken by a request. `(seq, index)` is its natural key in the market. */
export type Fill = {
  readonly seq: number;
  readonly index: number;
  readonly requestId: Id<'loanRequest'>;
  readonly offerId: Id<'offer'>;
  readonly lenderId: Id<'member'>;
  readonly amountMinor: bigint;
  /** What this lender gets. Of a uniform price: what he would get if the request closed now; final in the event that ends the filling. */
  readonly ratePpm: RatePpm;
};

/** A fill that cheaper money displaced, whole or from its top. */
export type Outbid = {
  /** The fill as it was. */
  readonly fill: Fill;
  readonly releasedMinor: bigint;
  /** What is left of the fill; 0 when it is gone. */
  readonly leftMinor: bigint;
};

export type RequestOutcome = 'expired' | 'withdrawn' | 'declined' | 'lapsed';
export type OfferOutcome = 'revoked' | 'expired' | 'exhausted' | 'request-closed';

type OfRequest = { readonly requestId: Id<'loanRequest'>; readonly borrowerId: Id<'member'> };
type OfOffer = { readonly offerId: Id<'offer'>; readonly lenderId: Id<'member'>; readonly freedMinor: bigint };

/** The price of a filled request. */
type Priced = {
  /** What the borrower pays; of pay-your-bid the weighted mean, rounded up to a whole ppm. Never above his rate. */
  readonly ratePpm: RatePpm;
  /** All fills with their final rates. */
  readonly fills: readonly Fill[];
  /** Σ amount × rate of the fills: the exact mean is this over the amount; interest is split by each fill's share of it. */
  readonly interestBasis: bigint;
};

export type BookEvent =
  | (OfRequest & {
      readonly type: 'fills-made';
      readonly fills: readonly Fill[];
      readonly filledMinor: bigint;
      readonly remainingMinor: bigint;
    })
  /** Only of requests that stay open to their deadline. The money is back in the offers, in its old place. */
  | (OfRequest & { readonly type: 'fills-outbid'; readonly outbid: readonly Outbid[] })
  | (OfRequest & Priced & { readonly type: 'request-filled'; readonly amountMinor: bigint })
  | (OfRequest & Priced & { readonly type: 'request-partially-filled'; readonly filledMinor: bigint })
  | (OfRequest & { readonly type: 'request-closed'; readonly outcome: RequestOutcome; readonly released: readonly Fill[] })
  /** The loan was paid out: the fills became notes. Not published, the book only forgets the request. */
  | (OfRequest & { readonly type: 'request-settled' })
  | (OfOffer & { readonly type: 'offer-closed'; readonly outcome: OfferOutcome })
  | (OfOffer & { readonly type: 'offer-freed' })
  /** New terms hold from here. What was freed leaves the hold; asking for more costs the place in the queues. */
  | (OfOffer & { readonly type: 'offer-amended'; readonly isPlaceKept: boolean })
  /** A batch had requests to clear. Its fills are the events before it of the same command. */
  | { readonly type: 'batch-cleared'; readonly requests: number; readonly fills: number; readonly seed: string | null };
