/** Deterministic text: canonical JSON and FNV-1a. FNV is not cryptographic: use it for ties and natural keys, never against an adversary. */
import { assert } from './assert.ts';

/**
 * JSON with sorted keys (by UTF-16 code unit) and no spaces, so equal values give equal text. A bigint becomes a decimal string,
 * an undefined property is left out; an undefined element, a non-finite number, a function or a class instance is a defect.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `"${value.toString()}"`;
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'canonical JSON has no NaN or infinity');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  assert(typeof value === 'object' && isPlain(value), 'canonical JSON holds only plain values', { type: typeof value });
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** UTF-8 bytes of a text; a lone surrogate becomes U+FFFD as every encoder does. */
export function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    let point = text.codePointAt(i) ?? 0;
    if (point > 0xffff) i += 1;
    else if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd;
    pushUtf8(bytes, point);
  }
  return bytes;
}

function pushUtf8(bytes: number[], point: number): void {
  if (point < 0x80) bytes.push(point);
  else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 63));
  else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
  else bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63));
}

/** 64-bit FNV-1a of the UTF-8 bytes. The prime is 2^40 + 0x1b3, so 32-bit halves avoid bigint arithmetic per byte. */
export function fnv1a64(text: string): bigint {
  let high = 0xcbf29ce4;
  let low = 0x84222325;
  for (const byte of utf8Bytes(text)) {
    const mixed = (low ^ byte) >>> 0;
    const product = mixed * 0x1b3;
    low = product >>> 0;
    const carry = (product - low) * 2 ** -32;
    high = (high * 0x1b3 + carry + (mixed << 8)) >>> 0;
  }
  return (BigInt(high) << 32n) | BigInt(low);
}

/** 128-bit FNV-1a as 16 big-endian bytes. The prime is 2^88 + 0x13b; four 32-bit limbs, lowest first. */
export function fnv1a128(bytes: Iterable<number>): Uint8Array {
  const limbs = Uint32Array.of(0x6295c58d, 0x62b82175, 0x07bb0142, 0x6c62272e);
  for (const byte of bytes) {
    const [l0 = 0, l1 = 0, l2 = 0, l3 = 0] = [((limbs[0] ?? 0) ^ byte) >>> 0, limbs[1], limbs[2], limbs[3]];
    const p0 = l0 * 0x13b;
    const p1 = l1 * 0x13b + carryOf(p0);
    const p2 = l2 * 0x13b + carryOf(p1) + ((l0 << 24) >>> 0);
    const p3 = l3 * 0x13b + carryOf(p2) + (((l1 << 24) | (l0 >>> 8)) >>> 0);
    limbs[0] = p0;
    limbs[1] = p1;
    limbs[2] = p2;
    limbs[3] = p3;
  }
  return Uint8Array.from({ length: 16 }, (_, i) => (limbs[3 - (i >> 2)] ?? 0) >>> (24 - (i & 3) * 8));
}

function carryOf(product: number): number {
  return Math.floor(product * 2 ** -32);
}
