/** Snapshots in Postgres: compressed, written whole with their batch, read in slices, so that no answer grows with the book. */
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { constants, createZstdDecompress, zstdCompress } from 'node:zlib';
import type { Sql, Tx } from '@mutua/db';
import { assert, type Instant } from '@mutua/kernel';
import type { LogReader, SnapshotMark, StoredSnapshot } from '../../app/ports.ts';

/** Snapshots kept behind the latest one: questions about the past start from them. */
const snapshotsKept = 10;
/** Some hundred thousand offers. What fits into one comes with the row that names it. */
const sliceBytes = 8_000_000;

type MarkRow = { seq: bigint; hash: string; taken_at: Instant };
type Row = MarkRow & { text: string | null; bytes: number | null; first: Uint8Array | null };

function markOf({ seq, hash, taken_at }: MarkRow): SnapshotMark {
  return { seq: Number(seq), hash, takenAt: taken_at };
}

export function snapshotReader(sql: Sql): Pick<LogReader, 'latestSnapshot' | 'latestMark'> {
  return {
    async latestMark(market) {
      const row = await sql.one<MarkRow>('select seq, hash, taken_at from snapshots where market = $1 order by seq desc limit 1', [market]);
      return row && markOf(row);
    },
    async latestSnapshot(market, upTo) {
      const row = await sql.one<Row>(
        `select seq, state as text, octet_length(bytes) as bytes, substring(bytes from 1 for ${sliceBytes}) as first, hash, taken_at
         from snapshots where market = $1 and ($2::bigint is null or seq <= $2) order by seq desc limit 1`,
        [market, upTo ?? null],
      );
      if (row === undefined) return undefined;
      const { first, text, bytes } = row;
      const state = first === null || bytes === null ? (text ?? '') : await stateOf(sql, { market, seq: row.seq, first, bytes });
      return { ...markOf(row), state };
    },
  };
}

const compress = promisify(zstdCompress);
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** Each chunk is a journey to another thread and back: by default there would be thousands. */
const inLargeChunks = { chunkSize: 8_000_000 };
const zstdMagic = 0xfd2fb528;

/** Snapshots were stored as they are before. */
function isPacked(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === zstdMagic;
}

type Stored = { readonly market: string; readonly seq: bigint; readonly first: Uint8Array; readonly bytes: number };

/** A slice is unpacked while the next one is on its way. */
async function stateOf(sql: Sql, stored: Stored): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const unpack = isPacked(stored.first) ? createZstdDecompress(inLargeChunks) : new PassThrough({ objectMode: true });
  await pipeline(slicesOf(sql, stored), unpack, async (unpacked: AsyncIterable<Uint8Array>) => {
    for await (const chunk of unpacked) chunks.push(chunk);
  });
  return Buffer.concat(chunks);
}

async function* slicesOf(sql: Sql, { market, seq, first, bytes }: Stored): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let slice = first; ; slice = await readSlice(sql, { market, seq, from: at })) {
    assert(slice.length > 0 || at === bytes, 'a snapshot that is read stays', { market, seq });
    yield slice;
    at += slice.length;
    if (at >= bytes) return;
  }
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
