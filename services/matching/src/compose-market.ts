/** Composes one market's book alone: commands in, events out, snapshots, no I/O. For benchmarks and for tools that run a log again. */
import { apply } from './domain/apply.ts';
import { type Book, bytesOf, clearTouched, createBook, stateHash } from './domain/book.ts';
import type { Command } from './domain/command.ts';
import type { BookEvent } from './domain/event.ts';
import { restoreBook, takeSnapshot } from './domain/snapshot.ts';
import { countsOf } from './domain/views.ts';

export type { Command, Criteria, OfferTerms, RequestTerms } from './domain/command.ts';
/** What the floor of the benchmark has in common with the engine. */
export { bigOf, exact } from './domain/exact.ts';
export { addTo, begin, emptyLanes, foldWords, takeFrom } from './domain/hash.ts';
export { IdTable } from './domain/ids.ts';

const at = '2026-01-01T00:00:00.000Z' as Parameters<typeof apply>[1]['at'];

export type Market = ReturnType<typeof composeMarket>;

/** A book that numbers the commands it is given; what it touched is forgotten every so many commands, as a batch of the service does. */
export function composeMarket(book: Book = createBook('EUR'), batchSize = 256) {
  return {
    /** The events, or undefined when the command is refused. */
    apply(command: Command): readonly BookEvent[] | undefined {
      const done = apply(book, { seq: book.seq + 1, at, command });
      if (book.touchedRows.length + book.touchedRequests.length >= batchSize) clearTouched(book);
      return done.ok ? done.value : undefined;
    },
    hash: () => stateHash(book),
    snapshot: () => takeSnapshot(book),
    counts: () => countsOf(book),
    /** Of columns, links and indexes; texts and objects are not in it. */
    bytes: () => bytesOf(book),
  };
}

export function restoreMarket(snapshot: Uint8Array): Market {
  return composeMarket(restoreBook(snapshot));
}
