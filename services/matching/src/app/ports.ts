/** What the engine needs of its surroundings: a log in order, projections, snapshots and the fencing epoch, all inside one transaction. */
import type { OutboxEvent, Sql, Tx } from '@mutua/db';
import type { Id, Instant } from '@mutua/kernel';
import type { Offer } from '../domain/book.ts';
import type { Command, NumberedCommand, RefusalCode, RequestTerms } from '../domain/command.ts';
import type { BookEvent, Fill } from '../domain/event.ts';

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

export type StoredSnapshot = { readonly seq: number; readonly state: string; readonly hash: string; readonly takenAt: Instant };

/** Everything one transaction changed in one market. */
export type Changes = {
  readonly market: string;
  readonly log: readonly LogEntry[];
  readonly refusals: readonly RefusedCommand[];
  readonly fills: readonly Fill[];
  /** Requests whose fills all went one way. */
  readonly fillEnds: readonly { readonly requestId: Id<'loanRequest'>; readonly status: 'settled' | 'returned' }[];
  readonly requests: readonly StoredRequest[];
  readonly offers: readonly Offer[];
  readonly snapshot?: StoredSnapshot;
};

export type LogPage = readonly LogEntry[];

/** Reads of the log and of snapshots. */
export type LogReader = {
  latestSnapshot(market: string): Promise<StoredSnapshot | undefined>;
  /** Commands after a number, in order, at most `limit`. */
  after(market: string, seq: number, limit: number): Promise<LogPage>;
};

export type EngineStore = LogReader & {
  /**
   * Locks the engine rows of the markets and renews the lease. False when any of them has another epoch than given: another engine
   * has taken over, nothing may be written.
   */
  assertEpochs(epochs: ReadonlyMap<string, bigint>): Promise<boolean>;
  save(changes: Changes): Promise<void>;
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
