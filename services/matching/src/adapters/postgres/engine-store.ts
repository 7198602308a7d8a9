/** The log, its projections and the fencing epoch in Postgres; one statement per table and batch. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sql, Tx } from '@mutua/db';
import { assert, type Instant } from '@mutua/kernel';
import type { Changes, EngineStore, LogEntry, LogReader } from '../../app/ports.ts';
import { commandFrom, objectOf, payloadOf } from '../../app/wire.ts';
import { saveFills } from './fill-rows.ts';
import { intakeStore } from './intake.ts';
import { saveSnapshot, snapshotReader } from './snapshots.ts';

export function logReader(sql: Sql): LogReader {
  return {
    ...snapshotReader(sql),
    after: async (market, seq, limit) => {
      const rows = await sql.query<LogRow>(
        `select seq, payload, event_id, state_hash, recorded_at from commands where market = $1 and seq > $2 order by seq limit $3`,
        [market, seq, limit],
      );
      return rows.map(entryFrom);
    },
    hasFiled: async (markets) => (await sql.one('select 1 as one from intake where market = any($1) limit 1', [markets])) !== undefined,
  };
}

type LogRow = { seq: bigint; payload: string; event_id: string | null; state_hash: string; recorded_at: Instant };

function entryFrom(row: LogRow): LogEntry {
  const numbered = { seq: Number(row.seq), at: row.recorded_at, command: commandFrom(row.payload) };
  return { numbered, eventId: row.event_id, stateHash: row.state_hash };
}

export function engineStore(tx: Tx): EngineStore {
  return {
    ...logReader(tx),
    ...intakeStore(tx),
    async assertEpochs(epochs) {
      const mine = await tx.run(
        `with mine as (
           select e.market from engines e join unnest($1::text[], $2::bigint[]) as held(market, epoch) using (market, epoch)
           order by e.market for update of e
         ) update engines set renewed_at = clock_timestamp() from mine where engines.market = mine.market`,
        [[...epochs.keys()], [...epochs.values()]],
      );
      return mine === epochs.size;
    },
    async save(changes) {
      // Sent together, executed in this order.
      await Promise.all([
        saveLog(tx, changes),
        saveRefusals(tx, changes),
        saveRequests(tx, changes),
        saveOffers(tx, changes),
        saveFills(tx, changes),
        saveClearings(tx, changes),
        changes.snapshot && saveSnapshot(tx, changes.market, changes.snapshot),
      ]);
    },
    // The statements of one turn of the event loop leave together, when it ends; answers come in before the next one.
    sent: () => nextTurn(),
  };
}

async function saveLog(tx: Tx, { market, log }: Changes): Promise<void> {
  if (log.length === 0) return;
  await tx.run(
    `insert into commands (market, seq, type, payload, event_id, state_hash, recorded_at)
     select $1, * from unnest($2::bigint[], $3::text[], string_to_array($4, E'\\n'), $5::text[], $6::text[], $7::timestamptz[])`,
    [
      market,
      log.map(({ numbered }) => numbered.seq),
      log.map(({ numbered }) => numbered.command.type),
      // JSON in one line has no line feed of its own. As an array every quote in it would be escaped here and unescaped there.
      log.map(({ numbered }) => payloadOf(numbered.command)).join('\n'),
      log.map(({ eventId }) => eventId),
      log.map(({ stateHash }) => stateHash),
      log.map(({ numbered }) => numbered.at),
    ],
  );
}

async function saveRefusals(tx: Tx, { market, refusals }: Changes): Promise<void> {
  if (refusals.length === 0) return;
  await tx.run(
    `insert into refusals (market, after_seq, type, object_id, code, event_id, recorded_at)
     select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])`,
    [
      market,
      refusals.map(({ afterSeq }) => afterSeq),
      refusals.map(({ command }) => command.type),
      refusals.map(({ command }) => objectOf(command)),
      refusals.map(({ code }) => code),
      refusals.map(({ eventId }) => eventId),
      refusals.map(({ at }) => at),
    ],
  );
}

async function saveRequests(tx: Tx, { market, requests }: Changes): Promise<void> {
  if (requests.length === 0) return;
  const stored = await tx.run(
    `insert into requests (market, request_id, borrower_id, seq, status, amount_minor, filled_minor, rate_ppm, grade, term_months, closes_on)
     select $1, * from unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::text[],
       $10::integer[], $11::date[])
     on conflict (request_id) do update set status = excluded.status, filled_minor = excluded.filled_minor
       where requests.seq = excluded.seq and requests.market = excluded.market`,
    [
      market,
      requests.map(({ terms }) => terms.requestId),
      requests.map(({ terms }) => terms.borrowerId),
      requests.map(({ seq }) => seq),
      requests.map(({ status }) => status),
      requests.map(({ terms }) => terms.amountMinor),
      requests.map(({ filledMinor }) => filledMinor),
      requests.map(({ terms }) => terms.ratePpm),
      requests.map(({ terms }) => terms.grade),
      requests.map(({ terms }) => terms.termMonths),
      requests.map(({ terms }) => terms.closesOn),
    ],
  );
  assert(stored === requests.length, 'a request id is used once', { market, stored, requests: requests.length });
}

async function saveOffers(tx: Tx, { market, offers, log }: Changes): Promise<void> {
  if (offers.length === 0) return;
  const lastSeq = log.at(-1)?.numbered.seq ?? null;
  const stored = await tx.run(
    `insert into offers (market, offer_id, lender_id, seq, request_id, outcome, total_minor, remaining_minor, held_minor, settled_minor,
       freed_minor, closed_seq)
     select $1, * from unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[],
       $10::bigint[], $11::bigint[], $12::bigint[])
     on conflict (offer_id) do update set outcome = excluded.outcome, remaining_minor = excluded.remaining_minor,
       held_minor = excluded.held_minor, settled_minor = excluded.settled_minor, freed_minor = excluded.freed_minor,
       closed_seq = coalesce(offers.closed_seq, excluded.closed_seq)
       where offers.seq = excluded.seq and offers.market = excluded.market`,
    [
      market,
      offers.map(({ terms }) => terms.offerId),
      offers.map(({ terms }) => terms.lenderId),
      offers.map(({ seq }) => seq),
      offers.map(({ terms }) => terms.requestId),
      offers.map(({ outcome }) => outcome),
      offers.map(({ terms }) => terms.totalMinor),
      offers.map(({ remainingMinor }) => remainingMinor),
      offers.map(({ heldMinor }) => heldMinor),
      offers.map(({ settledMinor }) => settledMinor),
      offers.map(({ freedMinor }) => freedMinor),
      offers.map(({ outcome }) => (outcome === null ? null : lastSeq)),
    ],
  );
  assert(stored === offers.length, 'an offer id is used once', { market, stored, offers: offers.length });
}

async function saveClearings(tx: Tx, { market, clearings }: Changes): Promise<void> {
  if (clearings.length === 0) return;
  await tx.run(
    `insert into batches (market, seq, type, requests, fills, filled_minor, seed, recorded_at)
     select $1, * from unnest($2::bigint[], $3::text[], $4::integer[], $5::integer[], $6::bigint[], $7::text[], $8::timestamptz[])`,
    [
      market,
      clearings.map(({ seq }) => seq),
      clearings.map(({ type }) => type),
      clearings.map(({ requests }) => requests),
      clearings.map(({ fills }) => fills),
      clearings.map(({ filledMinor }) => filledMinor),
      clearings.map(({ seed }) => seed),
      clearings.map(({ at }) => at),
    ],
  );
}
