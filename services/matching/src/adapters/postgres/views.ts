/** Reads of the projections. */
import type { Sql } from '@mutua/db';
import type { StoredStatus } from '../../app/ports.ts';

export type OfferView = {
  readonly market: string;
  readonly lenderId: string;
  readonly isOpen: boolean;
  readonly totalMinor: bigint;
  readonly remainingMinor: bigint;
  readonly heldMinor: bigint;
  readonly settledMinor: bigint;
  readonly freedMinor: bigint;
};

export async function lenderOf(sql: Sql, offerId: string): Promise<string | undefined> {
  const row = await sql.one<{ lender_id: string }>('select lender_id from offers where offer_id = $1', [offerId]);
  return row?.lender_id;
}

type OfferRow = {
  market: string;
  lender_id: string;
  outcome: string | null;
  total_minor: bigint;
  remaining_minor: bigint;
  held_minor: bigint;
  settled_minor: bigint;
  freed_minor: bigint;
};

export async function findOffer(sql: Sql, offerId: string): Promise<OfferView | undefined> {
  const row = await sql.one<OfferRow>(
    'select market, lender_id, outcome, total_minor, remaining_minor, held_minor, settled_minor, freed_minor from offers where offer_id = $1',
    [offerId],
  );
  return (
    row && {
      market: row.market,
      lenderId: row.lender_id,
      isOpen: row.outcome === null,
      totalMinor: row.total_minor,
      remainingMinor: row.remaining_minor,
      heldMinor: row.held_minor,
      settledMinor: row.settled_minor,
      freedMinor: row.freed_minor,
    }
  );
}

export async function engineOf(sql: Sql, market: string): Promise<{ holder: string; epoch: bigint } | undefined> {
  return await sql.one<{ holder: string; epoch: bigint }>('select holder, epoch from engines where market = $1', [market]);
}

export async function borrowerOf(sql: Sql, requestId: string): Promise<string | undefined> {
  const row = await sql.one<{ borrower_id: string }>('select borrower_id from requests where request_id = $1', [requestId]);
  return row?.borrower_id;
}

export type RequestRow = { readonly market: string; readonly status: StoredStatus };

export async function findRequest(sql: Sql, requestId: string): Promise<RequestRow | undefined> {
  return await sql.one<RequestRow>('select market, status from requests where request_id = $1', [requestId]);
}
