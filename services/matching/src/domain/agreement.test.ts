/** The book against the reference engine, against its own snapshots and against its invariants, on random command sequences. */
import type { Instant } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { RandomCommands } from '../../test/model/random-commands.ts';
import { Reference } from '../../test/model/reference.ts';
import { apply } from './apply.ts';
import { type Book, createBook, stateHash } from './book.ts';
import { decode, encode } from './codec.ts';
import type { NumberedCommand } from './command.ts';
import { brokenInvariants } from './invariants.ts';
import { restoreBook, takeSnapshot } from './snapshot.ts';

const at = '2026-01-01T00:00:00.000Z' as Instant;
// Math.random is fine here: the seed is printed with every failure, and MUTUA_SEED repeats it.
const baseSeed = Number(process.env['MUTUA_SEED'] ?? Math.floor(Math.random() * 1e9));
const sequences = Number(process.env['MUTUA_MATCHING_SEQUENCES'] ?? 60);
const steps = 400;
const timeoutMs = 60_000 + sequences * 2_000;

function seeds(): number[] {
  return Array.from({ length: sequences }, (_, i) => baseSeed + i);
}

test(
  `book and reference agree on ${sequences} × ${steps} random commands (MUTUA_SEED=${baseSeed})`,
  () => {
    const seen = new Map<string, number>();
    for (const seed of seeds()) {
      const book = createBook('EUR');
      const reference = new Reference();
      const commands = new RandomCommands(seed);
      for (let step = 0; step < steps; step += 1) {
        const command = commands.next();
        const hash = stateHash(book);
        const done = apply(book, { seq: book.seq + 1, at, command });
        const expected = reference.apply(command);
        const where = `seed ${seed} step ${step} ${command.type}`;
        expect(done.ok ? done.value : undefined, where).toEqual(expected);
        if (!done.ok) expect(stateHash(book), `${where}: refused, yet the book moved`).toBe(hash);
        expect(brokenInvariants(book), where).toEqual([]);
        for (const event of expected ?? [{ type: `refused ${command.type}` }]) {
          const outcome = 'outcome' in event ? ` ${event.outcome}` : '';
          seen.set(`${event.type}${outcome}`, (seen.get(`${event.type}${outcome}`) ?? 0) + 1);
        }
      }
    }
    // Every outcome occurs: a generator that never reaches a rule would prove nothing about it.
    const outcomes = ['revoked', 'expired', 'exhausted', 'request-closed'].map((outcome) => `offer-closed ${outcome}`);
    const closings = ['expired', 'withdrawn', 'declined', 'lapsed'].map((outcome) => `request-closed ${outcome}`);
    const rest = ['fills-made', 'request-filled', 'request-partially-filled', 'request-settled', 'offer-freed'];
    for (const name of [...outcomes, ...closings, ...rest]) expect(seen.get(name) ?? 0, name).toBeGreaterThan(5);
  },
  timeoutMs,
);

test(
  `live = replay from zero = replay from any snapshot (MUTUA_SEED=${baseSeed})`,
  () => {
    for (const seed of seeds().slice(0, 20)) {
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
  const commands = new RandomCommands(seed);
  const log: NumberedCommand[] = [];
  const hashes = new Map<number, string>();
  const snapshots = new Map<number, Uint8Array>();
  for (let step = 0; step < 300; step += 1) {
    const numbered: NumberedCommand = { seq: book.seq + 1, at, command: commands.next() };
    if (!apply(book, numbered).ok) continue;
    log.push(numbered);
    hashes.set(book.seq, stateHash(book));
    if (step % 37 === 0) snapshots.set(book.seq, takeSnapshot(book));
  }
  return { log, hashes, snapshots, book };
}

function throughText(numbered: NumberedCommand): NumberedCommand {
  return decode<NumberedCommand>(encode(numbered));
}
