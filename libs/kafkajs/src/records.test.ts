import { createRequire } from 'node:module';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EncodedRecord, encodeRecord, type RecordFields } from './records.ts';

const original: unknown = createRequire(import.meta.url)('kafkajs/src/protocol/recordBatch/record/v0/index.js');
const reference = original as (fields: RecordFields) => EncodedRecord;

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const text = fc.oneof(fc.string({ maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 80 }));
const headerValue = fc.oneof(text, bytes);
const record: fc.Arbitrary<RecordFields> = fc.record({
  offsetDelta: fc.nat(100_000),
  timestampDelta: fc.oneof(fc.nat(), fc.integer({ min: -1_000_000, max: 1_000_000 })),
  key: fc.oneof(text, bytes, fc.constant(null)),
  value: fc.oneof(text, bytes, fc.constant(null), fc.string({ minLength: 70_000, maxLength: 200_000 })),
  headers: fc.dictionary(text, fc.oneof(headerValue, fc.array(headerValue, { maxLength: 3 })), { maxKeys: 12 }),
});

test('the bytes are those of kafkajs', () => {
  fc.assert(
    fc.property(record, (fields) => {
      const made = encodeRecord(fields);
      expect(made.buffer.equals(reference(fields).buffer)).toBe(true);
      expect(Buffer.isBuffer(made.buf)).toBe(true);
    }),
    { numRuns: 400, seed: 1 },
  );
});

test('a record does not change when the next one is made', () => {
  const first = encodeRecord({ key: 'a', value: 'first' });
  const copy = Buffer.from(first.buffer);
  encodeRecord({ key: 'b', value: 'other' });
  expect(first.buffer.equals(copy)).toBe(true);
});

test('a header without a value and a batch over too long a time are refused', () => {
  expect(() => encodeRecord({ headers: { ce_id: undefined } })).toThrow(/ce_id/);
  expect(() => encodeRecord({ timestampDelta: 2 ** 33 })).toThrow(RangeError);
  expect(encodeRecord({ value: 'x' }).buffer.equals(reference({ value: 'x' }).buffer)).toBe(true);
});
