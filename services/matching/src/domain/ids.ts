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

/** Not an id of this kind: nothing in a table can be named so. */
export const malformed = -2;
export const absent = -1;

export class IdTable<Text extends string> {
  /** The hash of an id and its row + 1 in each used slot: who looks for an id waits for the memory of no row but its own. */
  #slots = new Int32Array(128);
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
  /** The last text that was made, and of what row: events of a command tell the same id more than once. */
  #toldId = '';
  #toldRow = absent;

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
    const hash = hashOf(this.#w0, this.#w1, this.#w2, this.#w3);
    for (let at = (hash << 1) & mask; ; at = (at + 2) & mask) {
      const row = (slots[at + 1] ?? 0) - 1;
      if (row < 0) return absent;
      if (slots[at] === hash && this.#isAt(row)) return row;
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
    if (row === this.#toldRow) this.#toldRow = absent;
    // Full to seven eighths, at two places a slot.
    if (this.#count * 16 >= this.#slots.length * 7) this.#grow();
    this.#count += 1;
    this.#place(this.#hashAt(row), row + 1);
  }

  /** The row can no longer be found. Rows behind it in its run move up, so no marks are left. */
  remove(row: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hole = (this.#hashAt(row) << 1) & mask;
    while (slots[hole + 1] !== row + 1) hole = (hole + 2) & mask;
    for (let at = (hole + 2) & mask; slots[at + 1] !== 0; at = (at + 2) & mask) {
      const home = ((slots[at] ?? 0) << 1) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      slots[hole] = slots[at] ?? 0;
      slots[hole + 1] = slots[at + 1] ?? 0;
      hole = at;
    }
    slots[hole + 1] = 0;
    this.#count -= 1;
    if (row === this.#lastRow) this.#lastRow = absent;
  }

  text(row: number): Text {
    if (row === this.#lastRow) return this.#lastId as Text;
    if (row !== this.#toldRow) {
      this.#toldId = this.#textAt(row);
      this.#toldRow = row;
    }
    return this.#toldId as Text;
  }

  #textAt(row: number): string {
    const prefix = this.#prefix;
    const words = this.#words;
    const at = row * this.#stride;
    const w0 = words[at] ?? 0;
    const w1 = words[at + 1] ?? 0;
    const w2 = words[at + 2] ?? 0;
    const w3 = words[at + 3] ?? 0;
    // The two last digits fill up the four words.
    const last = ((w0 & 15) << 6) | ((w1 >>> 30) << 4) | ((w2 >>> 30) << 2) | (w3 >>> 30);
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
    );
  }

  /** Puts the four words of a row's id at the beginning. */
  putWords(row: number, into: Int32Array): void {
    const words = this.#words;
    const at = row * this.#stride;
    into[0] = words[at] ?? 0;
    into[1] = words[at + 1] ?? 0;
    into[2] = words[at + 2] ?? 0;
    into[3] = words[at + 3] ?? 0;
  }

  get bytes(): number {
    return this.#slots.byteLength;
  }

  #isAt(row: number): boolean {
    const words = this.#words;
    const at = row * this.#stride;
    return words[at] === this.#w0 && words[at + 1] === this.#w1 && words[at + 2] === this.#w2 && words[at + 3] === this.#w3;
  }

  #hashAt(row: number): number {
    const words = this.#words;
    const at = row * this.#stride;
    return hashOf(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
  }

  #place(hash: number, named: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let at = (hash << 1) & mask;
    while (slots[at + 1] !== 0) at = (at + 2) & mask;
    slots[at] = hash;
    slots[at + 1] = named;
  }

  #grow(): void {
    const slots = this.#slots;
    this.#slots = new Int32Array(slots.length * 2);
    for (let at = 0; at < slots.length; at += 2) if (slots[at + 1] !== 0) this.#place(slots[at] ?? 0, slots[at + 1] ?? 0);
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

/** The character of the lowest five bits. */
function code(bits: number): number {
  return digitCodes[bits & 31] ?? 0;
}

function hashOf(w0: number, w1: number, w2: number, w3: number): number {
  // Four products that do not wait for each other, then one that mixes them.
  const h = Math.imul(w0, 0x85ebca6b) + Math.imul(w1, 0xc2b2ae35) + Math.imul(w2, 0x27d4eb2f) + Math.imul(w3, 0x165667b1);
  const mixed = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
