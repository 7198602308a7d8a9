/** The process's surroundings that domain code never sees: the wall clock and randomness. The only place that reads them. */
import { randomBytes } from 'node:crypto';
import { type Clock, type Id, type IdKind, type Ids, idFromBytes, instantFromEpochMs } from '@mutua/kernel';

export const systemClock: Clock = { now: () => instantFromEpochMs(Date.now()) };

const randomPool = { bytes: Buffer.alloc(0), next: 0 };
const poolSize = 8_192;

/** Random bytes in bulk: one system call serves hundreds of ids. */
const takeRandom = (count: number): Buffer => {
  if (randomPool.next + count > randomPool.bytes.length) {
    randomPool.bytes = randomBytes(poolSize);
    randomPool.next = 0;
  }
  randomPool.next += count;
  return randomPool.bytes.subarray(randomPool.next - count, randomPool.next);
};

/** UUIDv7 (RFC 9562): 48 bits of milliseconds, then random; ids of one process sort by time. */
const uuidV7 = (): Uint8Array => {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(Date.now()) << 16n);
  bytes.set(takeRandom(10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return bytes;
};

export const systemIds: Ids = { next: <K extends IdKind>(kind: K): Id<K> => idFromBytes(kind, uuidV7()) };
