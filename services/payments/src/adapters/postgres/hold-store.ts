/** Holds of offers. Amounts only grow; the table refuses more than the hold had. */
import type { Statement, Tx } from '@mutua/db';
import { assert, type Instant } from '@mutua/kernel';
import type { HoldStore } from '../../app/ports.ts';
import type { Hold } from '../../domain/hold.ts';

type HoldRow = {
  hold_id: Hold['holdId'];
  offer_id: Hold['offerId'];
  lender_id: Hold['lenderId'];
  wallet_id: Hold['walletId'];
  currency: string;
  amount_minor: bigint;
  captured_minor: bigint;
  released_minor: bigint;
  refusal: string | null;
};

const insertSql = `insert into holds (hold_id, offer_id, lender_id, wallet_id, currency, amount_minor, refusal, placed_at)
  select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::timestamptz[])`;

/** New holds are written with one statement at the commit. */
export function holdStore(tx: Pick<Tx, 'query' | 'run' | 'defer'>): HoldStore {
  let placed: Placed[] = [];
  const take = (): Statement | undefined => {
    const due = placed;
    placed = [];
    return due.length === 0 ? undefined : { text: insertSql, params: insertParams(due) };
  };
  let isDeferred = false;
  return {
    async lock(holdIds) {
      const own = placed.some(({ hold }) => holdIds.includes(hold.holdId)) ? take() : undefined;
      if (own) await tx.run(own.text, own.params);
      const rows = await tx.query<HoldRow>(
        `select hold_id, offer_id, lender_id, wallet_id, currency, amount_minor, captured_minor, released_minor, refusal
         from holds where hold_id = any ($1) order by hold_id for update`,
        [[...holdIds]],
      );
      return rows.map(fromRow);
    },
    insert(hold, placedAt) {
      if (!isDeferred) tx.defer(take);
      isDeferred = true;
      placed.push({ hold, placedAt });
    },
    async save(holds) {
      const changed = await tx.run(
        `update holds h set captured_minor = n.captured, released_minor = n.released
         from unnest($1::text[], $2::bigint[], $3::bigint[]) n (hold_id, captured, released) where h.hold_id = n.hold_id`,
        [holds.map((h) => h.holdId), holds.map((h) => h.capturedMinor), holds.map((h) => h.releasedMinor)],
      );
      assert(changed === holds.length, 'every saved hold was locked before', { changed, holds: holds.length });
    },
  };
}

type Placed = { readonly hold: Hold; readonly placedAt: Instant };

const insertParams = (placed: readonly Placed[]): readonly unknown[] => [
  placed.map(({ hold }) => hold.holdId),
  placed.map(({ hold }) => hold.offerId),
  placed.map(({ hold }) => hold.lenderId),
  placed.map(({ hold }) => hold.walletId),
  placed.map(({ hold }) => hold.currency),
  placed.map(({ hold }) => hold.amountMinor),
  placed.map(({ hold }) => hold.refusal),
  placed.map(({ placedAt }) => placedAt),
];

function fromRow(row: HoldRow): Hold {
  return {
    holdId: row.hold_id,
    offerId: row.offer_id,
    lenderId: row.lender_id,
    walletId: row.wallet_id,
    currency: row.currency,
    amountMinor: row.amount_minor,
    capturedMinor: row.captured_minor,
    releasedMinor: row.released_minor,
    refusal: row.refusal,
  };
}
