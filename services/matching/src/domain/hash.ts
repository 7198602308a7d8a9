/**
 * The state hash: the sum of a hash of every live thing, so that a change costs the same in a small and in a large book, and the order in
 * which a book was built or restored does not matter. 64 bits in two lanes; finds accidents, not forgers.
 */

export type StateHash = { high: number; low: number };

export function emptyHash(): StateHash {
  return { high: 0, low: 0 };
}

/** Puts a thing into the hash by its canonical text. */
export function addText(hash: StateHash, text: string): void {
  const { high, low } = mix(text);
  hash.high = (hash.high + high) >>> 0;
  hash.low = (hash.low + low) >>> 0;
}

/** Takes a thing out again; the text is the one it was put in with. */
export function removeText(hash: StateHash, text: string): void {
  const { high, low } = mix(text);
  hash.high = (hash.high - high) >>> 0;
  hash.low = (hash.low - low) >>> 0;
}

/** 16 hexadecimal digits of the sum together with a header text. */
export function hashText(hash: StateHash, header: string): string {
  const { high, low } = mix(`${header}|${hash.high}|${hash.low}`);
  return hex(high) + hex(low);
}

/** The hash of one text as 16 hexadecimal digits. */
export function digestOf(text: string): string {
  const { high, low } = mix(text);
  return hex(high) + hex(low);
}

function hex(lane: number): string {
  return lane.toString(16).padStart(8, '0');
}

/** FNV-1a in one lane, a rotated multiply in the other, each finished with the avalanche of MurmurHash3 (fmix32). */
function mix(text: string): StateHash {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(((b << 13) | (b >>> 19)) ^ code, 0x85ebca6b);
  }
  return { high: avalanche(a ^ text.length), low: avalanche(b ^ a) };
}

function avalanche(lane: number): number {
  let h = lane;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
