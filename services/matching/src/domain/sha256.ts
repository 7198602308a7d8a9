/** SHA-256 of a text (FIPS 180-4), for seeds that were committed to before and lotteries that anybody can draw again. */

const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113];
primes.push(127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211, 223, 227, 229, 233, 239, 241, 251);
primes.push(257, 263, 269, 271, 277, 281, 283, 293, 307, 311);

/** The first 32 bits of the fraction of a root, as the standard defines its constants; a double has bits to spare for them. */
function fractionBits(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

const constants = Int32Array.from(primes, (prime) => fractionBits(Math.cbrt(prime)));
const start = Int32Array.from(primes.slice(0, 8), (prime) => fractionBits(Math.sqrt(prime)));

const hash = new Int32Array(8);
const words = new Int32Array(64);

/** 64 hexadecimal digits. The text is ASCII; other characters count as their low byte. */
export function sha256(text: string): string {
  hash.set(start);
  const blocks = ((text.length + 8) >> 6) + 1;
  for (let block = 0; block < blocks; block += 1) {
    for (let i = 0; i < 16; i += 1) words[i] = wordAt(text, block * 64 + i * 4);
    if (block === blocks - 1) words[15] = text.length * 8;
    schedule();
    compress();
  }
  let digits = '';
  for (const word of hash) digits += (word >>> 0).toString(16).padStart(8, '0');
  return digits;
}

/** Four bytes of the text; behind its end a single bit, then zeros. */
function wordAt(text: string, at: number): number {
  if (at > text.length) return 0;
  return (byteAt(text, at) << 24) | (byteAt(text, at + 1) << 16) | (byteAt(text, at + 2) << 8) | byteAt(text, at + 3);
}

function byteAt(text: string, at: number): number {
  if (at < text.length) return text.charCodeAt(at) & 255;
  return at === text.length ? 0x80 : 0;
}

function schedule(): void {
  for (let i = 16; i < 64; i += 1) {
    const x = words[i - 15] ?? 0;
    const y = words[i - 2] ?? 0;
    const small = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const large = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    words[i] = (words[i - 16] ?? 0) + small + (words[i - 7] ?? 0) + large;
  }
}

function compress(): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (let i = 0; i < 64; i += 1) {
    const choice = (e & f) ^ (~e & g);
    const first = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + (constants[i] ?? 0) + (words[i] ?? 0)) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0;
  }
  add(0, a);
  add(1, b);
  add(2, c);
  add(3, d);
  add(4, e);
  add(5, f);
  add(6, g);
  add(7, h);
}

function add(at: number, word: number): void {
  hash[at] = (hash[at] ?? 0) + word;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
