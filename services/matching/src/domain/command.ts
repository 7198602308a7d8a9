/** Commands of a market. Everything a decision needs is inside: ids, amounts in minor units of the market's currency, the business date. */
import type { CalendarDate, Id, Instant, RatePpm } from '@mutua/kernel';

/** How fills are priced, by product. */
export type Clearing = 'posted-rate';

export type RequestTerms = {
  readonly requestId: Id<'loanRequest'>;
  readonly borrowerId: Id<'member'>;
  readonly amountMinor: bigint;
  /** Funding threshold: at or above it the borrower may take a part at closing. */
  readonly minimumMinor: bigint;
  readonly noteMinimumMinor: bigint;
  readonly termMonths: number;
  readonly purpose: string;
  readonly grade: string;
  readonly ratePpm: RatePpm;
  readonly listedOn: CalendarDate;
  /** Last business date on which it can be filled. */
  readonly closesOn: CalendarDate;
  readonly clearing: Clearing;
};

export type Criteria = {
  readonly minRatePpm: RatePpm;
  readonly grades: readonly string[];
  readonly minTermMonths: number;
  readonly maxTermMonths: number;
  /** Null: any purpose. */
  readonly purposes: readonly string[] | null;
  readonly capPerLoanMinor: bigint;
};

export type OfferTerms = {
  readonly offerId: Id<'offer'>;
  readonly lenderId: Id<'member'>;
  /** The one request a directed offer is for; null for a standing offer. */
  readonly requestId: Id<'loanRequest'> | null;
  readonly totalMinor: bigint;
  readonly criteria: Criteria;
  /** Last business date on which it can be filled; null: until it is revoked. */
  readonly goodTillOn: CalendarDate | null;
};

export type DeclineCause = 'declined' | 'withdrawn' | 'timeout';

export type Command =
  | { readonly type: 'configure'; readonly noteMinimumMinor: bigint }
  | { readonly type: 'list-request'; readonly terms: RequestTerms }
  | { readonly type: 'withdraw-request'; readonly requestId: Id<'loanRequest'> }
  | { readonly type: 'accept-partial'; readonly requestId: Id<'loanRequest'> }
  | { readonly type: 'decline-partial'; readonly requestId: Id<'loanRequest'>; readonly cause: DeclineCause }
  | { readonly type: 'lapse-contract'; readonly requestId: Id<'loanRequest'> }
  | { readonly type: 'settle-request'; readonly requestId: Id<'loanRequest'> }
  | { readonly type: 'place-offer'; readonly terms: OfferTerms }
  | { readonly type: 'revoke-offer'; readonly offerId: Id<'offer'> }
  | { readonly type: 'tick'; readonly businessDate: CalendarDate };

/** A command with its place in the log of the market; the first one is 1. */
export type NumberedCommand = { readonly seq: number; readonly at: Instant; readonly command: Command };

/** Why a command is refused. A refused command changes nothing and gets no number. */
export type RefusalCode =
  | 'market.out_of_sequence'
  | 'request.duplicate'
  | 'request.invalid_terms'
  | 'request.unknown'
  | 'request.already_filled'
  | 'request.not_waiting'
  | 'request.not_filled'
  | 'offer.duplicate'
  | 'offer.invalid_terms'
  | 'offer.unknown'
  | 'offer.closed'
  | 'tick.not_later';
