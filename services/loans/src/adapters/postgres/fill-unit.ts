/**
 * Fills in one unit of work: all that are recorded are written with one statement at the commit. The rate of a fill is the last that was
 * told: while an auction runs it is provisional.
 */
import type { Statement, Tx } from '@mutua/db';
import type { Id } from '@mutua/kernel';
import type { FillStore } from '../../app/ports.ts';
import type { Fill } from '../../domain/contract.ts';

const recordSql = `insert into fills (fill_id, request_id, offer_id, lender_id, amount_minor, rate_ppm, status)
  select f.*, 'reserved' from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[]) as f
  on conflict (fill_id) do update set rate_ppm = excluded.rate_ppm where fills.rate_ppm <> excluded.rate_ppm`;
// Recorded before, in this unit or another: a fill is told before it is displaced.
const outbidSql = `update fills set amount_minor = case when o.left_minor > 0 then o.left_minor else fills.amount_minor end,
    status = case when o.left_minor > 0 then fills.status else 'outbid' end
  from unnest($1::text[], $2::bigint[]) as o(fill_id, left_minor) where fills.fill_id = o.fill_id`;
const settleSql = "update fills set status = $2 where request_id = $1 and status = 'reserved'";
const reservedSql = "select * from fills where request_id = $1 and status = 'reserved' order by fill_id";

type FillRow = { fill_id: Id<'fill'>; offer_id: Id<'offer'>; lender_id: Id<'member'>; amount_minor: bigint; rate_ppm: bigint };
type Recorded = { readonly requestId: string; readonly fill: Fill };

export function fillUnit(tx: Tx): FillStore {
  const recorded = new Map<string, Recorded>();
  const take = (): Statement | undefined => {
    const due = [...recorded.values()];
    recorded.clear();
    return due.length === 0 ? undefined : { text: recordSql, params: paramsOf(due) };
  };
  const writeNow = async (): Promise<void> => {
    const statement = take();
    if (statement) await tx.run(statement.text, statement.params);
  };
  const whole = new Map<string, readonly Fill[]>();
  let isDeferred = false;
  return {
    async record({ requestId, fills, areAll }) {
      if (!isDeferred) tx.defer(take);
      isDeferred = true;
      for (const fill of fills) recorded.set(fill.fillId, { requestId, fill });
      if (areAll) whole.set(requestId, fills.toSorted(byId));
    },
    outbid(outbid) {
      const params = [outbid.map(({ fillId }) => fillId), outbid.map(({ leftMinor }) => leftMinor)];
      tx.defer(() => ({ text: outbidSql, params }));
    },
    async reservedOf(requestId) {
      const known = whole.get(requestId);
      if (known) return known;
      await writeNow();
      const rows = await tx.query<FillRow>(reservedSql, [requestId]);
      return rows.map((row) => ({
        fillId: row.fill_id,
        offerId: row.offer_id,
        lenderId: row.lender_id,
        amountMinor: row.amount_minor,
        ratePpm: row.rate_ppm,
      }));
    },
    async settle(requestId, as) {
      await writeNow();
      whole.delete(requestId);
      tx.defer(() => ({ text: settleSql, params: [requestId, as] }));
    },
  };
}

const byId = (a: Fill, b: Fill): number => (a.fillId < b.fillId ? -1 : Number(a.fillId > b.fillId));

const paramsOf = (recorded: readonly Recorded[]): readonly unknown[] => [
  recorded.map(({ fill }) => fill.fillId),
  recorded.map(({ requestId }) => requestId),
  recorded.map(({ fill }) => fill.offerId),
  recorded.map(({ fill }) => fill.lenderId),
  recorded.map(({ fill }) => fill.amountMinor),
  recorded.map(({ fill }) => fill.ratePpm),
];
