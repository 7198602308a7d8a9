/** What the use cases need of the outside. All stores of one set share one transaction; reads may use them outside of one. */
import type { CalendarDate, Currency, Id, Instant } from '@mutua/kernel';
import type { Contract, ContractStatus, Fill, ServicingStatus } from '../domain/contract.ts';
import type { LoanRequest, LoanRequestEvent, RequestStatus } from '../domain/loan-request.ts';
import type { MarketRules } from '../domain/market-rules.ts';
import type { Offer, OfferEvent, OfferStatus } from '../domain/offer.ts';
import type { Market, Product } from '../domain/product.ts';
import type { Relation, RelationKind } from '../domain/related.ts';
import type { Waiting } from '../domain/waiting.ts';

/** A page of rows newest first: at most limit + 1, so that the reader sees whether there is a next page. */
export type PageAsk = { readonly beforeId: string | undefined; readonly limit: number };

export type ProductStore = {
  find(productId: string): Promise<Product | undefined>;
  insert(product: Product): Promise<void>;
  list(filter: {
    readonly market: string | undefined;
    readonly after: readonly string[] | undefined;
    readonly limit: number;
  }): Promise<readonly Product[]>;
  market(code: string): Promise<Market | undefined>;
  /** A market of matching that is none here has no products: nothing happens. */
  ruleMarket(code: string, rules: MarketRules): Promise<void>;
};

export type ListingRow = { readonly request: LoanRequest; readonly fillCount: number };
export type ListingFilter = PageAsk & {
  readonly status: 'open' | 'funded' | 'closed';
  readonly market: string | undefined;
  readonly grade: string | undefined;
  readonly termMonths: number | undefined;
};

export type LoanRequestStore = {
  insert(request: LoanRequest): Promise<void>;
  find(requestId: string): Promise<LoanRequest | undefined>;
  /** Locks the row until the transaction ends. */
  lock(requestId: string): Promise<LoanRequest | undefined>;
  /** Locks the rows with one statement, so that locking each of them costs none. */
  prefetch(requestIds: readonly string[]): Promise<void>;
  /** Locks what the members have listed or may have listed yet, oldest id first. */
  lockUnfunded(borrowerIds: readonly string[]): Promise<readonly LoanRequest[]>;
  /** Locks what has a deadline before the day, oldest id first, from after `afterId`. */
  lockPastDeadline(ask: {
    readonly on: CalendarDate;
    readonly afterId: string | undefined;
    readonly limit: number;
  }): Promise<readonly LoanRequest[]>;
  /** Writes the state of a locked request and one line of history for each event, with the commit. */
  save(change: { readonly after: LoanRequest; readonly events: readonly LoanRequestEvent[] }): Promise<void>;
};

export type LoanRequestReads = {
  find(requestId: string): Promise<LoanRequest | undefined>;
  list(
    filter: PageAsk & { readonly borrowerId: string | undefined; readonly status: RequestStatus | undefined },
  ): Promise<readonly LoanRequest[]>;
  listings(filter: ListingFilter): Promise<readonly ListingRow[]>;
  listing(requestId: string): Promise<ListingRow | undefined>;
};

export type OfferStore = {
  find(offerId: string): Promise<Offer | undefined>;
  lock(offerId: string): Promise<Offer | undefined>;
  /** Locks the offers with one statement, so that locking each of them costs none. */
  prefetch(offerIds: readonly string[]): Promise<void>;
  /** Locks what is directed at the request and not ended; their ids in order. Of a locked request, so that none is placed meanwhile. */
  lockDirected(requestId: string): Promise<readonly Id<'offer'>[]>;
  /** With the commit. */
  insert(offer: Offer): void;
  /** A locked offer, with the commit. */
  save(offer: Offer): void;
};

export type OfferReads = {
  find(offerId: string): Promise<Offer | undefined>;
  list(filter: PageAsk & { readonly lenderId: string | undefined; readonly status: OfferStatus | undefined }): Promise<readonly Offer[]>;
};

/** A fill that cheaper money displaced; 0 left when it is gone. */
export type Outbid = { readonly fillId: Id<'fill'>; readonly releasedMinor: bigint; readonly leftMinor: bigint };

/** Fills as matching told them. Recording one twice is recording it once. Written with the commit. */
export type FillStore = {
  /** `areAll`: the request has no other reserved fills. */
  record(told: { readonly requestId: Id<'loanRequest'>; readonly fills: readonly Fill[]; readonly areAll: boolean }): Promise<void>;
  /** What was displaced is reserved no more. With the commit. */
  outbid(outbid: readonly Outbid[]): void;
  /** Reserved fills, in the order of their ids. */
  reservedOf(requestId: Id<'loanRequest'>): Promise<readonly Fill[]>;
  /** The fills of a request became notes, or went back to their offers. */
  settle(requestId: Id<'loanRequest'>, as: 'captured' | 'released'): Promise<void>;
};

