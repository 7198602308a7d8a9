/** The log run again: from nothing or from a snapshot, each command checked against the hash that was logged with it. */
import { DefectError } from '@mutua/kernel';
import { apply } from '../domain/apply.ts';
import { type Book, createBook, stateHash } from '../domain/book.ts';
import { forgetTouched } from '../domain/depth.ts';
import { engineOf, engineVersion } from '../domain/hash.ts';
import { restoreBook } from '../domain/snapshot.ts';
import type { LogPage, LogReader, StoredSnapshot } from './ports.ts';

const pageSize = 2_000;

export type Replayed = {
  readonly book: Book;
  readonly commands: number;
  /** First command whose hash is not the logged one. */
  readonly firstDivergence: number | null;
};

export type Stretch = { readonly market: string; readonly after: number; readonly upTo: number };

/** The commands of a stretch of the log, page by page; the next page is on its way while one is worked on. */
export async function* pagesOf(log: Pick<LogReader, 'after'>, { market, after, upTo }: Stretch): AsyncGenerator<LogPage> {
  const read = (seq: number): Promise<LogPage> => {
    const page = seq < upTo ? log.after(market, seq, Math.min(pageSize, upTo - seq)) : Promise.resolve([]);
    page.catch(() => undefined); // told when it is awaited
    return page;
  };
  for (let next = read(after); ; ) {
    const page = await next;
    const last = page.at(-1);
    if (last === undefined) return;
    next = read(page.length < pageSize ? upTo : last.numbered.seq);
    yield page;
  }
}

/** Runs the log on from where the book stands, up to a number (all of it by default). */
export async function replay(log: Pick<LogReader, 'after'>, book: Book, upTo = Number.MAX_SAFE_INTEGER): Promise<Replayed> {
  let commands = 0;
  let firstDivergence: number | null = null;
  for await (const page of pagesOf(log, { market: book.market, after: book.seq, upTo })) {
    firstDivergence ??= replayPage(book, page);
    commands += page.length;
  }
  return { book, commands, firstDivergence };
}

/** Earlier engines hashed otherwise: their commands are run and their hashes passed over. Anything else that is not equal is a difference. */
export function isHashOfEarlierEngine(hash: string): boolean {
  return (engineOf(hash) ?? engineVersion) < engineVersion;
}

/** Applies logged commands; the number of the first one that gives another hash, null when none does. */
export function replayPage(book: Book, page: LogPage): number | null {
  let first: number | null = null;
  for (const { numbered, stateHash: logged } of page) {
    const done = apply(book, numbered);
    if (!done.ok) throw new DefectError('a logged command is refused', { market: book.market, seq: numbered.seq, ...done.error });
    if (first === null && !isHashOfEarlierEngine(logged) && stateHash(book) !== logged) first = numbered.seq;
  }
  forgetTouched(book);
  return first;
}

/** A fresh book, or the one of the snapshot; a snapshot that does not give its own hash is a defect. */
export function startingBook(market: string, snapshot: StoredSnapshot | undefined): Book {
  if (snapshot === undefined) return createBook(market);
  const book = restoreBook(snapshot.state);
  const isSame = isHashOfEarlierEngine(snapshot.hash) || stateHash(book) === snapshot.hash;
  if (!isSame || book.seq !== snapshot.seq || book.market !== market)
    throw new DefectError('a snapshot does not give its own hash', { market, seq: snapshot.seq });
  return book;
}

/** The live book of a market from snapshot and log. A hash that differs is a defect: an engine that is not sure does not trade. */
export async function recoverBook(log: LogReader, market: string): Promise<{ book: Book; snapshotSeq: number }> {
  const snapshot = await log.latestSnapshot(market);
  return { book: await catchUp(log, startingBook(market, snapshot)), snapshotSeq: snapshot?.seq ?? 0 };
}

/** Applies what the log has gained since. */
export async function catchUp(log: Pick<LogReader, 'after'>, book: Book): Promise<Book> {
  const { firstDivergence } = await replay(log, book);
  if (firstDivergence !== null) throw new DefectError('the replay differs from the log', { market: book.market, seq: firstDivergence });
  return book;
}
