/** Commands of a market. Everything a decision needs is inside: ids, amounts in minor units of the market's currency, dates and seeds. */
import type { CalendarDate, Id, Instant, RatePpm } from '@mutua/kernel';

/**
 * How fills are priced, by product. posted-rate: all get the rate of the request. uniform-price: all get the highest minimum rate that
 * was needed. pay-your-bid: each gets his own minimum rate, the borrower pays the weighted mean.
 */
export type Clearing = 'posted-rate' | 'uniform-price' | 'pay-your-bid';

/** continuous: matched by every command. batch: only when a tick or a clear says so. */
export type Timing = 'continuous' | 'batch';

/** Who is filled when the last rate cannot be filled whole; the rates below it always are. See docs/matching.md. */
export type Allocation = 'time' | 'pro-rata' | 'random' | 'idle-share';

/** when-full: takes no more once it is full. at-deadline: cheaper money displaces dearer until its closing date. */
export type Closing = 'when-full' | 'at-deadline';

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
  /** The posted rate, or the highest rate the borrower accepts. */
  readonly ratePpm: RatePpm;
  readonly listedOn: CalendarDate;
  /** Last business date on which it can be filled. */
  readonly closesOn: CalendarDate;
  readonly clearing: Clearing;
  /** Absent: continuous. */
  readonly timing?: Timing;
  /** Absent: time. */
  readonly allocation?: Allocation;
  /** Absent: when-full. */
  readonly closing?: Closing;
  /** Members who may not lend here besides the borrower: household, own companies. Absent: none. */
  readonly relatedIds?: readonly Id<'member'>[];
};

/** A cap as a share of the lender's whole portfolio, as it was worth when the command was made. */
export type PortfolioShare = { readonly sharePpm: RatePpm; readonly portfolioMinor: bigint };

export type Criteria = {
  readonly minRatePpm: RatePpm;
  readonly grades: readonly string[];
  readonly minTermMonths: number;
  readonly maxTermMonths: number;
  /** Null: any purpose. */
  readonly purposes: readonly string[] | null;
  readonly capPerLoanMinor: bigint;
  /** At most this much of the offer in all loans of one borrower. Absent: no such cap. */
  readonly capPerBorrowerMinor?: bigint;
  /** At most this share of the portfolio in all loans of one borrower. Absent: no such cap. */
  readonly capOfPortfolio?: PortfolioShare;
  /** The smallest note the lender takes. Absent: any. */
  readonly minimumSliceMinor?: bigint;
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

/** New terms of an open offer. What is filled already stays as it is. */
export type OfferChange = {
  readonly offerId: Id<'offer'>;
  /** Unfilled money that leaves the offer; 0 for none. */
  readonly freeMinor: bigint;
  readonly criteria: Criteria;
  readonly goodTillOn: CalendarDate | null;
};

/** What a market accepts. Absent in a configure command: as it was; at the beginning everything. */
export type MarketRules = {
  /** Rates are multiples of the step from the minimum to the maximum. */
  readonly rateStepPpm: RatePpm;
  readonly rateMinPpm: RatePpm;
  readonly rateMaxPpm: RatePpm;
  /** Known grades, best first; null: any. */
  readonly grades: readonly string[] | null;
  readonly minTermMonths: number;
  readonly maxTermMonths: number;
  /** Known purposes; null: any. */
  readonly purposes: readonly string[] | null;
};

/** The lottery of a batch: the seed that was committed to before, and the commitment to the next one (64 hexadecimal digits of SHA-256). */
export type Draw = { readonly seed: string | null; readonly nextCommitment: string | null };

export type DeclineCause = 'declined' | 'withdrawn' | 'timeout';

export type Command =
  | { readonly type: 'configure'; readonly noteMinimumMinor: bigint; readonly rules?: MarketRules; readonly seedCommitment?: string }
  | { readonly type: 'list-request'; readonly terms: RequestTerms }
  | { readonly type: 'withdraw-request'; readonly requestId: Id<'loanRequest'> }
  /** More members who may not lend here. What they filled stands. */
  | { readonly type: 'relate-request'; readonly requestId: Id<'loanRequest'>; readonly relatedIds: readonly Id<'member'>[] }
  | { readonly type: 'accept-partial'; readonly requestId: Id<'loanRequest'> }
  | { readonly type: 'decline-partial'; readonly requestId: Id<'loanRequest'>; readonly cause: DeclineCause }
  | { readonly type: 'lapse-contract'; readonly requestId: Id<'loanRequest'> }
  | { readonly type: 'settle-request'; readonly requestId: Id<'loanRequest'> }
  | { readonly type: 'place-offer'; readonly terms: OfferTerms }
  | { readonly type: 'amend-offer'; readonly change: OfferChange }
  | { readonly type: 'revoke-offer'; readonly offerId: Id<'offer'> }
  /** A new business date. Batch requests are cleared first, so that what closes today had its last batch; then offers and requests expire. */
  | { readonly type: 'tick'; readonly businessDate: CalendarDate; readonly draw?: Draw }
  /** A batch within the business date. */
  | { readonly type: 'clear'; readonly draw?: Draw };

/** A command with its place in the log of the market; the first one is 1. */
export type NumberedCommand = { readonly seq: number; readonly at: Instant; readonly command: Command };

/** Lost races: the command was right when it was made and came too late, or twice. */
export type LostRace =
  | 'request.unknown'
  | 'request.already_filled'
  | 'request.not_waiting'
  | 'request.not_filled'
  | 'offer.unknown'
  | 'offer.closed'
  | 'offer.amend_over_unfilled'
  | 'tick.not_later';

/** The command itself is wrong; each code names the rule. */
export type BadCommand =
  | 'market.out_of_sequence'
  | 'market.invalid_rules'
  | 'market.too_many_grades'
  | 'market.too_many_purposes'
  | 'batch.invalid_commitment'
  | 'batch.seed_mismatch'
  | 'request.duplicate'
  | 'request.malformed_id'
  | 'request.amount_out_of_range'
  | 'request.minimum_above_amount'
  | 'request.note_minimum_not_positive'
  | 'request.term_out_of_range'
  | 'request.rate_off_grid'
  | 'request.grade_unknown'
  | 'request.purpose_unknown'
  | 'request.unknown_mechanism'
  | 'offer.duplicate'
  | 'offer.malformed_id'
  | 'offer.amount_out_of_range'
  | 'offer.cap_not_positive'
  | 'offer.cap_below_slice'
  | 'offer.rate_off_grid'
  | 'offer.matches_nothing';

/** Why a command is refused. A refused command changes nothing and gets no number. */
export type RefusalCode = LostRace | BadCommand;

const lostRaces: Readonly<Record<LostRace, true>> = {
  'request.unknown': true,
  'request.already_filled': true,
  'request.not_waiting': true,
  'request.not_filled': true,
  'offer.unknown': true,
  'offer.closed': true,
  'offer.amend_over_unfilled': true,
  'tick.not_later': true,
};

/** Whether a refusal is nobody's mistake: recorded, and not answered as an error. */
export function isLostRace(code: RefusalCode): code is LostRace {
  return code in lostRaces;
}
