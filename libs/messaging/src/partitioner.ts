/** Which partition an aggregate's events go to: Kafka's own choice (murmur2 of the key), in 32-bit arithmetic instead of kafkajs's objects. */
import type { ICustomPartitioner } from 'kafkajs';

const seed = 0x9747b28c;
const factor = 0x5bd1e995;

/** As org.apache.kafka.common.utils.Utils.murmur2: a signed 32-bit integer. */
export const murmur2 = (bytes: Uint8Array): number => {
  const length = bytes.length;
  const whole = length & ~3;
  const at = (index: number): number => bytes[index] ?? 0;
  let hash = seed ^ length;
  for (let i = 0; i < whole; i += 4) {
    let k = at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24);
    k = Math.imul(k, factor);
    k ^= k >>> 24;
    hash = Math.imul(hash, factor) ^ Math.imul(k, factor);
  }
  const rest = length - whole;
  if (rest === 3) hash ^= at(whole + 2) << 16;
  if (rest >= 2) hash ^= at(whole + 1) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ at(whole), factor);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, factor);
  return hash ^ (hash >>> 15);
};

/** Every message of ours has a key; one without goes to the first partition. */
export const createPartitioner: ICustomPartitioner =
  () =>
  ({ partitionMetadata, message }) => {
    const { key } = message;
    if (key === null || key === undefined) return 0;
    return (murmur2(typeof key === 'string' ? Buffer.from(key) : key) & 0x7fffffff) % partitionMetadata.length;
  };
