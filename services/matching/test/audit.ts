/** What must be true of a stored market, whatever happened to the processes that wrote it. */

import type { Database, Sql } from '@mutua/db';
import { assert } from '@mutua/kernel';
import { logReader } from '../src/adapters/postgres/engine-store.ts';
import { replay, startingBook } from '../src/app/replay.ts';
import { createBook, stateHash } from '../src/domain/book.ts';
import { brokenInvariants } from '../src/domain/invariants.ts';
import { offersOf, requestsOf } from '../src/domain/views.ts';

export type Audit = { readonly seq: number; readonly hash: string; readonly fills: number; readonly problems: readonly string[] };

/** Replays from zero and from the snapshot against the logged hashes, and compares the projections with the replayed book. */
export function audit(db: Database, market = 'EUR'): Promise<Audit> {
  return db.run(async (tx) => {
    // One view of all tables, whatever is committed meanwhile.
    await tx.run('set transaction isolation level repeatable read');
    return auditIn(tx, market);
  });
}

async function auditIn(sql: Sql, market: string): Promise<Audit> {
  const log = logReader(sql);
  const zero = await replay(log, createBook(market));
  const late = await replay(log, startingBook(market, await log.latestSnapshot(market)));
  const last = await sql.one<{ seq: bigint; state_hash: string; n: bigint }>(
    'select seq, state_hash, (select count(*) from commands where market = $1) as n from commands where market = $1 order by seq desc limit 1',
    [market],
  );
  assert(last !== undefined, 'the market has a log');
  const hash = stateHash(zero.book);
  const problems = [
    ...(zero.firstDivergence === null ? [] : [`the replay from zero differs at ${zero.firstDivergence}`]),
    ...(late.firstDivergence === null ? [] : [`the replay from the snapshot differs at ${late.firstDivergence}`]),
    ...(hash === last.state_hash && stateHash(late.book) === hash ? [] : ['the hashes differ']),
    ...(last.seq === last.n ? [] : ['the log has gaps']),
    ...brokenInvariants(zero.book),
    ...(await brokenProjections(sql, zero.book)),
  ];
  const fills = await sql.one<{ n: bigint }>('select count(*) as n from fills where market = $1', [market]);
  return { seq: Number(last.seq), hash, fills: Number(fills?.n ?? 0n), problems };
}

async function brokenProjections(sql: Sql, book: ReturnType<typeof createBook>): Promise<string[]> {
  const offers = await sql.query<{ offer_id: string; remaining_minor: bigint; held_minor: bigint; freed_minor: bigint }>(
    'select offer_id, remaining_minor, held_minor, freed_minor from offers where market = $1 and (outcome is null or held_minor > 0)',
    [book.market],
  );
  const requests = await sql.query<{ request_id: string; filled_minor: bigint }>(
    `select request_id, filled_minor from requests where market = $1 and status in ('open', 'partial', 'filled')`,
    [book.market],
  );
  const sums = await sql.query<{ offer_id: string }>(
    `select o.offer_id from offers o left join fills f using (offer_id) where o.market = $1
       group by o.offer_id having o.held_minor <> coalesce(sum(f.amount_minor) filter (where f.status = 'held'), 0)
         or o.settled_minor <> coalesce(sum(f.amount_minor) filter (where f.status = 'settled'), 0)`,
    [book.market],
  );
  const live = new Map<string, { remainingMinor: bigint; heldMinor: bigint; freedMinor: bigint }>();
  for (const offer of offersOf(book)) live.set(offer.terms.offerId, offer);
  const open = new Map<string, { filledMinor: bigint }>();
  for (const request of requestsOf(book)) open.set(request.terms.requestId, request);
  const badOffers = offers.filter((row) => {
    const offer = live.get(row.offer_id);
    return offer?.remainingMinor !== row.remaining_minor || offer.heldMinor !== row.held_minor || offer.freedMinor !== row.freed_minor;
  });
  const badRequests = requests.filter((row) => open.get(row.request_id)?.filledMinor !== row.filled_minor);
  return [
    ...(offers.length === live.size ? [] : [`${offers.length} stored offers, ${live.size} in the book`]),
    ...(requests.length === open.size ? [] : [`${requests.length} stored requests, ${open.size} in the book`]),
    ...badOffers.map((row) => `offer ${row.offer_id} is stored otherwise`),
    ...badRequests.map((row) => `request ${row.request_id} is stored otherwise`),
    ...sums.map((row) => `offer ${row.offer_id} is not the sum of its fills`),
  ];
}
