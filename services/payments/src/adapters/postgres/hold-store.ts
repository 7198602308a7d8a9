/** Holds of offers. Amounts only grow; the table refuses more than the hold had. */
import type { Sql } from '@mutua/db';
import { assert } from '@mutua/kernel';
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

export function holdStore(sql: Sql): HoldStore {
  return {
    async lock(holdIds) {
      const rows = await sql.query<HoldRow>(
        `select hold_id, offer_id, lender_id, wallet_id, currency, amount_minor, captured_minor, released_minor, refusal
         from holds where hold_id = any ($1) order by hold_id for update`,
        [[...holdIds]],
      );
      return rows.map(fromRow);
    },
    async insert(hold, placedAt) {
      await sql.run(
        `insert into holds (hold_id, offer_id, lender_id, wallet_id, currency, amount_minor, refusal, placed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [hold.holdId, hold.offerId, hold.lenderId, hold.walletId, hold.currency, hold.amountMinor, hold.refusal, placedAt],
      );
    },
    async save(holds) {
      const changed = await sql.run(
        `update holds h set captured_minor = n.captured, released_minor = n.released
         from unnest($1::text[], $2::bigint[], $3::bigint[]) n (hold_id, captured, released) where h.hold_id = n.hold_id`,
        [holds.map((h) => h.holdId), holds.map((h) => h.capturedMinor), holds.map((h) => h.releasedMinor)],
      );
      assert(changed === holds.length, 'every saved hold was locked before', { changed, holds: holds.length });
    },
  };
}

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
