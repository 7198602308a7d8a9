/** The books of an instance, and what a transaction does with them. */
import type { OutboxEvent, Tx } from '@mutua/db';
import { assert, type Clock, type Id, ok, type Result } from '@mutua/kernel';
import { apply, type Refusal } from '../domain/apply.ts';
import { type Book, stateHash } from '../domain/book.ts';
import { type Command, isLostRace, type RefusalCode } from '../domain/command.ts';
import { forgetTouched } from '../domain/depth.ts';
import { findOffer, findRequest } from '../domain/views.ts';
import { type Batch, changesOf, emptyBatch, note, noteCommand } from './batch.ts';
import type { EngineStore, FiledCommand, LogReader, Publish, PublishRefusal, PublishRules, Wish } from './ports.ts';
import { recoverBook } from './replay.ts';

export type Market = { readonly book: Book; snapshotSeq: number; batch: Batch };
export type Markets = Map<string, Market>;

/** A transaction at work. */
export type Turn = {
  readonly tx: Tx;
  readonly store: EngineStore;
  /** The books it may change. */
  readonly markets: Markets;
  /** The number of each book when it began. */
  readonly begunAt: Map<string, number>;
  readonly events: OutboxEvent[];
  /** Commands for markets of other instances, and those that must wait their turn. */
  readonly filed: FiledCommand[];
  /** What is being stored while the transaction goes on; undefined while the server has nothing to do, rejected once it has failed. */
  storing: Promise<void> | undefined;
  /** What was filed before has been applied, as far as this transaction can. */
  drained: Promise<number> | undefined;
  /** More was filed than this transaction can apply. */
  isBehind: boolean;
  readonly release: () => void;
};

export type MarketDeps = {
  readonly publish: Publish;
  readonly publishRefusal: PublishRefusal;
  readonly publishRules: PublishRules;
  readonly clock: Clock;
  readonly snapshotEvery: number;
  /** Commands that a transaction begins to store, as soon as the server is free, while it applies the next ones. */
  readonly storeEvery: number;
  readonly noteMinimumMinor: bigint;
};

export async function recoverMarket(log: LogReader, name: string): Promise<Market> {
  return { ...(await recoverBook(log, name)), batch: emptyBatch() };
}

export function marketIn({ markets }: Turn, name: string): Market {
  const market = markets.get(name);
  assert(market !== undefined, 'the engine acts for the market', { market: name });
  return market;
}

export type Execution = { readonly market: string; readonly command: Command; readonly eventId: string | null };

/**
 * Applies one command. A lost race is recorded and ok, and so is a listing, an offer or an amendment, whose refusal is told; another
 * command that is wrong is answered and leaves no trace.
 */
export function execute(deps: MarketDeps, turn: Turn, { market, command, eventId }: Execution): Result<undefined, Refusal> {
  const target = marketIn(turn, market);
  const { book, batch } = target;
  const numbered = { seq: book.seq + 1, at: deps.clock.now(), command };
  const done = apply(book, numbered);
  if (!done.ok) {
    const { code } = done.error;
    const { at } = numbered;
    if (isWish(command)) {
      // Of a second one with the same id nothing is told: what is in the book, and the money that is held, belong to the first.
      if (!isDuplicate(code))
        turn.events.push(deps.publishRefusal({ market, command, memberId: whoAsked(book, command), code, eventId, at }));
    } else if (!isLostRace(code)) return done;
    batch.refusals.push({ afterSeq: book.seq, command, code, eventId, at });
    return ok(undefined);
  }
  batch.log.push({ numbered, eventId, stateHash: stateHash(book) });
  noteCommand(batch, numbered);
  if (command.type === 'configure' && command.rules !== undefined) {
    turn.events.push(deps.publishRules({ market, seq: numbered.seq, rules: command.rules, at: numbered.at }));
  }
  for (const [index, event] of done.value.entries()) {
    note(batch, { book, numbered, event });
    const published = deps.publish({ market, numbered, index, event, businessDate: book.businessDate });
    if (published !== undefined) turn.events.push(published);
  }
  if (batch.log.length >= deps.storeEvery && turn.storing === undefined) storeMeanwhile(deps, turn, target);
  return ok(undefined);
}

/** Stores what the transaction has done so far while it goes on; its end waits for it. */
function storeMeanwhile(deps: MarketDeps, turn: Turn, market: Market): void {
  const { outbox } = turn.tx;
  const told = outbox.append(turn.events.splice(0)).then(() => outbox.send());
  turn.storing = Promise.all([saveMarket(deps, turn.store, market), told]).then(() => {
    turn.storing = undefined;
  });
  turn.storing.catch(() => undefined); // told at the end
}

/** Stores what the transaction did to the market. */
export async function saveMarket(deps: MarketDeps, store: EngineStore, market: Market): Promise<void> {
  const { book, batch } = market;
  if (batch.log.length === 0 && batch.refusals.length === 0) return;
  const isDue = book.seq - market.snapshotSeq >= deps.snapshotEvery;
  const changes = changesOf(book, batch, { isDue, at: deps.clock.now() });
  // Safe before the commit: after a rollback this memory is thrown away.
  if (isDue) market.snapshotSeq = book.seq;
  market.batch = emptyBatch();
  forgetTouched(book);
  await store.save(changes);
}

export function knows(book: Book, id: string): boolean {
  return findOffer(book, id as Id<'offer'>) !== undefined || findRequest(book, id as Id<'loanRequest'>) !== undefined;
}

function isWish(command: Command): command is Wish {
  return command.type === 'list-request' || command.type === 'place-offer' || command.type === 'amend-offer';
}

function isDuplicate(code: RefusalCode): boolean {
  return code === 'request.duplicate' || code === 'offer.duplicate';
}

function whoAsked(book: Book, command: Wish): Id<'member'> | undefined {
  if (command.type === 'amend-offer') return findOffer(book, command.change.offerId)?.terms.lenderId;
  return command.type === 'place-offer' ? command.terms.lenderId : command.terms.borrowerId;
}
