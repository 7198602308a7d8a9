/** The ledger over post_journals: a batch becomes parallel arrays, one call, one answer per journal. Nothing else writes the books. */
import type { Sql } from '@mutua/db';
import { assert } from '@mutua/kernel';
import type { Ledger } from '../../app/ports.ts';
import { assertDraft, isSameContent, type JournalDraft, type LedgerRefusal, type PostOutcome } from '../../domain/ledger.ts';
import { numbersLiteral, textsLiteral } from './array-literal.ts';

const postSql = `select ordinal, outcome, existing, refusal, at_account
  from post_journals($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`;

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
 * Posts a batch in order, in one statement. The outcomes are in the order of the journals; a refusal does not touch the others. A
 * reference that exists with the same content is replayed, with other content refused.
 */
export async function postJournals(sql: Sql, journals: readonly JournalDraft[]): Promise<PostOutcome[]> {
  for (const journal of journals) assertDraft(journal);
  const { sent, same, contradicting } = duplicatesOf(journals);
  if (sent.length === 0) return contradicting.map(refusedAsReused);
  const rows = await sql.query<OutcomeRow>(postSql, parametersOf(sent, same)).catch(asSerializationFailure);
  const outcomes: PostOutcome[] = sent.map(({ id }) => ({ status: 'posted', journalId: id }));
  for (const row of rows) outcomes[row.ordinal - 1] = outcomeOf(row);
  if (contradicting.length === 0) return outcomes;
  const refused = new Set(contradicting);
  let next = 0;
  return journals.map((journal) => (refused.has(journal) ? refusedAsReused(journal) : outcomeAt(outcomes, next++)));
}

function outcomeAt(outcomes: readonly PostOutcome[], at: number): PostOutcome {
  const outcome = outcomes[at];
  assert(outcome !== undefined, 'every journal has an outcome', { at, outcomes: outcomes.length });
  return outcome;
}

function outcomeOf({ outcome, existing, refusal, at_account }: OutcomeRow): PostOutcome {
  if (outcome === 'replayed') return { status: 'replayed', journalId: existing ?? '' };
  assert(refusal !== null && at_account !== null, 'a refusal says why and where', { refusal, at_account });
  return { status: 'refused', code: refusal, accountId: at_account };
}

function refusedAsReused({ transfers }: JournalDraft): PostOutcome {
  return { status: 'refused', code: 'ledger.reference_reused', accountId: transfers[0]?.debitAccountId ?? '' };
}

/** Another transaction won the race for a reference or a reversal: tried again, it is found. */
function asSerializationFailure(error: unknown): never {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  if (code === '23505' && (constraint === 'journals_reference' || constraint === 'journals_reversed')) {
    throw Object.assign(new Error('a reference was posted concurrently', { cause: error }), { code: '40001' });
  }
  throw error;
}

type Duplicates = {
  readonly sent: readonly JournalDraft[];
  /** Per sent journal the 1-based place of the first with its reference; empty when all differ. */
  readonly same: readonly number[];
  /** Those with the reference of an earlier one and other content. */
  readonly contradicting: readonly JournalDraft[];
};

function duplicatesOf(journals: readonly JournalDraft[]): Duplicates {
  if (new Set(journals.map(({ reference }) => reference)).size === journals.length) return { sent: journals, same: [], contradicting: [] };
  const first = new Map<string, { readonly place: number; readonly journal: JournalDraft }>();
  const sent: JournalDraft[] = [];
  const same: number[] = [];
  const contradicting: JournalDraft[] = [];
  for (const journal of journals) {
    const earlier = first.get(journal.reference);
    if (earlier !== undefined && !isSameContent(earlier.journal, journal)) {
      contradicting.push(journal);
      continue;
    }
    sent.push(journal);
    if (earlier === undefined) first.set(journal.reference, { place: sent.length, journal });
    same.push(earlier?.place ?? sent.length);
  }
  return { sent, same, contradicting };
}

/** Distinct accounts and reservations in ascending order (the lock order), and per transfer the places in them. */
function parametersOf(journals: readonly JournalDraft[], same: readonly number[]): string[] {
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
    textsLiteral(accounts.keys()),
    textsLiteral(pendings.keys()),
    textsLiteral(journals.map(({ id }) => id)),
    textsLiteral(journals.map(({ reference }) => reference)),
    textsLiteral(journals.map(({ kind }) => kind)),
    textsLiteral(journals.map(({ businessDate }) => businessDate)),
    numbersLiteral(first),
    numbersLiteral(same),
    journals.some(({ reverses }) => reverses !== undefined) ? textsLiteral(journals.map(({ reverses }) => reverses)) : '{}',
    expiry.size > 0 ? textsLiteral([...pendings.keys()].map((pendingId) => expiry.get(pendingId))) : '{}',
    numbersLiteral(of),
    numbersLiteral(transfers.map(({ debitAccountId }) => accounts.get(debitAccountId) ?? 0)),
    numbersLiteral(transfers.map(({ creditAccountId }) => accounts.get(creditAccountId) ?? 0)),
    numbersLiteral(transfers.map(({ amountMinor }) => amountMinor)),
    textsLiteral(transfers.map(({ kind }) => kind)),
    textsLiteral(transfers.map(({ code }) => code)),
    numbersLiteral(transfers.map(({ pendingId }) => (pendingId === undefined ? 0 : (pendings.get(pendingId) ?? 0)))),
  ];
}

/** 1-based places of the distinct texts, ascending by UTF-16 code unit: for ids, which are ASCII, the order of collation "C". */
function placesOf(texts: readonly string[]): Map<string, number> {
  return new Map([...new Set(texts)].sort().map((text, i) => [text, i + 1]));
}
