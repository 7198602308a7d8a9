/** The log run again: from nothing or from a snapshot, each command checked against the hash that was logged with it. */
import { DefectError } from '@mutua/kernel';
import { apply } from '../domain/apply.ts';
import { type Book, createBook, stateHash } from '../domain/book.ts';
import { clearTouched, restoreBook } from '../domain/snapshot.ts';
import type { LogReader, StoredSnapshot } from './ports.ts';

const pageSize = 2_000;

export type Replayed = {
  readonly book: Book;
  readonly commands: number;
  /** First command whose hash is not the logged one. */
  readonly firstDivergence: number | null;
};

/** Runs the log on from where the book stands, up to a number (all of it by default). */
export async function replay(log: LogReader, book: Book, upTo = Number.MAX_SAFE_INTEGER): Promise<Replayed> {
  let commands = 0;
  let firstDivergence: number | null = null;
  while (book.seq < upTo) {
    const page = await log.after(book.market, book.seq, Math.min(pageSize, upTo - book.seq));
    for (const { numbered, stateHash: logged } of page) {
      const done = apply(book, numbered);
      if (!done.ok) throw new DefectError('a logged command is refused', { market: book.market, ...done.error });
      commands += 1;
      if (firstDivergence === null && stateHash(book) !== logged) firstDivergence = numbered.seq;
    }
    clearTouched(book);
    if (page.length === 0) break;
  }
  return { book, commands, firstDivergence };
}

/** A fresh book, or the one of the snapshot; a snapshot that does not give its own hash is a defect. */
export function startingBook(market: string, snapshot: StoredSnapshot | undefined): Book {
  if (snapshot === undefined) return createBook(market);
  const book = restoreBook(snapshot.state);
  if (stateHash(book) !== snapshot.hash || book.seq !== snapshot.seq || book.market !== market)
    throw new DefectError('a snapshot does not give its own hash', { market, seq: snapshot.seq });
  return book;
}

/** The live book of a market from snapshot and log. A hash that differs is a defect: an engine that is not sure does not trade. */
export async function recoverBook(log: LogReader, market: string): Promise<{ book: Book; snapshotSeq: number }> {
  const snapshot = await log.latestSnapshot(market);
  const { book, firstDivergence } = await replay(log, startingBook(market, snapshot));
  if (firstDivergence !== null) throw new DefectError('the replay differs from the log', { market, seq: firstDivergence });
  return { book, snapshotSeq: snapshot?.seq ?? 0 };
}
