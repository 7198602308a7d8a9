/** What the engine needs of its surroundings: a log in order, projections, snapshots and the fencing epoch, all inside one transaction. */
import type { OutboxEvent, Sql, Tx } from '@mutua/db';
import type { Id, Instant, RatePpm } from '@mutua/kernel';
import type { Command, MarketRules, NumberedCommand, RefusalCode, RequestTerms } from '../domain/command.ts';
import type { BookEvent, Fill } from '../domain/event.ts';
import type { OfferView } from '../domain/views.ts';

export type LogEntry = {
  readonly numbered: NumberedCommand;
  readonly eventId: string | null;
  /** The hash of the book after the command. */
  readonly stateHash: string;
};

export type RefusedCommand = {
  readonly afterSeq: number;
  readonly command: Command;
  readonly code: RefusalCode;
  readonly eventId: string | null;
  readonly at: Instant;
};

export type StoredStatus = 'open' | 'partial' | 'filled' | 'settled' | 'expired' | 'withdrawn' | 'declined' | 'lapsed';
export type StoredRequest = {
  readonly seq: number;
  readonly terms: RequestTerms;
  readonly status: StoredStatus;
  readonly filledMinor: bigint;
};

/** What a snapshot is of, without it. */
export type SnapshotMark = { readonly seq: number; readonly hash: string; readonly takenAt: Instant };

/** `state` is text in snapshots of the first engine. */
export type StoredSnapshot = SnapshotMark & { readonly state: Uint8Array | string };

/** A stored fill that is worth less or pays otherwise; an amount of 0 says that it is gone. */
export type FillChange = { readonly seq: number; readonly index: number; readonly amountMinor?: bigint; readonly ratePpm?: RatePpm };

/** A command of the log that cleared requests: what people call a batch. */
export type Clearing = {
  readonly seq: number;
  readonly type: Command['type'];
  readonly at: Instant;
  readonly requests: number;
  readonly fills: number;
  readonly filledMinor: bigint;
  readonly seed: string | null;
};

/** Everything one transaction changed in one market. */
export type Changes = {
  readonly market: string;
  readonly log: readonly LogEntry[];
  readonly refusals: readonly RefusedCommand[];
  readonly fills: readonly Fill[];
  readonly fillChanges: readonly FillChange[];
  /** Requests whose fills all went one way. */
  readonly fillEnds: readonly { readonly requestId: Id<'loanRequest'>; readonly status: 'settled' | 'returned' }[];
  readonly clearings: readonly Clearing[];
  readonly requests: readonly StoredRequest[];
  readonly offers: readonly OfferView[];
  readonly snapshot?: StoredSnapshot;
};

/** A command of a market that runs elsewhere, waiting for its engine. */
export type FiledCommand = { readonly market: string; readonly command: Command; readonly eventId: string | null };

export type LogPage = readonly LogEntry[];

/** Reads of the log and of snapshots. */
export type LogReader = {
  /** The latest snapshot, or the latest one up to a number. */
  latestSnapshot(market: string, upTo?: number): Promise<StoredSnapshot | undefined>;
  latestMark(market: string): Promise<SnapshotMark | undefined>;
  /** Commands after a number, in order, at most `limit`. */
  after(market: string, seq: number, limit: number): Promise<LogPage>;
  /** Whether commands wait for one of the markets. */
  hasFiled(markets: readonly string[]): Promise<boolean>;
};

export type EngineStore = LogReader & {
  /**
   * Locks the engine rows of the markets and renews the lease. False when any of them has another epoch than given: another engine
   * has taken over, nothing may be written.
   */
  assertEpochs(epochs: ReadonlyMap<string, bigint>): Promise<boolean>;
  save(changes: Changes): Promise<void>;
  /** Resolves when what was asked for until now is on its way to the server and what it has answered by then is known. */
  sent(): Promise<void>;
  file(filed: readonly FiledCommand[]): Promise<void>;
  /** Takes the oldest filed commands of the markets out, in the order they were filed. */
  takeFiled(markets: readonly string[], limit: number): Promise<readonly FiledCommand[]>;
  /** The market of an offer or request, known or with a command waiting. */
  whereIs(id: string): Promise<string | undefined>;
};

export type StoreOf = (tx: Tx) => EngineStore;
export type LogReaderOf = (sql: Sql) => LogReader;

export type Publication = {
  readonly market: string;
  readonly numbered: NumberedCommand;
  /** Place of the event in its command. */
  readonly index: number;
  readonly event: BookEvent;
  readonly businessDate: string | null;
};
/** The event as the world sees it; undefined for what is not published. */
export type Publish = (publication: Publication) => OutboxEvent | undefined;

/** A listing, an offer or an amendment. Whoever asked for it waits for the answer, and money may be held for it. */
export type Wish = Extract<Command, { type: 'list-request' | 'place-offer' | 'amend-offer' }>;
/** One that the book refused. */
export type RefusedWish = {
  readonly market: string;
  readonly command: Wish;
  /** Who asked; undefined when the book does not know the offer any more. */
  readonly memberId: Id<'member'> | undefined;
  readonly code: RefusalCode;
  readonly eventId: string | null;
  readonly at: Instant;
};
/** New rules hold from a command on. */
export type RuledMarket = { readonly market: string; readonly seq: number; readonly rules: MarketRules; readonly at: Instant };
export type PublishRules = (ruled: RuledMarket) => OutboxEvent;
export type PublishRefusal = (refused: RefusedWish) => OutboxEvent;
