/** What one transaction did to one market, gathered in memory and stored at its end. */
import { assertNever, type Id, type Instant } from '@mutua/kernel';
import { type Book, type Request, stateHash } from '../domain/book.ts';
import type { BookEvent, Fill } from '../domain/event.ts';
import { takeSnapshot } from '../domain/snapshot.ts';
import type { Changes, LogEntry, RefusedCommand, StoredStatus } from './ports.ts';

type EndStatus = Exclude<StoredStatus, 'open' | 'partial' | 'filled'>;

export type Batch = {
  readonly log: LogEntry[];
  readonly refusals: RefusedCommand[];
  readonly fills: Fill[];
  readonly ends: Map<Id<'loanRequest'>, EndStatus>;
};

export function emptyBatch(): Batch {
  return { log: [], refusals: [], fills: [], ends: new Map() };
}

/** Remembers what an event means for the stored fills and requests. */
export function note(batch: Batch, event: BookEvent): void {
  switch (event.type) {
    case 'fills-made':
      batch.fills.push(...event.fills);
      return;
    case 'request-closed':
      batch.ends.set(event.requestId, event.outcome);
      return;
    case 'request-settled':
      batch.ends.set(event.requestId, 'settled');
      return;
    case 'request-filled':
    case 'request-partially-filled':
    case 'offer-closed':
    case 'offer-freed':
      return;
    default:
      assertNever(event);
  }
}

/** The changes to store; with a snapshot when the book has moved far enough since the last one. */
export function changesOf(book: Book, batch: Batch, snapshot: { isDue: boolean; at: Instant }): Changes {
  return {
    market: book.market,
    log: batch.log,
    refusals: batch.refusals,
    fills: batch.fills,
    fillEnds: [...batch.ends].map(([requestId, status]) => ({ requestId, status: status === 'settled' ? status : 'returned' })),
    requests: [...book.touchedRequests].map((request) => ({
      seq: request.seq,
      terms: request.terms,
      ...standing(request, batch.ends.get(request.terms.requestId)),
    })),
    offers: [...book.touchedOffers],
    ...(snapshot.isDue && { snapshot: { seq: book.seq, state: takeSnapshot(book), hash: stateHash(book), takenAt: snapshot.at } }),
  };
}

function standing(request: Request, end: EndStatus | undefined): { status: StoredStatus; filledMinor: bigint } {
  if (end === undefined) return { status: request.status, filledMinor: request.filledMinor };
  return { status: end, filledMinor: end === 'settled' ? request.filledMinor : 0n };
}
