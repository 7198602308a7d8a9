/** The ledger over post_batch: a batch becomes parallel arrays, one call, one answer per journal. Nothing else writes the books. */
import type { Sql } from '@mutua/db';
import { assert } from '@mutua/kernel';
import type { Ledger } from '../../app/ports.ts';
import { assertDraft, type JournalDraft, type LedgerRefusal, type PostOutcome } from '../../domain/ledger.ts';

const postSql = `select ordinal, outcome, existing, refusal, at_account
  from post_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`;

/** Held by who posts until the commit, and taken alone by who closes a period: nobody posts into a period that was open when he looked. */
const bookLock = '1, 1';
const whilePostingSql = `select pg_advisory_xact_lock_shared(${bookLock})`;
export const whileClosingSql = `select pg_advisory_xact_lock(${bookLock})`;

/** Of a journal that was not plainly posted. */
type OutcomeRow = {
  ordinal: number;
  outcome: 'replayed' | 'refused';
  existing: string | null;
  refusal: LedgerRefusal | null;
  at_account: string | null;
};

export function ledger(sql: Sql): Ledger {
  return { post: (journals) => postJournals(sql, journals) };
}

/**
 * Posts in order, in one statement where possible. The outcomes are in the order of the journals; a refusal does not touch the others. A
 * reference that exists with the same content is replayed, with other content refused.
 */
export async function postJournals(sql: Sql, journals: readonly JournalDraft[]): Promise<PostOutcome[]> {
  for (const journal of journals) assertDraft(journal);
  const outcomes: PostOutcome[] = [];
  for (const batch of independentBatches(journals)) outcomes.push(...(await postBatch(sql, batch)));
  return outcomes;
}

async function postBatch(sql: Sql, batch: readonly JournalDraft[]): Promise<PostOutcome[]> {
  // Sent together, and done in this order.
  const [, rows] = await Promise.all([
    sql.run(whilePostingSql),
    sql.query<OutcomeRow>(postSql, parametersOf(batch)).catch(asSerializationFailure),
  ]);
  const outcomes: PostOutcome[] = batch.map(({ id }) => ({ status: 'posted', journalId: id }));
  for (const row of rows) outcomes[row.ordinal - 1] = outcomeOf(row);
  return outcomes;
}

/**
 * One call looks up references and reservations before it posts. So a journal that is about one of the same call (its reference again, its
 * reversal, the settling of its reservation) goes with the next.
 */
function independentBatches(journals: readonly JournalDraft[]): (readonly JournalDraft[])[] {
  const batches: JournalDraft[][] = [];
  let known = new Set<string>();
  let current: JournalDraft[] = [];
  for (const journal of journals) {
    const { reference, reverses, transfers } = journal;
    const settled = transfers.flatMap(({ kind, pendingId }) => (kind === 'post' || kind === 'pend' ? [] : [`pending ${pendingId}`]));
    if (known.has(reference) || (reverses !== undefined && known.has(reverses)) || settled.some((name) => known.has(name))) {
      batches.push(current);
      current = [];
      known = new Set();
    }
    current.push(journal);
    known.add(reference);
    for (const { kind, pendingId } of transfers) if (kind === 'pend') known.add(`pending ${pendingId}`);
  }
  return current.length === 0 ? batches : [...batches, current];
}

function outcomeOf({ outcome, existing, refusal, at_account }: OutcomeRow): PostOutcome {
  if (outcome === 'replayed') return { status: 'replayed', journalId: existing ?? '' };
  assert(refusal !== null && at_account !== null, 'a refusal says why and where', { refusal, at_account });
  return { status: 'refused', code: refusal, accountId: at_account };
}

/** Another transaction won the race for a reference or a reversal: tried again, it is found. */
function asSerializationFailure(error: unknown): never {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  if (code === '23505' && (constraint === 'journals_reference' || constraint === 'journals_reversed')) {
    throw Object.assign(new Error('a reference was posted concurrently', { cause: error }), { code: '40001' });
  }
  throw error;
}

/** Distinct accounts and reservations in ascending order (the lock order), and per transfer the places in them. */
function parametersOf(journals: readonly JournalDraft[]): (readonly unknown[])[] {
  const transfers = journals.length === 1 ? (journals[0]?.transfers ?? []) : journals.flatMap((journal) => journal.transfers);
  const accounts = placesOf(transfers.flatMap(({ debitAccountId, creditAccountId }) => [debitAccountId, creditAccountId]));
  const pendings = placesOf(transfers.flatMap(({ pendingId }) => pendingId ?? []));
  const first: number[] = [];
  const of: number[] = [];
  journals.forEach(({ transfers: own }, i) => {
    first.push(of.length + 1);
    for (let n = 0; n < own.length; n += 1) of.push(i + 1);
  });
  const expiry = new Map(
    transfers.flatMap(({ pendingId, expiresOn }) => (pendingId && expiresOn ? [[pendingId, expiresOn] as const] : [])),
  );
  return [
    [...accounts.keys()],
    [...pendings.keys()],
    journals.map(({ id }) => id),
    journals.map(({ reference }) => reference),
    journals.map(({ kind }) => kind),
    journals.map(({ businessDate }) => businessDate),
    first,
    [], // no reference comes twice in a batch
    journals.some(({ reverses }) => reverses !== undefined) ? journals.map(({ reverses }) => reverses) : [],
    expiry.size > 0 ? [...pendings.keys()].map((pendingId) => expiry.get(pendingId)) : [],
    of,
    transfers.map(({ debitAccountId }) => accounts.get(debitAccountId) ?? 0),
    transfers.map(({ creditAccountId }) => accounts.get(creditAccountId) ?? 0),
    transfers.map(({ amountMinor }) => amountMinor),
    transfers.map(({ kind }) => kind),
    transfers.map(({ code }) => code),
    transfers.map(({ pendingId }) => (pendingId === undefined ? 0 : (pendings.get(pendingId) ?? 0))),
  ];
}

/** 1-based places of the distinct texts, ascending by UTF-16 code unit: for ids, which are ASCII, the order of collation "C". */
function placesOf(texts: readonly string[]): Map<string, number> {
  return new Map([...new Set(texts)].sort().map((text, i) => [text, i + 1]));
}
