/** Offers in one unit of work: a row is locked and read once; what is new or changed is written with two statements at the commit. */
import type { Tx } from '@mutua/db';
import type { OfferStore } from '../../app/ports.ts';
import type { Offer } from '../../domain/offer.ts';
import { toJson } from './json.ts';
import { changingOfferRow, fixedOfferRow, offerReads, offersIn } from './offer-store.ts';

const fixed = 'offer_id, lender_id, kind, market, request_id, total_minor, criteria, good_till_on, placed_at';
const changing = ['status', 'hold_id', 'is_revocation_asked', 'freed_minor', 'outcome', 'refusal_code', 'waiting_for', 'waiting_since'];
const changingColumns = [...changing, 'waiting_cause'];
const columns = `${fixed}, ${changingColumns.join(', ')}`;
const insertSql = `insert into offers (${columns}) select ${columns} from jsonb_populate_recordset(null::offers, $1::jsonb)`;
// By the ids too: the planner cannot tell how many rows the JSON holds and would read the whole table.
const updateSql = `update offers o set (${changingColumns.join(', ')}) = row(${changingColumns.map((name) => `n.${name}`).join(', ')})
  from jsonb_populate_recordset(null::offers, $1::jsonb) n where o.offer_id = n.offer_id and o.offer_id = any($2)`;

export function offerUnit(tx: Tx): OfferStore {
  const locked = new Map<string, Offer>();
  const inserted = new Map<string, Offer>();
  const changed = new Map<string, Offer>();
  const lock = async (offerIds: readonly string[]): Promise<void> => {
    const unknown = offerIds.filter((offerId) => !locked.has(offerId));
    if (unknown.length === 0) return;
    const offers = await offersIn(tx, 'where o.offer_id = any($1) order by o.offer_id for update of o', [unknown]);
    for (const offer of offers) locked.set(offer.offerId, offer);
  };
  return {
    find: async (offerId) => locked.get(offerId) ?? (await offerReads(tx).find(offerId)),
    prefetch: lock,
    async lock(offerId) {
      await lock([offerId]);
      return locked.get(offerId);
    },
    insert(offer) {
      if (inserted.size === 0)
        tx.defer(() => ({
          text: insertSql,
          params: [toJson([...inserted.values()].map((each) => ({ ...fixedOfferRow(each), ...changingOfferRow(each) })))],
        }));
      inserted.set(offer.offerId, offer);
      locked.set(offer.offerId, offer);
    },
    save(offer) {
      const target = inserted.has(offer.offerId) ? inserted : changed;
      if (target === changed && changed.size === 0)
        tx.defer(() => ({ text: updateSql, params: [toJson([...changed.values()].map(changedRow)), [...changed.keys()]] }));
      target.set(offer.offerId, offer);
      locked.set(offer.offerId, offer);
    },
  };
}

const changedRow = (offer: Offer): object => ({ offer_id: offer.offerId, ...changingOfferRow(offer) });
