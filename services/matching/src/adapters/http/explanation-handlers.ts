/** Why: offers and requests explained, the wait that is to be expected, idle cash, and what a rule would have bought. */
import type { MatchingOperations } from '@mutua/contracts';
import type { Sql } from '@mutua/db';
import { type Actor, encodeCursor, type Handlers, pageOf, reply } from '@mutua/http';
import { addDays, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type History, triedOffer } from '../../app/history.ts';
import type { LivePlace, Queries } from '../../app/queries.ts';
import { idleMoney } from '../../domain/depth.ts';
import { explainOffer } from '../../domain/explain.ts';
import { explainRequest } from '../../domain/explain-request.ts';
import { refusalOf } from '../../domain/refusals.ts';
import type { batchesOfOffer, filledSince, findDay, recordedAt } from '../postgres/batch-views.ts';
import type { findOffer, findRequest } from '../postgres/views.ts';
import { numberCursor } from './batch-handlers.ts';
import { criteriaFrom, dryRunView, explanationView, idleView, reasonView, requestReasonView } from './explanation-views.ts';

type H = Handlers<MatchingOperations>;

export type ExplanationReads = {
  readonly findOffer: typeof findOffer;
  readonly findRequest: typeof findRequest;
  readonly batchesOfOffer: typeof batchesOfOffer;
  readonly filledSince: typeof filledSince;
  readonly findDay: typeof findDay;
  readonly recordedAt: typeof recordedAt;
};
type Dependencies = { readonly queries: Queries; readonly history: History; readonly reads: ExplanationReads };

const limitDefault = 25;
/** Days that the estimate of a wait looks back. */
const waitDays = 7;

type ExplanationHandlers = Pick<H, 'listOfferExplanations' | 'getRequestExplanation' | 'listIdleCash' | 'dryRunAutoInvestRule'>;

export function explanationHandlers({ queries, history, reads }: Dependencies): ExplanationHandlers {
  return {
    async listOfferExplanations({ sql, params: { offerId }, query }) {
      const before = numberCursor(query.cursor);
      if (!before.ok) return before;
      const offer = await reads.findOffer(sql, offerId);
      if (offer === undefined) return reject('offer.not_found');
      const { market } = offer;
      const limit = query.limit ?? limitDefault;
      const rows = await reads.batchesOfOffer(sql, { offerId, beforeSeq: before.value, limit });
      const shown = rows.slice(0, limit);
      const explained = await history.explain(sql, { market, offerId, batches: shown });
      if (!explained.ok) return explained;
      const now = before.value === undefined ? await queries.look(market, (book) => explainOffer(book, offerId)) : ok([]);
      if (!now.ok) return now;
      const last = shown.at(-1);
      return reply.ok({
        offerId,
        now: now.value.map((reason) => reasonView(market, reason)),
        items: explained.value.map((batch) => explanationView(market, batch)),
        nextCursor: rows.length > limit && last !== undefined ? encodeCursor([String(last.seq)]) : null,
      });
    },
    async getRequestExplanation({ sql, params: { requestId } }) {
      const request = await reads.findRequest(sql, requestId);
      if (request === undefined) return reject('loan_request.not_found');
      const { market, status } = request;
      const seen = await queries.look(market, (book) => ({ seq: book.seq, reason: explainRequest(book, requestId) }));
      if (!seen.ok) return seen;
      const { seq, reason } = seen.value;
      return reply.ok({ requestId, market, status, seq, reason: reason === undefined ? null : requestReasonView(market, reason) });
    },
    async listIdleCash({ sql, query, actor, now }) {
      const after = numberCursor(query.cursor);
      if (!after.ok) return after;
      const { market } = query;
      const owner = ownerOf(actor, query.lenderId);
      if (!owner.ok) return reply.ok({ items: [], nextCursor: null });
      const limit = query.limit ?? limitDefault;
      const from = Number(after.value ?? 0);
      const seen = await queries.look(market, (book) => idleMoney(book, owner.value).filter(({ sinceSeq }) => sinceSeq > from));
      if (!seen.ok) return seen;
      const rows = seen.value.slice(0, limit + 1);
      const times = await reads.recordedAt(sql, { market, seqs: rows.map(({ sinceSeq }) => sinceSeq) });
      return reply.ok(
        pageOf(rows, limit, { keys: ({ sinceSeq }) => [String(sinceSeq)], view: (idle) => idleView(idle, { market, times, now }) }),
      );
    },
    dryRunAutoInvestRule: {
      transaction: 'own',
      async handle({ sql, body, actor }) {
        const { market, days } = body;
        const seen = await queries.look(market, (book) => ({ today: book.businessDate, head: book.seq }));
        if (!seen.ok) return seen;
        const criteria = criteriaFrom(body);
        if (!criteria.ok) return criteria;
        const ask = { market, lenderId: actor.memberId, ...criteria.value, days, ...seen.value };
        // By the rules of today: those of the day it starts on would let through what nobody can place any more.
        const refused = await queries.look(market, (book) => refusalOf(book, { type: 'place-offer', terms: triedOffer(ask) }));
        if (!refused.ok) return refused;
        if (refused.value !== undefined) return reject(refused.value);
        const done = await history.dryRun(sql, ask);
        return done.ok ? reply.ok(dryRunView(market, done.value)) : done;
      },
    },
  };
}

/** Staff sees all, or one member's; a member sees his own, whatever he asks for. */
function ownerOf({ roles, memberId }: Actor, asked: string | undefined): Result<string | undefined, Rejection<'foreign'>> {
  if (roles.includes('admin') || roles.includes('auditor')) return ok(asked);
  return asked === undefined || asked === memberId ? ok(memberId) : reject('foreign');
}

type Waiting = { readonly market: string; readonly place: LivePlace; readonly reads: ExplanationReads };
type Wait = { days: number; basedOnDays: number } | null;

/** The shortest of its queues: the money ahead against what the queue was filled with a day. */
export async function expectedWaitOf(sql: Sql, { market, place, reads }: Waiting): Promise<Wait> {
  if (place.cells.length === 0 || place.businessDate === null) return null;
  const seq = await reads.findDay(sql, market, addDays(place.businessDate, -waitDays));
  const filled = await reads.filledSince(sql, { market, seq });
  const waits = place.cells.flatMap(({ grade, minTermMonths, maxTermMonths, aheadMinor }) => {
    const inCell = filled.filter((cell) => cell.grade === grade && cell.termMonths >= minTermMonths && cell.termMonths <= maxTermMonths);
    const sum = inCell.reduce((total, { filledMinor }) => total + filledMinor, 0n);
    return sum === 0n ? [] : [(Number(aheadMinor) * waitDays) / Number(sum)];
  });
  return waits.length === 0 ? null : { days: Math.round(Math.min(...waits) * 100) / 100, basedOnDays: waitDays };
}
