/** What one transaction did to one market, gathered in memory and stored at its end. */
import { assertNever, type Id, type Instant, type RatePpm } from '@mutua/kernel';
import { type Book, stateHash } from '../domain/book.ts';
import type { NumberedCommand } from '../domain/command.ts';
import type { BookEvent, Fill } from '../domain/event.ts';
import { takeSnapshot } from '../domain/snapshot.ts';
import { findRequest, type RequestView, touchedOffers, touchedRequests } from '../domain/views.ts';
import type { Changes, Clearing, FillChange, LogEntry, RefusedCommand, StoredStatus } from './ports.ts';

type EndStatus = Exclude<StoredStatus, 'open' | 'partial' | 'filled'>;

export type Batch = {
  readonly log: LogEntry[];
  readonly refusals: RefusedCommand[];
  /** New fills by their natural key. */
  readonly fills: Map<string, Fill>;
  /** What became of fills that were stored before, by their natural key. */
  readonly fillChanges: Map<string, FillChange>;
  readonly ends: Map<Id<'loanRequest'>, EndStatus>;
  /** Commands that cleared requests. */
  readonly clearings: Map<number, Clearing>;
};

export function emptyBatch(): Batch {
  return { log: [], refusals: [], fills: new Map(), fillChanges: new Map(), ends: new Map(), clearings: new Map() };
}

/** A listing is a batch of its own, whether it found money or not. */
export function noteCommand(batch: Batch, numbered: NumberedCommand): void {
  const { command, seq } = numbered;
  if (command.type === 'list-request' && command.terms.timing !== 'batch') batch.clearings.set(seq, clearingOf(batch, numbered));
}

export type Noted = { readonly book: Book; readonly numbered: NumberedCommand; readonly event: BookEvent };

/** Remembers what an event means for the stored fills, requests and batches. */
export function note(batch: Batch, { book, numbered, event }: Noted): void {
  switch (event.type) {
    case 'fills-made':
      for (const fill of event.fills) batch.fills.set(keyOf(fill), fill);
      addClearing(batch, numbered, event);
      return;
    case 'fills-outbid':
      for (const { fill, leftMinor } of event.outbid) changeFill(batch, fill, { amountMinor: leftMinor });
      return;
    case 'request-filled':
    case 'request-partially-filled':
      // A posted rate is final when the fill is made; the other mechanisms know theirs at the end.
      if (findRequest(book, event.requestId)?.terms.clearing === 'posted-rate') return;
      for (const fill of event.fills) changeFill(batch, fill, { ratePpm: fill.ratePpm });
      return;
    case 'request-closed':
      batch.ends.set(event.requestId, event.outcome);
      return;
    case 'request-settled':
      batch.ends.set(event.requestId, 'settled');
      return;
    case 'batch-cleared':
      batch.clearings.set(numbered.seq, { ...clearingOf(batch, numbered), requests: event.requests, seed: event.seed });
      return;
    case 'offer-closed':
    case 'offer-freed':
    case 'offer-amended':
      return;
    default:
      assertNever(event);
  }
}

function clearingOf({ clearings }: Batch, { seq, at, command }: NumberedCommand): Clearing {
  return clearings.get(seq) ?? { seq, type: command.type, at, requests: 0, fills: 0, filledMinor: 0n, seed: null };
}

function addClearing(batch: Batch, numbered: NumberedCommand, { fills }: Extract<BookEvent, { type: 'fills-made' }>): void {
  const before = clearingOf(batch, numbered);
  batch.clearings.set(numbered.seq, {
    ...before,
    requests: before.requests + 1,
    fills: before.fills + fills.length,
    filledMinor: fills.reduce((sum, { amountMinor }) => sum + amountMinor, before.filledMinor),
  });
}

/** A fill of this transaction changes before it is stored; one that was stored is changed there. */
function changeFill(batch: Batch, fill: Fill, change: { readonly amountMinor?: bigint; readonly ratePpm?: RatePpm }): void {
  const key = keyOf(fill);
  const fresh = batch.fills.get(key);
  if (fresh === undefined) {
    const { seq, index } = fill;
    batch.fillChanges.set(key, { ...batch.fillChanges.get(key), seq, index, ...change });
  } else if (change.amountMinor === 0n) batch.fills.delete(key);
  else batch.fills.set(key, { ...fresh, ...change });
}

function keyOf({ seq, index }: Pick<Fill, 'seq' | 'index'>): string {
  return `${seq}:${index}`;
}

/** The changes to store; with a snapshot when the book has moved far enough since the last one. */
export function changesOf(book: Book, batch: Batch, snapshot: { isDue: boolean; at: Instant }): Changes {
  return {
    market: book.market,
    log: batch.log,
    refusals: batch.refusals,
    fills: [...batch.fills.values()],
    fillChanges: [...batch.fillChanges.values()],
    fillEnds: [...batch.ends].map(([requestId, status]) => ({ requestId, status: status === 'settled' ? status : 'returned' })),
    clearings: [...batch.clearings.values()],
    requests: touchedRequests(book).map((request) => ({
      seq: request.seq,
      terms: request.terms,
      ...standing(request, batch.ends.get(request.terms.requestId)),
    })),
    offers: touchedOffers(book),
    ...(snapshot.isDue && { snapshot: { seq: book.seq, state: takeSnapshot(book), hash: stateHash(book), takenAt: snapshot.at } }),
  };
}

function standing(request: RequestView, end: EndStatus | undefined): { status: StoredStatus; filledMinor: bigint } {
  if (end === undefined) return { status: request.status, filledMinor: request.filledMinor };
  return { status: end, filledMinor: end === 'settled' ? request.filledMinor : 0n };
}
