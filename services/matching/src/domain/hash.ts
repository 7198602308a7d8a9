/**
 * The state hash: the sum of a hash of every live thing, so that a change costs the same in a small and in a large book, and the order in
 * which a book was built or restored does not matter. 64 bits in two lanes; finds accidents, not forgers.
 */

/** The engine that decides and hashes. A log of an earlier one is replayed, but its hashes cannot be compared. */
export const engineVersion = 3;

/** The engine that made a hash; the first one did not say so. Undefined for what is no hash. */
export function engineOf(hash: string): number | undefined {
  if (!/^[0-9]?[0-9a-f]{16}$/.test(hash)) return undefined;
  return hash.length === 16 ? 1 : Number(hash[0]);
}

/** A running hash; both lanes are signed 32-bit integers. */
export type Lanes = { high: number; low: number };

export function emptyLanes(): Lanes {
  return { high: 0, low: 0 };
}

/** Begins the hash of one thing. Fold its words, then add it to a sum or take it out again. */
export function begin(lanes: Lanes, kind: number): void {
  lanes.high = 0x2545f491 ^ kind;
  lanes.low = 0x1b873593 ^ kind;
}

/** Folds a 32-bit word. */
export function foldWord(lanes: Lanes, word: number): void {
  lanes.high = Math.imul(lanes.high ^ word, 0x01000193) ^ (lanes.low >>> 17);
  lanes.low = Math.imul(((lanes.low << 13) | (lanes.low >>> 19)) ^ word, 0x85ebca6b);
}

/** Two odd numbers for each place of a word. */
const factors = Int32Array.from({ length: 2 * 32 }, (_, n) => Math.imul(avalanche(n + 1), 2) | 1);

/**
 * Adds the words of the places to the hash, each multiplied by the numbers of its place: no product waits for another. A high bit of a word
 * moves few bits of a product, so the second lane gets the word with its halves exchanged.
 */
export function foldWords(lanes: Lanes, words: Int32Array, from: number, to: number): void {
  let { high, low } = lanes;
  for (let i = from; i < to; i += 1) {
    const word = words[i] ?? 0;
    high = (high + Math.imul(word, factors[2 * i] ?? 1)) | 0;
    low = (low + Math.imul((word << 16) | (word >>> 16), factors[2 * i + 1] ?? 1)) | 0;
  }
  lanes.high = high;
  lanes.low = low;
}

/** Puts an integer of up to 53 bits into two words. */
export function putNumber(words: Int32Array, at: number, value: number): void {
  words[at] = value;
  words[at + 1] = value * 2 ** -32;
}

/** Two characters in a word. */
export function foldText(lanes: Lanes, text: string): void {
  const even = text.length & ~1;
  for (let i = 0; i < even; i += 2) foldWord(lanes, text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
  if (even < text.length) foldWord(lanes, text.charCodeAt(even));
  foldWord(lanes, text.length);
}

export function addTo(sum: Lanes, part: Lanes): void {
  sum.high = (sum.high + avalanche(part.high)) | 0;
  sum.low = (sum.low + avalanche(part.low)) | 0;
}

export function takeFrom(sum: Lanes, part: Lanes): void {
  sum.high = (sum.high - avalanche(part.high)) | 0;
  sum.low = (sum.low - avalanche(part.low)) | 0;
}

/** The version and 16 hexadecimal digits of the sum together with a header text. */
export function hashText(sum: Lanes, header: string): string {
  const lanes = emptyLanes();
  begin(lanes, 0);
  foldText(lanes, header);
  foldWord(lanes, sum.high);
  foldWord(lanes, sum.low);
  return `${engineVersion}${hex(avalanche(lanes.high))}${hex(avalanche(lanes.low))}`;
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, '0');
}

/** fmix32 of MurmurHash3. */
function avalanche(lane: number): number {
  let h = lane;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
