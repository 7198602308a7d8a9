/** Offers in one unit of work. */
import type { Tx } from '@mutua/db';
import type { OfferStore } from '../../app/ports.ts';
import type { Offer } from '../../domain/offer.ts';
import { changingOfferRow, fixedOfferRow, offerReads, offersIn } from './offer-store.ts';
import { rowUnit } from './row-unit.ts';

export function offerUnit(tx: Tx): OfferStore {
  const rows = rowUnit<Offer>(tx, {
    table: 'offers',
    key: 'offer_id',
    idOf: ({ offerId }) => offerId,
    fixed: fixedOfferRow,
    changing: changingOfferRow,
    lock: (offerIds) => offersIn(tx, 'where o.offer_id = any($1) order by o.offer_id for update of o', [offerIds]),
  });
  return {
    find: async (offerId) => rows.get(offerId) ?? (await offerReads(tx).find(offerId)),
    prefetch: rows.lock,
    async lockDirected(requestId) {
      await rows.write();
      const directed = await offersIn(
        tx,
        "where o.request_id = $1 and o.status in ('placed', 'active') order by o.offer_id for update of o",
        [requestId],
      );
      rows.keep(directed);
      return directed.map(({ offerId }) => offerId);
    },
    async lock(offerId) {
      await rows.lock([offerId]);
      return rows.get(offerId);
    },
    insert: rows.insert,
    save: rows.save,
  };
}
