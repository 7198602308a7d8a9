import fc from 'fast-check';
import { type Message, Partitioners, type PartitionMetadata } from 'kafkajs';
import { expect, test } from 'vitest';
import { createPartitioner } from './partitioner.ts';

const reference = Partitioners.DefaultPartitioner();
const partitioner = createPartitioner();
const partitions = (count: number): PartitionMetadata[] =>
  Array.from({ length: count }, (_, partitionId) => ({ partitionErrorCode: 0, partitionId, leader: 1, replicas: [1], isr: [1] }));

test('an event goes where every other client of Kafka would send it', () => {
  const key = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
  );
  fc.assert(
    fc.property(key, fc.integer({ min: 1, max: 64 }), (chosen, count) => {
      const message: Message = { key: chosen, value: null };
      const question = { topic: 't', partitionMetadata: partitions(count), message };
      expect(partitioner(question)).toBe(reference(question));
    }),
    { numRuns: 2_000, seed: 1 },
  );
});

test('a message without a key has a place too', () => {
  expect(partitioner({ topic: 't', partitionMetadata: partitions(6), message: { value: 'x' } })).toBe(0);
});
