/** Bodies within limits: depth, keys, encoding, names that reach for a prototype. */
import { expect, test } from 'vitest';
import { parseJson } from './body.ts';
import { EdgeProblem } from './problem.ts';

function codeOf(text: string | Buffer): string | undefined {
  try {
    parseJson(Buffer.from(text));
    return undefined;
  } catch (error) {
    return error instanceof EdgeProblem ? error.code : String(error);
  }
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const keys = (count: number) => JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i])));

test.each<[string, string | Buffer, string | undefined]>([
  ['an object', '{"a":[1,{"b":null}]}', undefined],
  ['depth 16', nested(16), undefined],
  ['depth 17', nested(17), 'request.too_deep'],
  ['depth 1,000 of objects', `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`, 'request.too_deep'],
  ['1,000 keys', keys(1000), undefined],
  ['1,001 keys', keys(1001), 'request.too_large'],
  ['half a document', '{"a":', 'request.malformed_json'],
  ['a comment', '{/* */}', 'request.malformed_json'],
  ['bad UTF-8', Buffer.of(0x22, 0xff, 0x22), 'request.malformed_json'],
  ['__proto__', '{"__proto__":{"x":1}}', 'request.invalid'],
  ['escaped __proto__', String.raw`{"a":{"\u005f_proto__":{"x":1}}}`, 'request.invalid'],
  ['constructor', '{"constructor":{"prototype":{"x":1}}}', 'request.invalid'],
])('%s', (_name, text, code) => {
  expect(codeOf(text)).toBe(code);
  expect(Reflect.get({}, 'x')).toBeUndefined();
});
