/** Offers. What an offer has reserved and captured is the sum of its fills. */
import type { Sql } from '@mutua/db';
import { assert, type CalendarDate, type Currency, type Id, type Instant } from '@mutua/kernel';
import type { OfferStore } from '../../app/ports.ts';
import type { Offer, OfferOutcome, OfferStatus } from '../../domain/offer.ts';
import { type CriteriaJson, criteriaFrom, toJson } from './json.ts';
import { type WaitingColumns, waitingFrom } from './loan-request-rows.ts';

type Row = WaitingColumns & {
  offer_id: Id<'offer'>;
  lender_id: Id<'member'>;
  kind: 'standing' | 'directed';
  market: Currency;
  request_id: Id<'loanRequest'> | null;
  total_minor: bigint;
  criteria: CriteriaJson;
  good_till_on: CalendarDate | null;
  placed_at: Instant;
  status: OfferStatus;
  hold_id: Id<'hold'> | null;
  is_revocation_asked: boolean;
  filled_minor: bigint;
  captured_minor: bigint;
  freed_minor: bigint;
  outcome: OfferOutcome | null;
  refusal_code: string | null;
};

const insertSql = `insert into offers (offer_id, lender_id, kind, market, request_id, total_minor, criteria, good_till_on, placed_at, status,
    hold_id, is_revocation_asked, freed_minor, outcome, refusal_code, waiting_for, waiting_since, waiting_cause)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`;
const updateSql = `update offers set (status, hold_id, is_revocation_asked, freed_minor, outcome, refusal_code, waiting_for, waiting_since,
    waiting_cause) = ($3, $4, $5, $6, $7, $8, $9, $10, $11) where offer_id = $1 and status = $2`;

const selectSql = `select o.*, f.filled_minor, f.captured_minor from offers o cross join lateral (
    select coalesce(sum(amount_minor) filter (where status = 'reserved'), 0)::bigint as filled_minor,
      coalesce(sum(amount_minor) filter (where status = 'captured'), 0)::bigint as captured_minor
    from fills where fills.offer_id = o.offer_id) f`;

export function offerStore(sql: Sql): OfferStore {
  const findBy = async (clause: string, params: readonly unknown[]): Promise<Offer | undefined> => {
    const row = await sql.one<Row>(`${selectSql} ${clause}`, params);
    return row && fromRow(row);
  };
  return {
    async insert(offer) {
      const { offerId, lenderId, kind, market, requestId, totalMinor, criteria, goodTillOn, placedAt } = offer;
      const fixed = [offerId, lenderId, kind, market, requestId, totalMinor, toJson(criteria), goodTillOn, placedAt];
      await sql.run(insertSql, [...fixed, ...changingValues(offer)]);
    },
    find: (offerId) => findBy('where o.offer_id = $1', [offerId]),
    lock: (offerId) => findBy('where o.offer_id = $1 for update of o', [offerId]),
    async save(before, after) {
      const changed = await sql.run(updateSql, [before.offerId, before.status, ...changingValues(after)]);
      assert(changed === 1, 'a locked offer keeps its state until it is saved', { offerId: before.offerId });
    },
    async list({ lenderId, status, beforeId, limit }) {
      const rows = await sql.query<Row>(
        `${selectSql} where ($1::text is null or o.lender_id = $1) and ($2::text is null or o.status = $2)
         and ($3::text is null or o.offer_id < $3) order by o.offer_id desc limit $4`,
        [lenderId ?? null, status ?? null, beforeId ?? null, limit + 1],
      );
      return rows.map(fromRow);
    },
  };
}

function changingValues({ status, holdId, isRevocationAsked, freedMinor, outcome, refusalCode, waiting }: Offer): readonly unknown[] {
  const wait = [waiting?.for ?? null, waiting?.since ?? null, waiting?.cause ?? null];
  return [status, holdId, isRevocationAsked, freedMinor, outcome, refusalCode, ...wait];
}

function fromRow(row: Row): Offer {
  return {
    offerId: row.offer_id,
    lenderId: row.lender_id,
    kind: row.kind,
    market: row.market,
    requestId: row.request_id,
    totalMinor: row.total_minor,
    criteria: criteriaFrom(row.criteria),
    goodTillOn: row.good_till_on,
    placedAt: row.placed_at,
    status: row.status,
    holdId: row.hold_id,
    isRevocationAsked: row.is_revocation_asked,
    filledMinor: row.filled_minor,
    capturedMinor: row.captured_minor,
    freedMinor: row.freed_minor,
    outcome: row.outcome,
    refusalCode: row.refusal_code,
    waiting: waitingFrom(row),
  };
}
