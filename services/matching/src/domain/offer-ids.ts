/**
 * Offer ids at the edge of the book: 128 bits in four words, found by an open hash table of rows. No text is kept for a resting offer.
 * The words are stored by the caller in `words`, four for each row.
 */
import type { Id } from '@mutua/kernel';

const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const prefix = 'off_';
const idLength = prefix.length + 26;
const digitCodes = Uint8Array.from(digits, (digit) => digit.charCodeAt(0));
const digitOf = new Uint8Array(128).fill(255);
for (const [value, code] of digitCodes.entries()) digitOf[code] = value;

/** Reads five digits more bits of `text` from `at` on; 26 digits are 28 + 30 + 30 + 30 + 10 bits. */
function bitsAt(text: string, at: number, count: number): number {
  let bits = 0;
  for (let i = at; i < at + count; i += 1) bits = (bits << 5) | (digitOf[text.charCodeAt(i) & 127] ?? 255);
  return bits;
}

function isWellFormed(text: string): boolean {
  if (text.length !== idLength || !text.startsWith(prefix)) return false;
  if ((digitOf[text.charCodeAt(4) & 127] ?? 255) > 7) return false;
  for (let i = 4; i < idLength; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 127 || digitOf[code] === 255) return false;
  }
  return true;
}

/** Not an id of an offer: nothing in a book can be named so. */
export const malformed = -2;
export const absent = -1;

export class OfferIds {
  /** Row + 1 in each used slot. */
  #slots = new Int32Array(64);
  #count = 0;
  #words: Int32Array;
  #w0 = 0;
  #w1 = 0;
  #w2 = 0;
  #w3 = 0;
  readonly #text = new Uint8Array(26);

  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** The words moved to a larger array. */
  moved(words: Int32Array): void {
    this.#words = words;
  }

  /** The row of the id, `absent` or `malformed`. Remembers the id for an `add` that follows. */
  find(id: string): number {
    if (!isWellFormed(id)) return malformed;
    const last = bitsAt(id, 28, 2);
    this.#w0 = (bitsAt(id, 4, 6) << 4) | (last >> 6);
    this.#w1 = bitsAt(id, 10, 6) | ((last >> 4) << 30);
    this.#w2 = bitsAt(id, 16, 6) | ((last >> 2) << 30);
    this.#w3 = bitsAt(id, 22, 6) | (last << 30);
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hashOf(this.#w0, this.#w1, this.#w2, this.#w3) & mask; ; slot = (slot + 1) & mask) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0) return absent;
      if (this.#isAt(row)) return row;
    }
  }

  /** Puts the id that `find` did not find at a row. */
  add(row: number): void {
    const words = this.#words;
    const at = row * 4;
    words[at] = this.#w0;
    words[at + 1] = this.#w1;
    words[at + 2] = this.#w2;
    words[at + 3] = this.#w3;
    this.index(row);
  }

  /** Makes the row findable by the words it has. */
  index(row: number): void {
    if (this.#count * 4 >= this.#slots.length * 3) this.#grow();
    this.#count += 1;
    this.#place(row);
  }

  /** The row can no longer be found. Rows behind it in its run move up, so no marks are left. */
  remove(row: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hole = this.#homeOf(row) & mask;
    while (slots[hole] !== row + 1) hole = (hole + 1) & mask;
    for (let slot = (hole + 1) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const other = slots[slot] ?? 0;
      const home = this.#homeOf(other - 1) & mask;
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      slots[hole] = other;
      hole = slot;
    }
    slots[hole] = 0;
    this.#count -= 1;
  }

  text(row: number): Id<'offer'> {
    const words = this.#words;
    const at = row * 4;
    const w0 = words[at] ?? 0;
    const w1 = words[at + 1] ?? 0;
    const w2 = words[at + 2] ?? 0;
    const w3 = words[at + 3] ?? 0;
    this.#write(0, w0 >>> 4);
    this.#write(6, w1 & 0x3fffffff);
    this.#write(12, w2 & 0x3fffffff);
    this.#write(18, w3 & 0x3fffffff);
    const last = ((w0 & 15) << 6) | ((w1 >>> 30) << 4) | ((w2 >>> 30) << 2) | (w3 >>> 30);
    this.#text[24] = digitCodes[last >> 5] ?? 0;
    this.#text[25] = digitCodes[last & 31] ?? 0;
    return (prefix + String.fromCharCode.apply(undefined, this.#text as unknown as number[])) as Id<'offer'>;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  #write(at: number, bits: number): void {
    for (let i = 5, rest = bits; i >= 0; i -= 1, rest >>>= 5) this.#text[at + i] = digitCodes[rest & 31] ?? 0;
  }

  #isAt(row: number): boolean {
    const words = this.#words;
    const at = row * 4;
    return words[at] === this.#w0 && words[at + 1] === this.#w1 && words[at + 2] === this.#w2 && words[at + 3] === this.#w3;
  }

  #homeOf(row: number): number {
    const words = this.#words;
    const at = row * 4;
    return hashOf(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
  }

  #place(row: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = this.#homeOf(row) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = row + 1;
  }

  #grow(): void {
    const rows = this.#slots.filter((slot) => slot !== 0);
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (const row of rows) this.#place(row - 1);
  }
}

function hashOf(w0: number, w1: number, w2: number, w3: number): number {
  let h = Math.imul(w0 ^ 0x2545f491, 0x85ebca6b);
  h = Math.imul((h ^ (h >>> 15) ^ w1) | 0, 0xc2b2ae35);
  h = Math.imul((h ^ (h >>> 13) ^ w2) | 0, 0x27d4eb2f);
  h = Math.imul((h ^ (h >>> 16) ^ w3) | 0, 0x85ebca6b);
  return (h ^ (h >>> 15)) >>> 0;
}
