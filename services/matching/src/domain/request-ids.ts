/**
 * Ids of the requests of a book, and of those that ended lately, so that what arrives late or twice for them is recognised. An entry is 20
 * bytes: the id, and the row of a request that lives or the day on which it ended.
 */
import type { Id } from '@mutua/kernel';
import { absent, IdTable } from './ids.ts';
import { grown, roomFor } from './offer-columns.ts';

type RequestId = Id<'loanRequest'>;

/** Four words of id; then the complement of a row, which is negative, or a day. */
const stride = 5;
const startEntries = 64;

export class RequestIds {
  #words = new Int32Array(startEntries * stride);
  readonly #ids = new IdTable<RequestId>('req_', this.#words, stride);
  #high = 0;
  readonly #free: number[] = [];
  /** Entries that were forgotten, not yet free: their texts can still be asked for. */
  readonly #forgotten: number[] = [];
  /** Entries of ended requests, oldest first. */
  #ended: number[] = [];

  get endedCount(): number {
    return this.#ended.length;
  }

  /** Of a request that lives or ended lately: 0 or more; else a negative number, see IdTable. Remembers the id for an `add` that follows. */
  entryOf(requestId: string): number {
    return this.#ids.find(requestId);
  }

  /** The row of a request that lives; -1 for any other. */
  find(requestId: string): number {
    const entry = this.#ids.find(requestId);
    if (entry < 0) return absent;
    const standing = this.#words[entry * stride + 4] ?? 0;
    return standing < 0 ? ~standing : absent;
  }

  hasEnded(requestId: string): boolean {
    const entry = this.#ids.find(requestId);
    return entry >= 0 && (this.#words[entry * stride + 4] ?? 0) >= 0;
  }

  text(entry: number): RequestId {
    return this.#ids.text(entry);
  }

  /** Puts the four words of an entry's id at the beginning. */
  putWords(entry: number, words: Int32Array): void {
    this.#ids.putWords(entry, words);
  }

  /** The entry of an id that has none, for a request in this row. */
  add(requestId: string, row: number): number {
    return this.#add(requestId, ~row);
  }

  /** From here only the day is kept. Days do not go back. */
  end(entry: number, day: number): void {
    this.#words[entry * stride + 4] = day;
    this.#ended.push(entry);
  }

  /** One that ended and was not here, when a snapshot is read; answers its entry. */
  addEnded(requestId: string, day: number): number {
    const entry = this.#add(requestId, day);
    this.#ended.push(entry);
    return entry;
  }

  /** Forgets what ended before the day; tells each. Its text can be asked for until `freeForgotten`. */
  forgetEnded(before: number, told: (entry: number, day: number) => void): void {
    let count = 0;
    for (const entry of this.#ended) {
      const day = this.#dayOf(entry);
      if (day >= before) break;
      told(entry, day);
      this.#ids.remove(entry);
      this.#forgotten.push(entry);
      count += 1;
    }
    if (count > 0) this.#ended = this.#ended.slice(count);
  }

  freeForgotten(): void {
    if (this.#forgotten.length === 0) return;
    for (const entry of this.#forgotten) this.#free.push(entry);
    this.#forgotten.length = 0;
  }

  /** Ended requests and their days, oldest first. */
  ended(): [RequestId, number][] {
    return Array.from(this.endedEntries(), ([entry, day]) => [this.#ids.text(entry), day]);
  }

  /** Entries and days of ended requests, oldest first. */
  *endedEntries(): Generator<readonly [number, number]> {
    for (const entry of this.#ended) yield [entry, this.#dayOf(entry)];
  }

  #dayOf(entry: number): number {
    return this.#words[entry * stride + 4] ?? 0;
  }

  #add(requestId: string, standing: number): number {
    this.#ids.find(requestId);
    const entry = this.#free.pop() ?? this.#high++;
    if ((entry + 1) * stride > this.#words.length) {
      this.#words = grown(this.#words, roomFor(entry) * stride);
      this.#ids.moved(this.#words);
    }
    this.#words[entry * stride + 4] = standing;
    this.#ids.add(entry);
    return entry;
  }
}
