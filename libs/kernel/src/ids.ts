/** Prefixed ids from one registry: `loan_` + 26 characters of Crockford base32. Order of the bytes is order of the text. */
import { assert } from './assert.ts';
import type { Instant } from './dates.ts';
import { fnv1a128, isAscii, utf8Bytes } from './hash.ts';

export const idPrefixes = {
  member: 'mem',
  loanProduct: 'prod',
  loanRequest: 'req',
  offer: 'off',
  contract: 'ctr',
  loan: 'loan',
  note: 'note',
  hold: 'hold',
  fill: 'fill',
  batch: 'bat',
  assessment: 'asm',
  wallet: 'wal',
  account: 'acct',
  journal: 'jrn',
  deposit: 'dep',
  withdrawal: 'wdr',
  transfer: 'trf',
  repayment: 'rpy',
  instalment: 'ins',
  distribution: 'dst',
  kycCase: 'kyc',
  bankAccount: 'bank',
  event: 'evt',
  deadLetter: 'dlq',
  approval: 'apv',
  auditEvent: 'aud',
  recovery: 'rec',
  mandate: 'mdt',
  trace: 'trc',
} as const;

export type IdKind = keyof typeof idPrefixes;
export type Id<K extends IdKind> = string & { readonly __id: K };

/** The time, read once at the edge and passed on as a value. */
export interface Clock {
  now(): Instant;
}

/** Fresh ids, made at the edge and passed on as values. */
export interface Ids {
  next<K extends IdKind>(kind: K): Id<K>;
}

// Crockford base32 in lower case: no i, l, o, u. 26 digits hold 130 bits, so the first digit of 128 bits is at most 7.
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const body = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

export function isId<K extends IdKind>(kind: K, text: string): text is Id<K> {
  const prefix = `${idPrefixes[kind]}_`;
  return text.startsWith(prefix) && body.test(text.slice(prefix.length));
}

/** The text as an id of the kind, or undefined when its prefix or its body is wrong. */
export function parseId<K extends IdKind>(kind: K, text: string): Id<K> | undefined {
  return isId(kind, text) ? text : undefined;
}

/** Encodes exactly 16 bytes, most significant first; a UUIDv7 keeps its time order. */
export function idFromBytes<K extends IdKind>(kind: K, bytes: Uint8Array): Id<K> {
  assert(bytes.length === 16, 'an id has 16 bytes', { length: bytes.length });
  let text = `${idPrefixes[kind]}_`;
  let pending = 0;
  let bits = 2; // 128 bits are 26 digits with two leading zero bits
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += digits[(pending >> bits) & 31];
    }
    pending &= (1 << bits) - 1;
  }
  return text as Id<K>;
}

/**
 * The id of a natural key: the same kind and parts always give the same id, so a replay finds the same row.
 * 128-bit FNV-1a over the kind and the length-prefixed UTF-8 parts; collisions are improbable but can be constructed,
 * so never derive an id from text that a member may choose freely.
 */
export function derivedId<K extends IdKind>(kind: K, ...parts: string[]): Id<K> {
  assert(parts.length > 0, 'a derived id needs at least one part', { kind });
  let text = `${kind.length}:${kind}`;
  for (const part of parts) text += `${byteLength(part)}:${part}`;
  return idFromBytes(kind, fnv1a128(text));
}

function byteLength(text: string): number {
  return isAscii(text) ? text.length : utf8Bytes(text).length;
}