export type ContractFilter = {
  readonly borrowerId: string | undefined;
  readonly status: ContractStatus | undefined;
  readonly before: readonly string[] | undefined;
  readonly limit: number;
};

export type ContractStore = {
  insert(contract: Contract): Promise<void>;
  find(contractId: string): Promise<Contract | undefined>;
  lock(contractId: string): Promise<Contract | undefined>;
  save(before: Contract, after: Contract): Promise<void>;
  /** False when there is no such loan. */
  setServicing(loanId: string, status: ServicingStatus): Promise<boolean>;
  /** Newest first, from after the (madeAt, contractId) of `before`. */
  list(filter: ContractFilter): Promise<readonly Contract[]>;
};

type Pair = { readonly memberId: string; readonly relatedId: string; readonly by: Id<'member'>; readonly at: Instant };

/** Relations between members; each holds both ways. */
export type RelatedStore = {
  /** Everybody related to the member now, in the order of their ids. */
  of(memberId: string): Promise<readonly Id<'member'>[]>;
  /** Ended ones too, newest first. */
  list(filter: { readonly memberId: string; readonly beforeNr: string | undefined; readonly limit: number }): Promise<readonly Relation[]>;
  /** Undefined when they are related already. */
  insert(relation: Pair & { readonly kind: RelationKind }): Promise<Relation | undefined>;
  /** Undefined when they are not related. */
  end(ending: Pair & { readonly reason: string }): Promise<Relation | undefined>;
};

export type MemberStore = {
  isKnown(memberId: string): Promise<boolean>;
  isVerified(memberId: string): Promise<boolean>;
  set(memberId: string, isVerified: boolean): Promise<void>;
};

export type BusinessDays = {
  /** The open business date; before the first one was heard of, the configured first date or the day of the instant. */
  current(at: Instant): Promise<CalendarDate>;
  open(on: CalendarDate): Promise<void>;
};

/** Events leave with the transaction. */
export type Publisher = {
  loanRequest(after: LoanRequest, events: readonly LoanRequestEvent[]): Promise<void>;
  offerPlaced(offer: Offer): Promise<void>;
  offer(after: Offer, events: readonly OfferEvent[]): Promise<void>;
  contracted(contract: Contract, at: Instant): Promise<void>;
};

export type StuckRow = { readonly kind: 'loan-request' | 'offer'; readonly id: string; readonly status: string; readonly waiting: Waiting };
export type FunnelMarket = {
  readonly market: Currency;
  readonly created: number;
  readonly requestedMinor: bigint;
  readonly paidOutMinor: bigint;
  readonly byStatus: readonly { readonly status: RequestStatus; readonly count: number; readonly amountMinor: bigint }[];
  /** Requests that had the event at least once. */
  readonly reached: Readonly<Record<string, number>>;
  readonly rejections: readonly { readonly code: string; readonly count: number }[];
};

export type Reports = {
  stuck(filter: {
    readonly before: Instant;
    readonly on: CalendarDate;
    readonly waitingFor: string | undefined;
    readonly limit: number;
  }): Promise<readonly StuckRow[]>;
  funnel(): Promise<readonly FunnelMarket[]>;
};

/** Members who may act on an object; undefined when there is no such object. */
export type Ownership = {
  ofRequest(requestId: string): Promise<readonly string[] | undefined>;
  ofOffer(offerId: string): Promise<readonly string[] | undefined>;
  ofContract(contractId: string): Promise<readonly string[] | undefined>;
  ofMember(memberId: string): Promise<readonly string[] | undefined>;
};

export type Reads = {
  readonly products: Pick<ProductStore, 'find' | 'list' | 'market'>;
  readonly requests: LoanRequestReads;
  readonly offers: OfferReads;
  readonly contracts: Pick<ContractStore, 'find' | 'list'>;
  readonly days: Pick<BusinessDays, 'current'>;
  readonly related: Pick<RelatedStore, 'list'>;
  readonly reports: Reports;
};

export type Ports = {
  readonly products: ProductStore;
  readonly requests: LoanRequestStore;
  readonly offers: OfferStore;
  readonly fills: FillStore;
  readonly contracts: ContractStore;
  readonly members: MemberStore;
  readonly related: RelatedStore;
  readonly days: BusinessDays;
  readonly publish: Publisher;
  /** SHA-256 in lower-case hexadecimal. */
  readonly hash: (text: string) => string;
};
