/**
 * Questions about the past of a market, answered by running its log again: why an offer was filled or not, what a rule would have bought.
 * The work is bounded and one question is answered at a time, so that asking never stands in the way of matching.
 */
import type { Sql } from '@mutua/db';
import { addDays, type CalendarDate, derivedId, type Id, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Book, clearTouched } from '../domain/book.ts';
import type { OfferTerms, RefusalCode } from '../domain/command.ts';
import { createDryRun, type DryRun } from '../domain/dry-run.ts';
import { explainBatch, type OfferReason } from '../domain/explain.ts';
import { createMutex } from './mutex.ts';
import type { LogReader, LogReaderOf } from './ports.ts';
import { replay, startingBook } from './replay.ts';

/** Commands that one question may run, and questions that may wait. */
const workMax = 100_000;
const waitingMax = 8;
const pageSize = 1_000;

export type HistoryRejection = 'history.too_far' | 'history.busy';
type Answer<T, Code extends string = never> = Promise<Result<T, Rejection<HistoryRejection | Code>>>;

export type BatchOfOffer = { readonly seq: number; readonly type: string; readonly at: Instant };
export type BatchReasons = BatchOfOffer & { readonly reasons: readonly OfferReason[] };

export type DryRunAsk = {
  readonly market: string;
  readonly lenderId: Id<'member'>;
  readonly totalMinor: bigint;
  readonly criteria: OfferTerms['criteria'];
  readonly days: number;
};
export type DryRunAnswer = DryRun & { readonly fromSeq: number; readonly toSeq: number; readonly fromDate: CalendarDate | null };

/** The offer that the rule would be. */
export function triedOffer({ market, lenderId, totalMinor, criteria }: Omit<DryRunAsk, 'days'>): OfferTerms {
  return { offerId: derivedId('offer', 'dry-run', market), lenderId, requestId: null, totalMinor, criteria, goodTillOn: null };
}

/** The tick that began the last business date up to a day: its number, or 0 for the beginning of the log. */
export type DayFinder = (sql: Sql, market: string, upTo: CalendarDate) => Promise<number>;

export type History = {
  /** What each of the batches, given newest first, did for the offer. */
  explain(sql: Sql, ask: { market: string; offerId: string; batches: readonly BatchOfOffer[] }): Answer<readonly BatchReasons[]>;
  dryRun(sql: Sql, ask: DryRunAsk & { readonly today: CalendarDate | null; readonly head: number }): Answer<DryRunAnswer, RefusalCode>;
};

export function createHistory({ logOf, dayFinder }: { readonly logOf: LogReaderOf; readonly dayFinder: DayFinder }): History {
  const mutex = createMutex();
  let waiting = 0;
  const alone = async <T, Code extends string>(work: () => Answer<T, Code>): Answer<T, Code> => {
    if (waiting >= waitingMax) return reject('history.busy');
    waiting += 1;
    const release = await mutex.acquire();
    try {
      return await work();
    } finally {
      waiting -= 1;
      release();
    }
  };
  return {
    explain: (sql, { market, offerId, batches }) => alone(() => explain(logOf(sql), { market, offerId, batches })),
    dryRun: (sql, ask) =>
      alone(async () => {
        const from = ask.today === null ? 0 : await dayFinder(sql, ask.market, addDays(ask.today, -ask.days));
        return dryRun(logOf(sql), { ...ask, from });
      }),
  };
}

/** The book as it was after a command; refused when that takes more commands than a question may run. */
async function bookAt(log: LogReader, market: string, { seq, until }: { seq: number; until: number }): Answer<Book> {
  const snapshot = seq === 0 ? undefined : await log.latestSnapshot(market, seq);
  const commands = until - (snapshot?.seq ?? 0);
  if (commands > workMax) return reject('history.too_far', { commands, commandsMax: workMax });
  return ok((await replay(log, startingBook(market, snapshot), seq)).book);
}

type Explaining = { readonly market: string; readonly offerId: string; readonly batches: readonly BatchOfOffer[] };

async function explain(log: LogReader, { market, offerId, batches }: Explaining): Answer<readonly BatchReasons[]> {
  const [newest, oldest] = [batches[0], batches.at(-1)];
  if (newest === undefined || oldest === undefined) return ok([]);
  const started = await bookAt(log, market, { seq: oldest.seq - 1, until: newest.seq });
  if (!started.ok) return started;
  const book = started.value;
  const explained: BatchReasons[] = [];
  for (const batch of batches.toReversed()) {
    await replay(log, book, batch.seq - 1);
    const [entry] = await log.after(market, batch.seq - 1, 1);
    const reasons = entry === undefined ? [] : explainBatch(book, entry.numbered, offerId);
    clearTouched(book);
    if (reasons.length > 0) explained.push({ ...batch, reasons });
  }
  return ok(explained.reverse());
}

async function dryRun(log: LogReader, ask: DryRunAsk & { from: number; head: number }): Answer<DryRunAnswer, RefusalCode> {
  const { market, from, head } = ask;
  const started = await bookAt(log, market, { seq: from, until: head });
  if (!started.ok) return started;
  const book = started.value;
  const [fromSeq, fromDate] = [book.seq, book.businessDate];
  const [first] = await log.after(market, fromSeq, 1);
  const at = first?.numbered.at ?? ('1970-01-01T00:00:00.000Z' as Instant);
  const runner = createDryRun(book, triedOffer(ask), at);
  for (let seq = fromSeq; seq < head; ) {
    const page = await log.after(market, seq, Math.min(pageSize, head - seq));
    for (const { numbered } of page) runner.step(numbered);
    if (page.length === 0) break;
    seq += page.length;
  }
  const result = runner.result();
  return result.refusal === null ? ok({ ...result, fromSeq, toSeq: head, fromDate }) : reject(result.refusal);
}
