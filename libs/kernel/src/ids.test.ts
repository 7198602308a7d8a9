import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assert, assertNever, DefectError } from './assert.ts';
import { canonicalJson, fnv1a64, fnv1a128, utf8Bytes } from './hash.ts';
import { derivedId, type IdKind, idFromBytes, idPrefixes, isId, parseId } from './ids.ts';
import { err, ok, reject } from './result.ts';

const bytes16 = fc.uint8Array({ minLength: 16, maxLength: 16 });

test('the order of bytes is the order of ids', () => {
  fc.assert(
    fc.property(bytes16, bytes16, (a, b) => {
      const [x, y] = [idFromBytes('loan', a), idFromBytes('loan', b)];
      expect(isId('loan', x)).toBe(true);
      expect(Math.sign(Buffer.compare(a, b))).toBe(x === y ? 0 : x < y ? -1 : 1);
    }),
  );
});

test('encodes the known ends and refuses other lengths', () => {
  expect(idFromBytes('note', new Uint8Array(16))).toBe('note_00000000000000000000000000');
  expect(idFromBytes('note', new Uint8Array(16).fill(255))).toBe('note_7zzzzzzzzzzzzzzzzzzzzzzzzz');
  expect(() => idFromBytes('note', new Uint8Array(15))).toThrow(DefectError);
});

test.each([
  'note_00000000000000000000000000',
  'loan_0000000000000000000000000',
  'loan_000000000000000000000000000',
  'loan_80000000000000000000000000',
  'loan_0000000000000000000000000i',
  'loan_0000000000000000000000000A',
  'loan00000000000000000000000000',
  '',
])('"%s" is not a loan id', (text) => {
  expect(isId('loan', text)).toBe(false);
  expect(parseId('loan', text)).toBeUndefined();
});

test('prefixes are distinct, and none begins another', () => {
  const prefixes = Object.values(idPrefixes).map((prefix) => `${prefix}_`);
  expect(prefixes.filter((a, i) => prefixes.some((b, j) => i !== j && b.startsWith(a)))).toEqual([]);
});

test('derived ids depend on the kind, the parts and where they are cut', () => {
  const kinds = Object.keys(idPrefixes) as IdKind[];
  for (const kind of kinds) expect(parseId(kind, derivedId(kind, 'a'))).toBe(derivedId(kind, 'a'));
  expect(derivedId('note', 'ab', 'c')).not.toBe(derivedId('note', 'a', 'bc'));
  expect(derivedId('note', 'a').slice(5)).not.toBe(derivedId('loan', 'a').slice(5));
  expect(derivedId('loan', 'a', 'b')).toBe('loan_7fptnmjm2wbcbhbs9m8kznypkr');
  expect(() => derivedId('loan')).toThrow(DefectError);
});

test('FNV-1a matches its published vectors and its definition over bigints', () => {
  expect([fnv1a64(''), fnv1a64('a'), fnv1a64('foobar')]).toEqual([0xcbf29ce484222325n, 0xaf63dc4c8601ec8cn, 0x85944171f73967e8n]);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      let [h64, h128] = [0xcbf29ce484222325n, 0x6c62272e07bb014262b821756295c58dn];
      for (const byte of new TextEncoder().encode(text)) {
        h64 = BigInt.asUintN(64, (h64 ^ BigInt(byte)) * 0x100000001b3n);
        h128 = BigInt.asUintN(128, (h128 ^ BigInt(byte)) * (2n ** 88n + 0x13bn));
      }
      expect(fnv1a64(text)).toBe(h64);
      expect(Buffer.from(fnv1a128(text)).toString('hex')).toBe(h128.toString(16).padStart(32, '0'));
    }),
  );
  expect(utf8Bytes('\ud800')).toEqual([0xef, 0xbf, 0xbd]);
});

test('canonical JSON sorts keys, drops undefined, writes bigints as strings', () => {
  expect(canonicalJson({ b: [1, 'x', null, true], a: 5n, c: undefined, 'a"': { z: 1, y: 2 } })).toBe(
    '{"a":"5","a\\"":{"y":2,"z":1},"b":[1,"x",null,true]}',
  );
  for (const value of [undefined, [undefined], Number.NaN, new Map(), () => 1, new Date(0)]) {
    expect(() => canonicalJson(value)).toThrow(DefectError);
  }
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('results and assertions', () => {
  expect(ok(1)).toEqual({ ok: true, value: 1 });
  expect(err('e')).toEqual({ ok: false, error: 'e' });
  expect(reject('loan.not_open', { phase: 'closed' })).toEqual({
    ok: false,
    error: { code: 'loan.not_open', details: { phase: 'closed' } },
  });
  expect(reject('loan.not_open').error.details).toEqual({});
  expect(() => assert(true, 'holds')).not.toThrow();
  try {
    assert(false, 'broken', { id: 1 });
  } catch (error) {
    expect(error).toMatchObject({ name: 'DefectError', message: 'broken', details: { id: 1 } });
  }
  expect(() => assertNever('x' as never)).toThrow(DefectError);
});
