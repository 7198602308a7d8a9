/** The ledger over post_journals: a batch becomes parallel arrays, one call, one answer per journal. Nothing else writes the books. */
import type { Sql } from '@mutua/db';
import { assert } from '@mutua/kernel';
import type { Ledger } from '../../app/ports.ts';
import { assertDraft, type JournalDraft, type LedgerRefusal, type PostOutcome, type TransferDraft } from '../../domain/ledger.ts';

const postSql = `select ordinal, outcome, existing, refusal, at_account
  from post_journals($1, $2, $3, $4, $5, $6::date[], $7, $8, $9, $10, $11, $12, $13, $14, $15)`;

type OutcomeRow = {
  ordinal: number;
  outcome: 'posted' | 'replayed' | 'refused';
  existing: string | null;
  refusal: LedgerRefusal | null;
  at_account: string | null;
};

export function ledger(sql: Sql): Ledger {
  return { post: (journals) => postJournals(sql, journals) };
}

/** Posts a batch in order, in one statement. The outcomes are in the order of the journals; a refusal does not touch the others. */
export async function postJournals(sql: Sql, journals: readonly JournalDraft[]): Promise<PostOutcome[]> {
  if (journals.length === 0) return [];
  for (const journal of journals) assertDraft(journal);
  const rows = await sql.query<OutcomeRow>(postSql, parametersOf(journals));
  assert(rows.length === journals.length, 'every journal has an outcome', { rows: rows.length, journals: journals.length });
  return rows.map((row, i) => {
    if (row.outcome === 'refused') {
      assert(row.refusal !== null && row.at_account !== null, 'a refusal says why and where', { row });
      return { status: 'refused', code: row.refusal, accountId: row.at_account };
    }
    return { status: row.outcome, journalId: row.existing ?? journals[i]?.id ?? '' };
  });
}

/** Distinct accounts and reservations in ascending order (the lock order), and per transfer the places in them. */
function parametersOf(journals: readonly JournalDraft[]): unknown[] {
  const transfers = journals.flatMap((journal) => journal.transfers);
  const accounts = sortedDistinct(transfers.flatMap(({ debitAccountId, creditAccountId }) => [debitAccountId, creditAccountId]));
  const pendings = sortedDistinct(transfers.flatMap(({ pendingId }) => pendingId ?? []));
  const accountPlace = placesOf(accounts);
  const pendingPlace = placesOf(pendings);
  const firstOf = new Map<string, number>();
  const first: number[] = [];
  const same: number[] = [];
  const of: number[] = [];
  journals.forEach(({ reference, transfers: own }, i) => {
    if (!firstOf.has(reference)) firstOf.set(reference, i + 1);
    same.push(firstOf.get(reference) ?? i + 1);
    first.push(of.length + 1);
    for (let n = 0; n < own.length; n += 1) of.push(i + 1);
  });
  return [
    accounts,
    pendings,
    journals.map(({ id }) => id),
    journals.map(({ reference }) => reference),
    journals.map(({ kind }) => kind),
    journals.map(({ businessDate }) => businessDate),
    first,
    same,
    of,
    transfers.map(({ debitAccountId }) => accountPlace.get(debitAccountId)),
    transfers.map(({ creditAccountId }) => accountPlace.get(creditAccountId)),
    transfers.map(({ amountMinor }) => amountMinor),
    transfers.map(({ kind }) => kind),
    transfers.map(({ code }) => code),
    transfers.map(({ pendingId }: TransferDraft) => (pendingId === undefined ? 0 : pendingPlace.get(pendingId))),
  ];
}

/** Ascending by UTF-16 code unit: for ids, which are ASCII, the order of collation "C". */
function sortedDistinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

function placesOf(texts: readonly string[]): Map<string, number> {
  return new Map(texts.map((text, i) => [text, i + 1]));
}
