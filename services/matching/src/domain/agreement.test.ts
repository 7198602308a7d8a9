/** The book against the reference engine, against its own snapshots and against its invariants, on random command sequences. */
import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { RandomCommands } from '../../test/model/random-commands.ts';
import { Reference } from '../../test/model/reference.ts';
import { apply } from './apply.ts';
import { type Book, clearTouched, createBook, stateHash } from './book.ts';
import { decode, encode } from './codec.ts';
import type { Command, NumberedCommand } from './command.ts';
import type { BookEvent } from './event.ts';
import { brokenInvariants } from './invariants.ts';
import { restoreBook, takeSnapshot } from './snapshot.ts';

const at = '2026-01-01T00:00:00.000Z' as Instant;
// Math.random is fine here: the seed is printed with every failure, and MUTUA_SEED repeats it.
const baseSeed = Number(process.env['MUTUA_SEED'] ?? Math.floor(Math.random() * 1e9));
// The nightly profile sets 100000.
const sequences = Number(process.env['MUTUA_MATCHING_SEQUENCES'] ?? 2_000);
const timeoutMs = 60_000 + sequences * 100;

/** Most sequences are short, so that many beginnings are seen; some go on until the books are deep. */
const stepsOf = (i: number): number => (i % 40 === 0 ? 400 : 40);

test(
  `book and reference agree on ${sequences} sequences of random commands (MUTUA_SEED=${baseSeed})`,
  () => {
    const seen = new Map<string, number>();
    let commandCount = 0;
    for (let i = 0; i < sequences; i += 1) {
      const seed = baseSeed + i;
      const book = createBook('EUR');
      const reference = new Reference();
      const commands = new RandomCommands(seed, { full: seed % 4 !== 0, narrow: seed % 4 > 1 });
      for (let step = 0; step < stepsOf(i); step += 1) {
        const command = commands.next();
        const hash = stateHash(book);
        const done = apply(book, { seq: book.seq + 1, at, command });
        const told = done.ok ? done.value : undefined;
        const expected = reference.apply(command);
        const where = `seed ${seed} step ${step} ${command.type}`;
        if (!isDeepStrictEqual(told, expected)) expect(told, where).toEqual(expected);
        if (!done.ok && stateHash(book) !== hash) throw new Error(`${where}: refused, yet the book moved`);
        const broken = brokenInvariants(book);
        if (broken.length > 0) expect(broken, where).toEqual([]);
        commandCount += 1;
        // As when a batch was stored: rows of what is gone are used again.
        if (step % 3 === 0) clearTouched(book);
        for (const name of namesOf(expected, command)) seen.set(name, (seen.get(name) ?? 0) + 1);
      }
    }
    process.stdout.write(`agreement: ${sequences} sequences, ${commandCount} commands, seed ${baseSeed}\n`);
    // Every outcome occurs: a generator that never reaches a rule would prove nothing about it.
    const outcomes = ['revoked', 'expired', 'exhausted', 'request-closed'].map((outcome) => `offer-closed ${outcome}`);
    const closings = ['expired', 'withdrawn', 'declined', 'lapsed'].map((outcome) => `request-closed ${outcome}`);
    const plain = ['fills-made', 'request-filled', 'request-partially-filled', 'request-settled', 'offer-freed'];
    const rare = ['fills-outbid', 'offer-amended', 'batch-cleared', 'refused amend-offer', 'refused clear'];
    if (sequences < 1_000) return;
    for (const name of [...outcomes, ...closings, ...plain, ...rare]) expect(seen.get(name) ?? 0, name).toBeGreaterThan(5);
  },
  timeoutMs,
);

function namesOf(events: readonly BookEvent[] | undefined, command: Command): string[] {
  if (events === undefined) return [`refused ${command.type}`];
  return events.map((event) => ('outcome' in event ? `${event.type} ${event.outcome}` : event.type));
}

test(
  `live = replay from zero = replay from any snapshot (MUTUA_SEED=${baseSeed})`,
  () => {
    for (let seed = baseSeed; seed < baseSeed + 20; seed += 1) {
      const { log, hashes, snapshots, book } = live(seed);
      const fromZero = createBook('EUR');
      for (const entry of log) {
        expect(apply(fromZero, throughText(entry)).ok).toBe(true);
        expect(stateHash(fromZero), `seed ${seed} seq ${entry.seq}`).toBe(hashes.get(entry.seq));
      }
      expect(takeSnapshot(fromZero)).toEqual(takeSnapshot(book));
      for (const [seq, text] of snapshots) {
        const restored = restoreBook(text);
        expect(stateHash(restored), `seed ${seed} snapshot ${seq}`).toBe(hashes.get(seq));
        expect(brokenInvariants(restored)).toEqual([]);
        for (const entry of log.slice(seq)) apply(restored, throughText(entry));
        expect(stateHash(restored), `seed ${seed} from snapshot ${seq}`).toBe(stateHash(book));
      }
    }
  },
  timeoutMs,
);

function live(seed: number): { log: NumberedCommand[]; hashes: Map<number, string>; snapshots: Map<number, Uint8Array>; book: Book } {
  const book = createBook('EUR');
  const commands = new RandomCommands(seed, { full: seed % 4 !== 0, narrow: seed % 4 > 1 });
  const log: NumberedCommand[] = [];
  const hashes = new Map<number, string>();
  const snapshots = new Map<number, Uint8Array>();
  for (let step = 0; step < 300; step += 1) {
    const numbered: NumberedCommand = { seq: book.seq + 1, at, command: commands.next() };
    if (!apply(book, numbered).ok) continue;
    log.push(numbered);
    hashes.set(book.seq, stateHash(book));
    if (step % 37 === 0) snapshots.set(book.seq, takeSnapshot(book));
    // The logs are run again without: whether rows are used again changes nothing.
    if (step % 5 === 0) clearTouched(book);
  }
  return { log, hashes, snapshots, book };
}

function throughText(numbered: NumberedCommand): NumberedCommand {
  return decode<NumberedCommand>(encode(numbered));
}
