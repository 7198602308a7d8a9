/** Offers. What an offer has reserved and captured is the sum of its fills. */
import type { Sql } from '@mutua/db';
import type { CalendarDate, Currency, Id, Instant } from '@mutua/kernel';
import type { OfferReads } from '../../app/ports.ts';
import type { Offer, OfferOutcome, OfferStatus } from '../../domain/offer.ts';
import { type AmendmentJson, amendmentFrom, type CriteriaJson, criteriaFrom } from './json.ts';
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
  portfolio_minor: bigint | null;
  is_revocation_asked: boolean;
  filled_minor: bigint;
  captured_minor: bigint;
  freed_minor: bigint;
  outcome: OfferOutcome | null;
  refusal_code: string | null;
  amendment: AmendmentJson | null;
};

const selectSql = `select o.*, f.filled_minor, f.captured_minor from offers o cross join lateral (
    select coalesce(sum(amount_minor) filter (where status = 'reserved'), 0)::bigint as filled_minor,
      coalesce(sum(amount_minor) filter (where status = 'captured'), 0)::bigint as captured_minor
    from fills where fills.offer_id = o.offer_id) f`;

/** The offers that a clause picks; `o` names the offer in it. */
export async function offersIn(sql: Sql, clause: string, params: readonly unknown[]): Promise<readonly Offer[]> {
  return (await sql.query<Row>(`${selectSql} ${clause}`, params)).map(fromRow);
}

export function offerReads(sql: Sql): OfferReads {
  return {
    async find(offerId) {
      const [offer] = await offersIn(sql, 'where o.offer_id = $1', [offerId]);
      return offer;
    },
    async list({ lenderId, status, beforeId, limit }) {
      return await offersIn(
        sql,
        `where ($1::text is null or o.lender_id = $1) and ($2::text is null or o.status = $2)
         and ($3::text is null or o.offer_id < $3) order by o.offer_id desc limit $4`,
        [lenderId ?? null, status ?? null, beforeId ?? null, limit + 1],
      );
    },
  };
}

export const fixedOfferRow = (offer: Offer) => ({
  offer_id: offer.offerId,
  lender_id: offer.lenderId,
  kind: offer.kind,
  market: offer.market,
  request_id: offer.requestId,
  placed_at: offer.placedAt,
});

/** The columns that change with the state. */
export const changingOfferRow = ({ waiting, ...offer }: Offer) => ({
  total_minor: offer.totalMinor,
  criteria: offer.criteria,
  good_till_on: offer.goodTillOn,
  status: offer.status,
  hold_id: offer.holdId,
  portfolio_minor: offer.portfolioMinor,
  is_revocation_asked: offer.isRevocationAsked,
  freed_minor: offer.freedMinor,
  outcome: offer.outcome,
  refusal_code: offer.refusalCode,
  amendment: offer.amendment,
  waiting_for: waiting?.for ?? null,
  waiting_since: waiting?.since ?? null,
  waiting_cause: waiting?.cause ?? null,
});

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
    portfolioMinor: row.portfolio_minor,
    isRevocationAsked: row.is_revocation_asked,
    filledMinor: row.filled_minor,
    capturedMinor: row.captured_minor,
    freedMinor: row.freed_minor,
    outcome: row.outcome,
    refusalCode: row.refusal_code,
    amendment: row.amendment && amendmentFrom(row.amendment),
    waiting: waitingFrom(row),
  };
}
