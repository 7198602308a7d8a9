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

/** 64 hexadecimal digits. The text is ASCII; other characters count as their low byte. */
export function sha256(text: string): string {
  const blocks = ((text.length + 8) >> 6) + 1;
  const message = new Int32Array(blocks * 16);
  for (let i = 0; i < text.length; i += 1) put(message, i, text.charCodeAt(i) & 255);
  put(message, text.length, 0x80);
  message[message.length - 1] = text.length * 8;
  const hash = Int32Array.from(start);
  const words = new Int32Array(64);
  for (let at = 0; at < message.length; at += 16) compress(hash, schedule(words, message.subarray(at, at + 16)));
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function put(message: Int32Array, at: number, byte: number): void {
  message[at >> 2] = (message[at >> 2] ?? 0) | (byte << (24 - (at & 3) * 8));
}

function schedule(words: Int32Array, block: Int32Array): Int32Array {
  words.set(block);
  for (let i = 16; i < 64; i += 1) {
    const x = words[i - 15] ?? 0;
    const y = words[i - 2] ?? 0;
    const small = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const large = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    words[i] = (words[i - 16] ?? 0) + small + (words[i - 7] ?? 0) + large;
  }
  return words;
}

function compress(hash: Int32Array, words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (let i = 0; i < 64; i += 1) {
    const choice = (e & f) ^ (~e & g);
    const first = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + (constants[i] ?? 0) + (words[i] ?? 0)) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) hash[i] = (hash[i] ?? 0) + word;
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
