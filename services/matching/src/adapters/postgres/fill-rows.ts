/** Fills in Postgres. Old ones change first, so that an offer that was outbid may be filled by the same request again. */
import type { Tx } from '@mutua/db';
import { derivedId } from '@mutua/kernel';
import type { Changes } from '../../app/ports.ts';

export async function saveFills(tx: Tx, { market, fills, fillChanges, fillEnds }: Changes): Promise<void> {
  await Promise.all([
    changeFills(tx, { market, fillChanges }),
    insertFills(tx, { market, fills }),
    fillEnds.length > 0 &&
      tx.run(
        `update fills set status = ended.status from unnest($1::text[], $2::text[]) as ended(request_id, status)
         where fills.request_id = ended.request_id`,
        [fillEnds.map(({ requestId }) => requestId), fillEnds.map(({ status }) => status)],
      ),
  ]);
}

async function changeFills(tx: Tx, { market, fillChanges }: Pick<Changes, 'market' | 'fillChanges'>): Promise<void> {
  const gone = fillChanges.filter(({ amountMinor }) => amountMinor === 0n);
  const kept = fillChanges.filter(({ amountMinor }) => amountMinor !== 0n);
  await Promise.all([
    gone.length > 0 &&
      tx.run(
        `delete from fills using unnest($2::bigint[], $3::integer[]) as gone(seq, index)
         where fills.market = $1 and fills.seq = gone.seq and fills.index = gone.index`,
        [market, gone.map(({ seq }) => seq), gone.map(({ index }) => index)],
      ),
    kept.length > 0 &&
      tx.run(
        `update fills set amount_minor = coalesce(now.amount_minor, fills.amount_minor), rate_ppm = coalesce(now.rate_ppm, fills.rate_ppm)
         from unnest($2::bigint[], $3::integer[], $4::bigint[], $5::bigint[]) as now(seq, index, amount_minor, rate_ppm)
         where fills.market = $1 and fills.seq = now.seq and fills.index = now.index`,
        [
          market,
          kept.map(({ seq }) => seq),
          kept.map(({ index }) => index),
          kept.map(({ amountMinor }) => amountMinor ?? null),
          kept.map(({ ratePpm }) => ratePpm ?? null),
        ],
      ),
  ]);
}

async function insertFills(tx: Tx, { market, fills }: Pick<Changes, 'market' | 'fills'>): Promise<void> {
  if (fills.length === 0) return;
  await tx.run(
    `insert into fills (market, status, fill_id, seq, index, request_id, offer_id, amount_minor, rate_ppm)
     select $1, 'held', * from unnest($2::text[], $3::bigint[], $4::integer[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])`,
    [
      market,
      fills.map(({ seq, index }) => derivedId('fill', market, String(seq), String(index))),
      fills.map(({ seq }) => seq),
      fills.map(({ index }) => index),
      fills.map(({ requestId }) => requestId),
      fills.map(({ offerId }) => offerId),
      fills.map(({ amountMinor }) => amountMinor),
      fills.map(({ ratePpm }) => ratePpm),
    ],
  );
}
