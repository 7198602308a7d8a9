/** Batches, their proofs, the log they come from, and what did not get into it. */
import type { MatchingComponents, MatchingOperations } from '@mutua/contracts';
import { decodeCursor, type Handlers, pageOf, reply } from '@mutua/http';
import { ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { Queries } from '../../app/queries.ts';
import { createBook, stateHash } from '../../domain/book.ts';
import { encode } from '../../domain/codec.ts';
import { isLostRace } from '../../domain/command.ts';
import { engineOf, engineVersion } from '../../domain/hash.ts';
import type {
  BatchRow,
  findBatch,
  listBatches,
  listCommands,
  listRefusals,
  ProofRow,
  proofOf,
  RefusalRow,
} from '../postgres/batch-views.ts';
import { amount, amountOrNull } from './money.ts';

type Schemas = MatchingComponents['schemas'];
type H = Handlers<MatchingOperations>;

export type BatchReads = {
  readonly listBatches: typeof listBatches;
  readonly findBatch: typeof findBatch;
  readonly proofOf: typeof proofOf;
  readonly listCommands: typeof listCommands;
  readonly listRefusals: typeof listRefusals;
};
type Dependencies = { readonly queries: Pick<Queries, 'markets'>; readonly reads: BatchReads };

const limitDefault = 25;
const commandsDefault = 500;

type BatchHandlers = Pick<
  H,
  'listMatchingBatches' | 'getMatchingBatch' | 'getMatchingBatchProof' | 'listMarketCommands' | 'listMarketRefusals'
>;

export function batchHandlers({ queries, reads }: Dependencies): BatchHandlers {
  return {
    async listMatchingBatches({ sql, query }) {
      const { market } = query;
      const before = startIn(queries, market, query.cursor);
      if (!before.ok) return before;
      const limit = query.limit ?? limitDefault;
      const rows = await reads.listBatches(sql, { market, beforeSeq: before.value, limit });
      return reply.ok(pageOf(rows, limit, { keys: ({ seq }) => [String(seq)], view: batchView }));
    },
    async getMatchingBatch({ sql, params }) {
      const batch = await reads.findBatch(sql, placeOf(params.batchId));
      return batch === undefined ? reject('matching_batch.not_found') : reply.ok(batchView(batch));
    },
    async getMatchingBatchProof({ sql, params }) {
      const batch = await reads.findBatch(sql, placeOf(params.batchId));
      const proof = batch && (await reads.proofOf(sql, batch));
      return proof === undefined || batch === undefined ? reject('matching_batch.not_found') : reply.ok(proofView(batch, proof));
    },
    async listMarketCommands({ sql, params: { market }, query }) {
      const after = startIn(queries, market, query.cursor);
      if (!after.ok) return after;
      const limit = query.limit ?? commandsDefault;
      const rows = await reads.listCommands(sql, { market, afterSeq: after.value ?? '0', limit });
      const view = (row: (typeof rows)[number]) => ({
        seq: Number(row.seq),
        at: row.recorded_at,
        payload: row.payload,
        hash: row.state_hash,
      });
      return reply.ok(pageOf(rows, limit, { keys: ({ seq }) => [String(seq)], view }));
    },
    async listMarketRefusals({ sql, params: { market }, query }) {
      const before = startIn(queries, market, query.cursor);
      if (!before.ok) return before;
      const limit = query.limit ?? limitDefault;
      const rows = await reads.listRefusals(sql, { market, objectId: query.objectId, before: before.value, limit });
      return reply.ok(pageOf(rows, limit, { keys: (row) => [String(row.refusal_id)], view: (row) => refusalView(market, row) }));
    },
  };
}

function refusalView(market: string, row: RefusalRow): Schemas['Refusal'] {
  return {
    refusalId: String(row.refusal_id),
    market,
    afterSeq: Number(row.after_seq),
    command: row.type,
    objectId: row.object_id,
    code: row.code,
    isLostRace: isLostRace(row.code),
    eventId: row.event_id,
    at: row.recorded_at,
  };
}

/** Where a page of a market begins. */
function startIn(
  { markets }: Dependencies['queries'],
  market: string,
  cursor: string | undefined,
): Result<string | undefined, Rejection<'cursor.invalid' | 'market.not_found'>> {
  const start = numberCursor(cursor);
  return !start.ok || markets.includes(market) ? start : reject('market.not_found', { market });
}

/** A cursor of one number. */
export function numberCursor(cursor: string | undefined): Result<string | undefined, Rejection<'cursor.invalid'>> {
  const decoded = decodeCursor(cursor, 1);
  if (!decoded.ok) return decoded;
  const seq = decoded.value?.[0];
  return seq === undefined || /^\d{1,15}$/.test(seq) ? ok(seq) : reject('cursor.invalid');
}

export function batchIdOf(market: string, seq: bigint | number): string {
  return `${market}-${seq}`;
}

function placeOf(batchId: string): { market: string; seq: string } {
  return { market: batchId.slice(0, 3), seq: batchId.slice(4) };
}

function batchView(row: BatchRow): Schemas['MatchingBatch'] {
  const { market, seq, requests, fills, seed } = row;
  const filled = amount(market, row.filled_minor);
  return {
    batchId: batchIdOf(market, seq),
    market,
    seq: Number(seq),
    trigger: row.type,
    requests,
    fills,
    filled,
    seed,
    recordedAt: row.recorded_at,
  };
}

function proofView({ market, seq, seed }: BatchRow, proof: ProofRow): Schemas['MatchingProof'] {
  const { outputHash, commandHash, rules } = proof;
  return {
    batchId: batchIdOf(market, seq),
    market,
    fromSeq: Number(seq),
    toSeq: Number(seq),
    engineVersion: engineOf(outputHash) ?? engineVersion,
    // The first command of a log works on an empty book.
    inputHash: proof.inputHash ?? stateHash(createBook(market)),
    outputHash,
    commandHash,
    seed,
    configuration: {
      noteMinimum: amountOrNull(market, proof.noteMinimumMinor),
      rules: rules === null ? null : encode(rules),
      requests: proof.requests.map(({ requestId, clearing, timing, allocation, closing, noteMinimumMinor }) => ({
        ...{ requestId, clearing, timing: timing ?? 'continuous', allocation: allocation ?? 'time', closing: closing ?? 'when-full' },
        noteMinimum: amount(market, noteMinimumMinor),
      })),
    },
  };
}
