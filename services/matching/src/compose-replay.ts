/** Composes what runs the log of a market again outside of the service: from its database, or from an export with no server at all. */
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { openDatabase } from '@mutua/db';
import type { Instant } from '@mutua/kernel';
import { createLogger } from '@mutua/telemetry';
import { logReader } from './adapters/postgres/engine-store.ts';
import type { LogEntry, LogPage } from './app/ports.ts';
import { isHashOfEarlierEngine, pagesOf, startingBook } from './app/replay.ts';
import { commandFrom, payloadOf } from './app/wire.ts';
import { apply } from './domain/apply.ts';
import { type Book, clearTouched, stateHash } from './domain/book.ts';
import { engineVersion } from './domain/hash.ts';
import { takeSnapshot } from './domain/snapshot.ts';

/** As the engine stores it; for benchmarks. */
export { saveSnapshot } from './adapters/postgres/snapshots.ts';

/** A log to be run: the book it starts from, and the commands after it in order. */
export type ReplaySource = {
  readonly market: string;
  /** Number of the last command there is. */
  readonly lastSeq: number;
  start(): Promise<Book>;
  pages(afterSeq: number, toSeq: number): AsyncIterable<LogPage>;
  close(): Promise<void>;
};

export type Difference = {
  readonly seq: number;
  readonly type: string;
  /** What the log has. */
  readonly logged: string;
  /** What the replay gave: a hash, or why the command was refused. */
  readonly given: string;
};
export type ReplayOutcome = {
  readonly startedAt: number;
  readonly commands: number;
  /** Commands of an earlier engine: run, their hashes cannot be compared. */
  readonly notCompared: number;
  readonly hash: string;
  readonly difference: Difference | null;
};
export type Range = {
  readonly from: number;
  readonly to: number;
  readonly onProgress: (done: number, total: number) => void;
};

const progressEvery = 1_000;
const format = 'mutua-matching-log';

type Header = {
  readonly format: typeof format;
  readonly version: 1;
  readonly market: string;
  readonly engineVersion: number;
  readonly fromSeq: number;
  readonly toSeq: number;
  /** The book before the first command; null for an empty one. */
  readonly start: { readonly seq: number; readonly hash: string; readonly takenAt: Instant; readonly snapshot: string } | null;
};

/** The log in the database; `before` asks for a book that is no later than the command before it. Throws when there is no such market. */
export async function openLog({ url, market, before }: { url: string; market: string; before: number }): Promise<ReplaySource> {
  const logger = createLogger({ service: 'replay', level: 'fatal' });
  const db = await openDatabase({ url, applicationName: 'matching-replay', poolMax: 2, logger });
  const log = logReader(db.sql);
  const row = await db.sql.one<{ last: bigint | null }>('select max(seq) as last from commands where market = $1', [market]);
  return {
    market,
    lastSeq: Number(row?.last ?? 0n),
    start: async () => startingBook(market, before <= 1 ? undefined : await log.latestSnapshot(market, before - 1)),
    pages: (after, upTo) => pagesOf(log, { market, after, upTo }),
    close: () => db.close(),
  };
}

/** An export. Throws when the file is not one. */
export async function openExport(path: string): Promise<ReplaySource> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  const header = headerFrom((await lines.next()).value);
  const { market, start } = header;
  return {
    market,
    lastSeq: header.toSeq,
    start: async () => startingBook(market, start === null ? undefined : { ...start, state: Buffer.from(start.snapshot, 'base64') }),
    async *pages(_afterSeq, toSeq) {
      for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
        const entry = entryFrom(String(line.value));
        if (entry.numbered.seq > toSeq) return;
        yield [entry];
      }
    },
    close: async () => void (await lines.return?.()),
  };
}

function headerFrom(line: unknown): Header {
  const header = typeof line === 'string' && line.startsWith('{') ? (JSON.parse(line) as Header) : undefined;
  if (header?.format !== format || header.version !== 1) throw new RangeError('the file is not an export of a market');
  return header;
}

function entryFrom(line: string): LogEntry {
  const { seq, at, payload, hash } = JSON.parse(line) as { seq: number; at: Instant; payload: string; hash: string };
  return { numbered: { seq, at, command: commandFrom(payload) }, eventId: null, stateHash: hash };
}

/** Runs the log up to the end of the range and ends at the first command that gives another hash than the log has. */
export async function replayRange(source: ReplaySource, { from, to, onProgress }: Range): Promise<ReplayOutcome> {
  const book = await source.start();
  const startedAt = book.seq;
  const counts = { commands: 0, notCompared: 0 };
  const outcome = (difference: Difference | null): ReplayOutcome => ({ startedAt, ...counts, hash: stateHash(book), difference });
  for await (const page of source.pages(book.seq, to)) {
    for (const { numbered, stateHash: logged } of page) {
      const { seq, command } = numbered;
      const done = apply(book, numbered);
      if (!done.ok) return outcome({ seq, type: command.type, logged, given: `refused: ${done.error.code}` });
      const isCompared = !isHashOfEarlierEngine(logged);
      if (isCompared && stateHash(book) !== logged) return outcome({ seq, type: command.type, logged, given: stateHash(book) });
      if (seq >= from) {
        counts.commands += 1;
        if (!isCompared) counts.notCompared += 1;
      }
      if (seq % progressEvery === 0) {
        clearTouched(book);
        onProgress(seq - startedAt, to - startedAt);
      }
    }
  }
  if (book.seq < to) return outcome({ seq: book.seq + 1, type: 'missing', logged: 'missing', given: 'missing' });
  return outcome(null);
}

/** Writes the range as a file of lines that openExport reads; the number of commands written. */
export async function writeExport(source: ReplaySource, path: string, { from, to, onProgress }: Range): Promise<number> {
  const book = await source.start();
  for await (const page of source.pages(book.seq, from - 1)) {
    for (const { numbered } of page) apply(book, numbered);
    clearTouched(book);
  }
  const first = book.seq;
  const lines = async function* (): AsyncGenerator<string> {
    yield `${JSON.stringify(headerOf(source, { book, to }))}\n`;
    for await (const page of source.pages(first, to)) {
      for (const { numbered, stateHash: hash } of page) {
        const { seq, at, command } = numbered;
        if (seq % progressEvery === 0) onProgress(seq - first, to - first);
        yield `${JSON.stringify({ seq, at, payload: payloadOf(command), hash })}\n`;
      }
    }
  };
  await pipeline(lines, createWriteStream(path, { mode: 0o600 }));
  return to - first;
}

function headerOf({ market }: ReplaySource, { book, to }: { book: Book; to: number }): Header {
  const { seq } = book;
  // The same moment for every export of the same range: the time it was made does not matter for a replay.
  const takenAt = '1970-01-01T00:00:00.000Z' as Instant;
  const start = seq === 0 ? null : { seq, hash: stateHash(book), takenAt, snapshot: Buffer.from(takeSnapshot(book)).toString('base64') };
  return { format, version: 1, market, engineVersion, fromSeq: seq + 1, toSeq: to, start };
}
