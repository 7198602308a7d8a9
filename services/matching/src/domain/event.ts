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
  /** What this lender gets. */
  readonly ratePpm: RatePpm;
};

export type RequestOutcome = 'expired' | 'withdrawn' | 'declined' | 'lapsed';
export type OfferOutcome = 'revoked' | 'expired' | 'exhausted' | 'request-closed';

type OfRequest = { readonly requestId: Id<'loanRequest'>; readonly borrowerId: Id<'member'> };
type OfOffer = { readonly offerId: Id<'offer'>; readonly lenderId: Id<'member'>; readonly freedMinor: bigint };

export type BookEvent =
  | (OfRequest & {
      readonly type: 'fills-made';
      readonly fills: readonly Fill[];
      readonly filledMinor: bigint;
      readonly remainingMinor: bigint;
    })
  | (OfRequest & {
      readonly type: 'request-filled';
      readonly amountMinor: bigint;
      readonly ratePpm: RatePpm;
      readonly fills: readonly Fill[];
    })
  | (OfRequest & {
      readonly type: 'request-partially-filled';
      readonly filledMinor: bigint;
      readonly ratePpm: RatePpm;
      readonly fills: readonly Fill[];
    })
  | (OfRequest & { readonly type: 'request-closed'; readonly outcome: RequestOutcome; readonly released: readonly Fill[] })
  /** The loan was paid out: the fills became notes. Not published, the book only forgets the request. */
  | (OfRequest & { readonly type: 'request-settled' })
  | (OfOffer & { readonly type: 'offer-closed'; readonly outcome: OfferOutcome })
  | (OfOffer & { readonly type: 'offer-freed' });
