/** What people may ask of the engine: depth, state, position, and whether the log still gives the book. */
import type { Sql } from '@mutua/db';
import { type CalendarDate, type Id, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Book, createBook, stateHash } from '../domain/book.ts';
import { type DepthCell, depthOf, type OfferPlace, placeOf } from '../domain/depth.ts';
import { countsOf } from '../domain/views.ts';
import type { Engine } from './engine.ts';
import type { Follower } from './follower.ts';
import type { LogReaderOf, SnapshotMark } from './ports.ts';
import { type Replayed, replay, startingBook } from './replay.ts';

export type QueryRejection = 'market.not_found' | 'market.not_active';
type Answer<T> = Promise<Result<T, Rejection<QueryRejection>>>;

export type Depth = { readonly seq: number; readonly businessDate: CalendarDate | null; readonly cells: readonly DepthCell[] };
export type MarketState = {
  readonly seq: number;
  readonly hash: string;
  readonly businessDate: CalendarDate | null;
  readonly openRequests: number;
  readonly waitingRequests: number;
  readonly openOffers: number;
  readonly snapshot: SnapshotMark | undefined;
};
export type ReplayView = { readonly fromSeq: number; readonly commands: number; readonly hash: string };
export type Verification = {
  readonly seq: number;
  readonly liveHash: string;
  readonly fromZero: ReplayView;
  readonly fromSnapshot: ReplayView | null;
  readonly firstDivergence: number | null;
  readonly isEqual: boolean;
};
export type LivePlace = OfferPlace & { readonly seq: number; readonly businessDate: CalendarDate | null };

export type Queries = {
  readonly markets: readonly string[];
  /** Looks at the book as of its last command, here or elsewhere. */
  look<T>(market: string, read: (book: Book) => T): Answer<T>;
  depth(market: string, only: { grade?: string; termMonths?: number }): Answer<Depth>;
  state(sql: Sql, market: string): Answer<MarketState>;
  /** Replays up to the number the live book has now; commands may go on meanwhile. */
  verify(sql: Sql, market: string): Answer<Verification>;
  /** Nowhere, with the number of the last command, when the offer does not rest. */
  place(market: string, offerId: Id<'offer'>): Answer<LivePlace>;
};

export type QueryDeps = {
  readonly engine: Pick<Engine, 'read'>;
  /** Reads of markets that run in another instance. */
  readonly follower: Pick<Follower, 'read'>;
  readonly markets: readonly string[];
  readonly logOf: LogReaderOf;
};

export function createQueries({ engine, follower, markets, logOf }: QueryDeps): Queries {
  const look = async <T>(market: string, read: (book: Book) => T): Answer<T> => {
    if (!markets.includes(market)) return reject('market.not_found', { market });
    const wrapped = (book: Book) => ({ value: read(book) });
    const seen = (await engine.read(market, wrapped)) ?? (await follower.read(market, wrapped));
    return seen === undefined ? reject('market.not_active', { market }) : ok(seen.value);
  };
  return {
    markets,
    look,
    depth: (market, only) => look(market, (book) => ({ seq: book.seq, businessDate: book.businessDate, cells: depthOf(book, only) })),
    async state(sql, market) {
      const live = await look(market, liveState);
      if (!live.ok) return live;
      return ok({ ...live.value, snapshot: await logOf(sql).latestMark(market) });
    },
    async verify(sql, market) {
      const live = await look(market, (book) => ({ seq: book.seq, hash: stateHash(book) }));
      if (!live.ok) return live;
      const { seq, hash } = live.value;
      const log = logOf(sql);
      const zero = await replay(log, createBook(market), seq);
      const snapshot = await log.latestSnapshot(market);
      const useful = snapshot !== undefined && snapshot.seq <= seq ? snapshot : undefined;
      const late = useful === undefined ? undefined : await replay(log, startingBook(market, useful), seq);
      const fromZero = viewOf(zero, 0);
      const fromSnapshot = late === undefined ? null : viewOf(late, useful?.seq ?? 0);
      const isEqual = zero.firstDivergence === null && fromZero.hash === hash && (fromSnapshot?.hash ?? hash) === hash;
      return ok({ seq, liveHash: hash, fromZero, fromSnapshot, firstDivergence: zero.firstDivergence, isEqual });
    },
    place: (market, offerId) => look(market, (book) => ({ seq: book.seq, businessDate: book.businessDate, ...placeOf(book, offerId) })),
  };
}

function viewOf({ book, commands }: Replayed, fromSeq: number): ReplayView {
  return { fromSeq, commands, hash: stateHash(book) };
}

function liveState(book: Book): Omit<MarketState, 'snapshot'> {
  const { seq, businessDate } = book;
  return { seq, hash: stateHash(book), businessDate, ...countsOf(book) };
}
