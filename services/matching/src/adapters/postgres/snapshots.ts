/** Snapshots in Postgres: compressed, written whole with their batch, read in slices, so that no answer grows with the book. */
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import type { Sql, Tx } from '@mutua/db';
import { assert, type Instant } from '@mutua/kernel';
import type { LogReader, StoredSnapshot } from '../../app/ports.ts';

/** Snapshots kept behind the latest one: questions about the past start from them. */
const snapshotsKept = 10;
/** Some hundred thousand offers. What fits into one comes with the row that names it. */
const sliceBytes = 16_000_000;

type Row = { seq: bigint; text: string | null; bytes: number | null; first: Uint8Array | null; hash: string; taken_at: Instant };

export function snapshotReader(sql: Sql): Pick<LogReader, 'latestSnapshot'> {
  return {
    async latestSnapshot(market, upTo) {
      const row = await sql.one<Row>(
        `select seq, state as text, octet_length(bytes) as bytes, substring(bytes from 1 for ${sliceBytes}) as first, hash, taken_at
         from snapshots where market = $1 and ($2::bigint is null or seq <= $2) order by seq desc limit 1`,
        [market, upTo ?? null],
      );
      if (row === undefined) return undefined;
      const { first, text } = row;
      const state = first === null ? (text ?? '') : await unpacked(await wholeOf(sql, { ...row, market, first }));
      return { seq: Number(row.seq), state, hash: row.hash, takenAt: row.taken_at };
    },
  };
}

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const zstdMagic = 0xfd2fb528;

/** Snapshots were stored as they are before. */
async function unpacked(bytes: Uint8Array): Promise<Uint8Array> {
  const isPacked = bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === zstdMagic;
  return isPacked ? await decompress(bytes) : bytes;
}

/** The next slice is on its way while one is taken in. */
async function wholeOf(sql: Sql, row: { market: string; seq: bigint; first: Uint8Array; bytes: number | null }): Promise<Uint8Array> {
  const { market, seq, first, bytes } = row;
  if (first.length === bytes) return first;
  const whole = new Uint8Array(bytes ?? 0);
  const sliceAt = (from: number) => readSlice(sql, { market, seq, from });
  let at = 0;
  let next: Promise<Uint8Array> = Promise.resolve(first);
  while (at < whole.length) {
    const slice = await next;
    assert(slice.length > 0, 'a snapshot that is read stays', { market, seq });
    const end = at + slice.length;
    if (end < whole.length) next = sliceAt(end);
    whole.set(slice, at);
    at = end;
  }
  return whole;
}

async function readSlice(sql: Sql, { market, seq, from }: { market: string; seq: bigint; from: number }): Promise<Uint8Array> {
  const row = await sql.one<{ slice: Uint8Array }>(
    `select substring(bytes from $3 for ${sliceBytes}) as slice from snapshots where market = $1 and seq = $2`,
    [market, seq, from + 1],
  );
  return row?.slice ?? new Uint8Array();
}

export async function saveSnapshot(tx: Tx, market: string, { seq, state, hash, takenAt }: StoredSnapshot): Promise<void> {
  const bytes = await compress(state, fast);
  await tx.run('insert into snapshots (market, seq, bytes, hash, taken_at) values ($1, $2, $3, $4, $5)', [
    ...[market, seq, bytes, hash, takenAt],
  ]);
  await tx.run(
    `delete from snapshots where market = $1
       and seq < (select min(seq) from (select seq from snapshots where market = $1 order by seq desc limit $2) as kept)`,
    [market, snapshotsKept + 1],
  );
}
