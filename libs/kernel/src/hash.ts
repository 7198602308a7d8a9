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

/**
 * 128-bit FNV-1a of the UTF-8 bytes, as 16 big-endian bytes. The prime is 2^88 + 0x13b; eight 16-bit limbs, lowest first, so that every
 * product is a small integer: ids are derived by the ten thousand.
 */
export function fnv1a128(text: string): Uint8Array {
  const bytes = isAscii(text) ? undefined : utf8Bytes(text);
  const count = bytes?.length ?? text.length;
  let [a, b, c, d, e, f, g, h] = [0xc58d, 0x6295, 0x2175, 0x62b8, 0x0142, 0x07bb, 0x272e, 0x6c62];
  for (let i = 0; i < count; i += 1) {
    const mixed = a ^ (bytes === undefined ? text.charCodeAt(i) : (bytes[i] ?? 0));
    const p0 = mixed * 0x13b;
    const p1 = b * 0x13b + (p0 >>> 16);
    const p2 = c * 0x13b + (p1 >>> 16);
    const p3 = d * 0x13b + (p2 >>> 16);
    const p4 = e * 0x13b + (p3 >>> 16);
    // The three lowest limbs by 2^88: up by five limbs and eight bits.
    const p5 = f * 0x13b + (p4 >>> 16) + ((mixed << 8) & 0xffff);
    const p6 = g * 0x13b + (p5 >>> 16) + (((b << 8) | (mixed >>> 8)) & 0xffff);
    const p7 = h * 0x13b + (p6 >>> 16) + (((c << 8) | (b >>> 8)) & 0xffff);
    a = p0 & 0xffff;
    b = p1 & 0xffff;
    c = p2 & 0xffff;
    d = p3 & 0xffff;
    e = p4 & 0xffff;
    f = p5 & 0xffff;
    g = p6 & 0xffff;
    h = p7 & 0xffff;
  }
  const hash = new Uint8Array(16);
  let at = 0;
  for (const limb of [h, g, f, e, d, c, b, a]) {
    hash[at] = limb >>> 8;
    hash[at + 1] = limb;
    at += 2;
  }
  return hash;
}

/** Whether each character of the text is one byte. */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}
