/** Snapshots as they are stored: what is larger than a slice comes back whole, and so does one from before they were stored for that. */
import { createHash } from 'node:crypto';
import { type Database, openDatabase } from '@mutua/db';
import type { Instant } from '@mutua/kernel';
import { silentLogger, type TestDatabase, testDatabase } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveSnapshot, snapshotReader } from '../src/adapters/postgres/snapshots.ts';

const takenAt = '2026-01-02T09:00:00.000Z' as Instant;
let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await testDatabase('matching');
  db = await openDatabase({ url: database.ownerUrl, applicationName: 'test', poolMax: 2, logger: silentLogger });
  await db.sql.run(`insert into engines (market, epoch, holder, renewed_at) values ('EUR', 1, 'test', now())`);
});
afterAll(async () => {
  await db?.close();
  await database?.drop();
});

/** Bytes without a pattern: a slice in the wrong place would show. */
function bytesOf(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0, n = 0; at < length; n += 1) {
    const block = createHash('sha512')
      .update(String(n))
      .digest()
      .subarray(0, length - at);
    bytes.set(block, at);
    at += block.length;
  }
  return bytes;
}
const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

test.each([0, 1, 100_000, 8_000_000, 20_000_000])('a snapshot of %i bytes is read as it was written', async (length) => {
  const bytes = bytesOf(length);
  const seq = length + 1;
  await db.run((tx) => saveSnapshot(tx, 'EUR', { seq, state: bytes, hash: hashOf(bytes), takenAt }));
  const read = await snapshotReader(db.sql).latestSnapshot('EUR', seq);
  expect({ ...read, state: hashOf(read?.state ?? 'none') }).toEqual({ seq, state: hashOf(bytes), hash: hashOf(bytes), takenAt });
});

test.each([0, 7_999_999, 8_000_000, 8_000_001, 24_000_000])(
  'one of %i bytes that is stored as it is, as they were before',
  async (length) => {
    const bytes = bytesOf(length);
    const seq = 30_000_000 + length;
    await db.sql.run(`insert into snapshots (market, seq, bytes, hash, taken_at) values ('EUR', $1, $2, 'h', now())`, [seq, bytes]);
    expect(hashOf((await snapshotReader(db.sql).latestSnapshot('EUR', seq))?.state ?? 'none')).toBe(hashOf(bytes));
  },
);

test('one that only the server compressed, as they were stored before, is read as well', async () => {
  const bytes = new Uint8Array(33_000_000).fill(7);
  await db.sql.run('alter table snapshots alter column bytes set storage extended');
  await db.sql.run(`insert into snapshots (market, seq, bytes, hash, taken_at) values ('EUR', 90000000, $1, 'h', now())`, [bytes]);
  const size = await db.sql.one<{ n: number }>('select pg_column_size(bytes) as n from snapshots where seq = 90000000');
  expect(size?.n).toBeLessThan(bytes.length / 10);
  expect(hashOf((await snapshotReader(db.sql).latestSnapshot('EUR'))?.state ?? 'none')).toBe(hashOf(bytes));
});
