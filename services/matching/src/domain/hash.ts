/**
 * The state hash: the sum of a hash of every live thing, so that a change costs the same in a small and in a large book, and the order in
 * which a book was built or restored does not matter. 64 bits in two lanes; finds accidents, not forgers.
 */

/** The engine that decides and hashes. A log of an earlier one is replayed, but its hashes cannot be compared. */
export const engineVersion = 2;

const hashForm = new RegExp(`^${engineVersion}[0-9a-f]{16}$`);

/** Whether a logged hash was made by this version of the engine. */
export function isComparableHash(hash: string): boolean {
  return hashForm.test(hash);
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

/** Folds the first so many words: as so many calls of foldWord, in one. */
export function foldWords(lanes: Lanes, words: Int32Array, count: number): void {
  let { high, low } = lanes;
  for (let i = 0; i < count; i += 1) {
    const word = words[i] ?? 0;
    const shifted = low >>> 17;
    low = Math.imul(((low << 13) | (low >>> 19)) ^ word, 0x85ebca6b);
    high = Math.imul(high ^ word, 0x01000193) ^ shifted;
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
