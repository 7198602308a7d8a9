/** The routes: convert in, ask, convert out. */
import type { MatchingComponents, MatchingOperations } from '@mutua/contracts';
import type { Sql } from '@mutua/db';
import { type Handlers, reply } from '@mutua/http';
import { type Id, isId, ratePpmToWire, reject } from '@mutua/kernel';
import type { History } from '../../app/history.ts';
import type { Queries } from '../../app/queries.ts';
import { type BatchReads, batchHandlers } from './batch-handlers.ts';
import { type ExplanationReads, expectedWaitOf, explanationHandlers } from './explanation-handlers.ts';
import { amount } from './money.ts';
import { rulesHandlers } from './rules-handlers.ts';

type Schemas = MatchingComponents['schemas'];

type OfferRow = {
  readonly market: string;
  readonly isOpen: boolean;
  readonly totalMinor: bigint;
  readonly remainingMinor: bigint;
  readonly heldMinor: bigint;
  readonly settledMinor: bigint;
  readonly freedMinor: bigint;
};
export type Reads = BatchReads &
  ExplanationReads & {
    findOffer(sql: Sql, offerId: string): Promise<OfferRow | undefined>;
    engineOf(sql: Sql, market: string): Promise<{ readonly holder: string; readonly epoch: bigint } | undefined>;
  };

export type Dependencies = Parameters<typeof rulesHandlers>[0] & { readonly history: History; readonly reads: Reads };

export function handlers({ queries, history, reads, filing }: Dependencies): Handlers<MatchingOperations> {
  return {
    ...batchHandlers({ queries, reads }),
    ...rulesHandlers({ queries, filing }),
    ...explanationHandlers({ queries, history, reads }),
    async getRateCurves({ params: { market }, query }) {
      const depth = await queries.depth(market, query);
      return depth.ok
        ? reply.ok({ market, seq: depth.value.seq, businessDate: depth.value.businessDate, curves: curvesView(market, depth.value) })
        : depth;
    },
    async getMarketDepth({ params: { market }, query }) {
      const depth = await queries.depth(market, query);
      return depth.ok ? reply.ok({ market, ...depth.value, cells: depth.value.cells.map((cell) => cellView(market, cell)) }) : depth;
    },
    async getMarketState({ params: { market }, sql }) {
      const state = await queries.state(sql, market);
      if (!state.ok) return state;
      const { snapshot, ...live } = state.value;
      const { holder, epoch } = (await reads.engineOf(sql, market)) ?? { holder: '', epoch: 0n };
      return reply.ok({ market, ...live, epoch: Number(epoch), holder, snapshot: snapshot ?? null });
    },
    async verifyMarket({ params: { market }, sql }) {
      const verified = await queries.verify(sql, market);
      return verified.ok ? reply.ok({ market, ...verified.value }) : verified;
    },
    async getOfferPosition({ params: { offerId }, sql }) {
      const offer = await reads.findOffer(sql, offerId);
      if (offer === undefined || !isId('offer', offerId)) return reject('offer.not_found');
      const place = await queries.place(offer.market, offerId);
      if (!place.ok) return place;
      const expectedWait = await expectedWaitOf(sql, { market: offer.market, place: place.value, reads });
      return reply.ok({ ...positionView({ offerId, offer, place: place.value }), expectedWait });
    },
  };
}

type Ok<T> = T extends { ok: true; value: infer V } ? V : never;
type Depth = Ok<Awaited<ReturnType<Queries['depth']>>>;
type Place = Ok<Awaited<ReturnType<Queries['place']>>>;

function cellView(market: string, { offers, requests, ...cell }: Depth['cells'][number]): Schemas['DepthCell'] {
  return { ...cell, offers: levelsView(market, offers), requests: levelsView(market, requests) };
}

/** The levels added up; cells without offers have no curve. */
function curvesView(market: string, { cells }: Depth): Schemas['RateCurve'][] {
  return cells.flatMap(({ grade, minTermMonths, maxTermMonths, offers }) => {
    let [available, count] = [0n, 0];
    const points = offers.map((level) => {
      available += level.amountMinor;
      count += level.count;
      return { ratePpm: ratePpmToWire(level.ratePpm), available: amount(market, available), count };
    });
    return points.length === 0 ? [] : [{ grade, minTermMonths, maxTermMonths, points }];
  });
}

function levelsView(market: string, levels: Depth['cells'][number]['offers']): Schemas['RateLevel'][] {
  return levels.map(({ ratePpm, amountMinor, count }) => ({ ratePpm: ratePpmToWire(ratePpm), amount: amount(market, amountMinor), count }));
}

function positionView({ offerId, offer, place }: { offerId: Id<'offer'>; offer: OfferRow; place: Place }): Schemas['OfferPosition'] {
  const { market } = offer;
  const { seq, directed, cells } = place;
  return {
    offerId,
    market,
    seq,
    status: offer.isOpen ? 'open' : 'closed',
    total: amount(market, offer.totalMinor),
    remaining: amount(market, offer.remainingMinor),
    held: amount(market, offer.heldMinor),
    settled: amount(market, offer.settledMinor),
    freed: amount(market, offer.freedMinor),
    directed:
      directed === null ? null : { requestId: directed.requestId, rank: directed.rank, amountAhead: amount(market, directed.aheadMinor) },
    cells: cells.map(({ aheadMinor, ...cell }) => ({ ...cell, amountAhead: amount(market, aheadMinor) })),
  };
}
