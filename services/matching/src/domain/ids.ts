/**
 * Ids at the edge of the book: 128 bits in four words, found by an open hash table of rows. No text is kept for what rests in the book.
 * The words are stored by the caller in `words`: the first four of each row of `stride` words.
 */

const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const prefixLength = 4;
const idLength = prefixLength + 26;
const digitCodes = Uint8Array.from(digits, (digit) => digit.charCodeAt(0));
/** By code; negative for what is no digit. */
const digitOf = new Int32Array(128).fill(-1);
for (const [value, code] of digitCodes.entries()) digitOf[code] = value;
/** Two digits of five bits as the word of two characters that foldText folds. */
const pairs = Int32Array.from({ length: 1024 }, (_, pair) => (digitCodes[pair >> 5] ?? 0) | ((digitCodes[pair & 31] ?? 0) << 16));

/** Not an id of this kind: nothing in a table can be named so. */
export const malformed = -2;
export const absent = -1;

export class IdTable<Text extends string> {
  /** Row + 1 in each used slot. */
  #slots = new Int32Array(64);
  #count = 0;
  #words: Int32Array;
  readonly #stride: number;
  readonly #prefix: Uint8Array;
  #w0 = 0;
  #w1 = 0;
  #w2 = 0;
  #w3 = 0;
  /** The last id that was looked for, and where: a command asks for its subject more than once. */
  #lastId: string | null = null;
  #lastRow = absent;

  /** Of ids with a prefix of three letters and an underscore. */
  constructor(prefix: string, words: Int32Array, stride = 4) {
    this.#prefix = Uint8Array.from(prefix, (letter) => letter.charCodeAt(0));
    this.#stride = stride;
    this.#words = words;
  }

  /** The words moved to a larger array. */
  moved(words: Int32Array): void {
    this.#words = words;
  }

  /** The row of the id, `absent` or `malformed`. Remembers the id for an `add` that follows. */
  find(id: string): number {
    if (id === this.#lastId) return this.#lastRow;
    if (!this.#read(id)) return malformed;
    const row = this.#seek();
    this.#lastId = id;
    this.#lastRow = row;
    return row;
  }

  #seek(): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = hashOf(this.#w0, this.#w1, this.#w2, this.#w3) & mask; ; slot = (slot + 1) & mask) {
      const row = (slots[slot] ?? 0) - 1;
      if (row < 0) return absent;
      if (this.#isAt(row)) return row;
    }
  }

  /** 26 digits are 28 + 30 + 30 + 30 + 10 bits; the last ten fill up the four words. False when it is no id of this kind. */
  #read(id: string): boolean {
    if (id.length !== idLength) return false;
    const prefix = this.#prefix;
    for (let i = 0; i < prefixLength; i += 1) if (id.charCodeAt(i) !== prefix[i]) return false;
    const a = sixDigits(id, 4);
    const b = sixDigits(id, 10);
    const c = sixDigits(id, 16);
    const d = sixDigits(id, 22);
    const last = twoDigits(id, 28);
    if ((a | b | c | d | last) < 0 || a >= 1 << 28) return false;
    this.#w0 = (a << 4) | (last >> 6);
    this.#w1 = b | ((last >> 4) << 30);
    this.#w2 = c | ((last >> 2) << 30);
    this.#w3 = d | (last << 30);
    return true;
  }

  /** Puts the id that `find` did not find at a row. */
  add(row: number): void {
    const words = this.#words;
    const at = row * this.#stride;
    words[at] = this.#w0;
    words[at + 1] = this.#w1;
    words[at + 2] = this.#w2;
    words[at + 3] = this.#w3;
    this.#lastRow = row;
    this.index(row);
  }

  /** Makes the row findable by the words it has. */
  index(row: number): void {
    if (row !== this.#lastRow) {
      this.#lastId = null;
      this.#lastRow = absent;
    }
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
    if (row === this.#lastRow) this.#lastRow = absent;
  }

  text(row: number): Text {
    if (row === this.#lastRow) return this.#lastId as Text;
    const prefix = this.#prefix;
    const words = this.#words;
    const at = row * this.#stride;
    const w0 = words[at] ?? 0;
    const w1 = words[at + 1] ?? 0;
    const w2 = words[at + 2] ?? 0;
    const w3 = words[at + 3] ?? 0;
    const last = this.#lastBits(at);
    // One call with all codes: the fastest way to a flat text.
    return String.fromCharCode(
      prefix[0] ?? 0,
      prefix[1] ?? 0,
      prefix[2] ?? 0,
      prefix[3] ?? 0,
      code(w0 >>> 29),
      code(w0 >>> 24),
      code(w0 >>> 19),
      code(w0 >>> 14),
      code(w0 >>> 9),
      code(w0 >>> 4),
      code(w1 >>> 25),
      code(w1 >>> 20),
      code(w1 >>> 15),
      code(w1 >>> 10),
      code(w1 >>> 5),
      code(w1),
      code(w2 >>> 25),
      code(w2 >>> 20),
      code(w2 >>> 15),
      code(w2 >>> 10),
      code(w2 >>> 5),
      code(w2),
      code(w3 >>> 25),
      code(w3 >>> 20),
      code(w3 >>> 15),
      code(w3 >>> 10),
      code(w3 >>> 5),
      code(w3),
      code(last >> 5),
      code(last),
    ) as Text;
  }

  /** Puts the text into words of two characters and its length, as foldText folds them; answers how many. */
  putText(row: number, into: Int32Array): number {
    const prefix = this.#prefix;
    const words = this.#words;
    const at = row * this.#stride;
    into[0] = (prefix[0] ?? 0) | ((prefix[1] ?? 0) << 16);
    into[1] = (prefix[2] ?? 0) | ((prefix[3] ?? 0) << 16);
    putPairs(into, 2, (words[at] ?? 0) >>> 4);
    putPairs(into, 5, words[at + 1] ?? 0);
    putPairs(into, 8, words[at + 2] ?? 0);
    putPairs(into, 11, words[at + 3] ?? 0);
    into[14] = pairs[this.#lastBits(at)] ?? 0;
    into[15] = idLength;
    return 16;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  /** The two last digits, which fill up the four words that begin at a place. */
  #lastBits(at: number): number {
    const words = this.#words;
    return (
      (((words[at] ?? 0) & 15) << 6) |
      (((words[at + 1] ?? 0) >>> 30) << 4) |
      (((words[at + 2] ?? 0) >>> 30) << 2) |
      ((words[at + 3] ?? 0) >>> 30)
    );
  }

  #isAt(row: number): boolean {
    const words = this.#words;
    const at = row * this.#stride;
    return words[at] === this.#w0 && words[at + 1] === this.#w1 && words[at + 2] === this.#w2 && words[at + 3] === this.#w3;
  }

  #homeOf(row: number): number {
    const words = this.#words;
    const at = row * this.#stride;
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
    const slots = this.#slots;
    this.#slots = new Int32Array(slots.length * 2);
    for (const slot of slots) if (slot !== 0) this.#place(slot - 1);
  }
}

/** Six digits as 30 bits; negative when one of them is no digit. */
function sixDigits(id: string, at: number): number {
  const high = twoDigits(id, at);
  const middle = twoDigits(id, at + 2);
  const low = twoDigits(id, at + 4);
  return (high | middle | low) < 0 ? -1 : (high << 20) | (middle << 10) | low;
}

/** Two digits as ten bits; negative when one of them is no digit. */
function twoDigits(id: string, at: number): number {
  const a = id.charCodeAt(at);
  const b = id.charCodeAt(at + 1);
  // No load is out of bounds, so none of them costs a check.
  return (a | b) > 127 ? -1 : ((digitOf[a & 127] ?? 0) << 5) | (digitOf[b & 127] ?? 0);
}

/** Puts six digits, the lowest 30 bits, as three words. */
function putPairs(into: Int32Array, at: number, bits: number): void {
  into[at] = pairs[(bits >> 20) & 1023] ?? 0;
  into[at + 1] = pairs[(bits >> 10) & 1023] ?? 0;
  into[at + 2] = pairs[bits & 1023] ?? 0;
}

/** The character of the lowest five bits. */
function code(bits: number): number {
  return digitCodes[bits & 31] ?? 0;
}

function hashOf(w0: number, w1: number, w2: number, w3: number): number {
  // Four products that do not wait for each other, then one that mixes them.
  const h = Math.imul(w0, 0x85ebca6b) + Math.imul(w1, 0xc2b2ae35) + Math.imul(w2, 0x27d4eb2f) + Math.imul(w3, 0x165667b1);
  const mixed = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
