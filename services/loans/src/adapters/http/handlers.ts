/** Each operation of the contract: convert in, call the use case, convert out. */
import type { LoansOperations } from '@mutua/contracts';
import type { Sql, Tx } from '@mutua/db';
import { type Actor, decodeCursor, type Handlers, pageOf, reply } from '@mutua/http';
import { addMs, calendarDate, moneyFromWire, ratePpmFromWire, reject } from '@mutua/kernel';
import { acceptContract, acceptPartial, declinePartial, draftRequest, submitRequest, withdrawRequest } from '../../app/borrow.ts';
import { amendOffer, changeOffer, placeOffer } from '../../app/lend.ts';
import type { Ports, Reads } from '../../app/ports.ts';
import { createProduct, quoteLoan } from '../../app/products.ts';
import { offerChange, offerInput, productInput, profileFrom } from './inputs.ts';
import { relatedHandlers } from './related-handlers.ts';
import { contractSummary, contractView } from './schedule-view.ts';
import { funnelView, listingView, offerView, productView, quoteView, requestView, stuckView } from './views.ts';

type Dependencies = { readonly ports: (tx: Tx) => Ports; readonly reads: (sql: Sql) => Reads };
type H = Handlers<LoansOperations>;

const limitDefault = 25;

export function handlers(dependencies: Dependencies): H {
  return {
    ...productHandlers(dependencies),
    ...requestHandlers(dependencies),
    ...requestCommands(dependencies),
    ...listingHandlers(dependencies),
    ...offerHandlers(dependencies),
    ...contractHandlers(dependencies),
    ...reportHandlers(dependencies),
    ...relatedHandlers(dependencies),
  };
}

function isStaff({ roles }: Actor): boolean {
  return roles.includes('admin') || roles.includes('auditor');
}

/** Staff sees everything, or one member's; a member sees his own, whatever he asks for. */
function ownerFilter(actor: Actor, asked: string | undefined): { readonly owner: string | undefined; readonly isEmpty: boolean } {
  if (isStaff(actor)) return { owner: asked, isEmpty: false };
  return { owner: actor.memberId, isEmpty: asked !== undefined && asked !== actor.memberId };
}

type ProductHandlers = Pick<H, 'listLoanProducts' | 'getLoanProduct' | 'createLoanProduct' | 'quoteLoanRequest'>;

function productHandlers({ ports, reads }: Dependencies): ProductHandlers {
  return {
    listLoanProducts: async ({ sql, query }) => {
      const after = decodeCursor(query.cursor, 2);
      if (!after.ok) return after;
      const limit = query.limit ?? limitDefault;
      const rows = await reads(sql).products.list({ market: query.market, after: after.value, limit });
      return reply.ok(pageOf(rows, limit, { keys: ({ name, productId }) => [name, productId], view: productView }));
    },
    getLoanProduct: async ({ sql, params }) => {
      const product = await reads(sql).products.find(params.productId);
      return product === undefined ? reject('loan_product.not_found') : reply.ok(productView(product));
    },
    createLoanProduct: async ({ tx, body, ids }) => {
      const created = await createProduct(ports(tx), productInput(body, ids.next('loanProduct')));
      return created.ok ? reply.created(productView(created.value), `/v1/loan-products/${created.value.productId}`) : created;
    },
    quoteLoanRequest: async ({ sql, body, now }) => {
      const { amountMinor, currency } = moneyFromWire(body.amount);
      const quoted = await quoteLoan(reads(sql), {
        productId: body.productId,
        amountMinor,
        currency,
        termMonths: body.termMonths,
        ratePpm: body.ratePpm === undefined ? undefined : ratePpmFromWire(body.ratePpm),
        disbursedOn: body.disbursedOn === undefined ? undefined : calendarDate(body.disbursedOn),
        at: now,
      });
      return quoted.ok ? reply.ok(quoteView(quoted.value, body.termMonths)) : quoted;
    },
  };
}

type RequestHandlers = Pick<H, 'createLoanRequest' | 'listLoanRequests' | 'getLoanRequest'>;

function requestHandlers({ ports, reads }: Dependencies): RequestHandlers {
  return {
    createLoanRequest: async ({ tx, body, actor, ids, now }) => {
      const { amountMinor, currency } = moneyFromWire(body.amount);
      const drafted = await draftRequest(ports(tx), {
        requestId: ids.next('loanRequest'),
        borrowerId: actor.memberId,
        productId: body.productId,
        ask: { amountMinor, currency, termMonths: body.termMonths },
        purpose: body.purpose,
        maxRatePpm: ratePpmFromWire(body.maxRatePpm),
        profile: profileFrom(body.profile),
        at: now,
      });
      return drafted.ok ? reply.created(requestView(drafted.value), `/v1/loan-requests/${drafted.value.requestId}`) : drafted;
    },
    listLoanRequests: async ({ sql, query, actor }) => {
      const before = decodeCursor(query.cursor, 1);
      if (!before.ok) return before;
      const { owner, isEmpty } = ownerFilter(actor, query.borrowerId);
      const limit = query.limit ?? limitDefault;
      const ask = { borrowerId: owner, status: query.status, beforeId: before.value?.[0], limit };
      const rows = isEmpty ? [] : await reads(sql).requests.list(ask);
      return reply.ok(pageOf(rows, limit, { keys: ({ requestId }) => [requestId], view: requestView }));
    },
    getLoanRequest: async ({ sql, params }) => {
      const request = await reads(sql).requests.find(params.requestId);
      return request === undefined ? reject('loan_request.not_found') : reply.ok(requestView(request));
    },
  };
}

type RequestCommands = Pick<H, 'submitLoanRequest' | 'withdrawLoanRequest' | 'acceptPartialFunding' | 'declinePartialFunding'>;

function requestCommands({ ports }: Dependencies): RequestCommands {
  type Context = Parameters<Extract<H['submitLoanRequest'], (...args: never) => unknown>>[0];
  const command =
    (run: typeof submitRequest) =>
    async ({ tx, params, now }: Context) => {
      const changed = await run(ports(tx), { requestId: params.requestId, at: now });
      return changed.ok ? reply.ok(requestView(changed.value)) : changed;
    };
  return {
    submitLoanRequest: command(submitRequest),
    withdrawLoanRequest: command(withdrawRequest),
    acceptPartialFunding: command(acceptPartial),
    declinePartialFunding: command(declinePartial),
  };
}

function listingHandlers({ reads }: Dependencies): Pick<H, 'listListings' | 'getListing'> {
  return {
    listListings: async ({ sql, query }) => {
      const before = decodeCursor(query.cursor, 1);
      if (!before.ok) return before;
      const { market, grade, termMonths, status = 'open', limit = limitDefault } = query;
      const rows = await reads(sql).requests.listings({ market, grade, termMonths, status, beforeId: before.value?.[0], limit });
      return reply.ok(pageOf(rows, limit, { keys: ({ request }) => [request.requestId], view: listingView }));
    },
    getListing: async ({ sql, params }) => {
      const listing = await reads(sql).requests.listing(params.requestId);
      return listing === undefined ? reject('listing.not_found') : reply.ok(listingView(listing));
    },
  };
}

function offerHandlers({ ports, reads }: Dependencies): Pick<H, 'placeOffer' | 'listOffers' | 'getOffer' | 'amendOffer' | 'revokeOffer'> {
  return {
    placeOffer: async ({ tx, body, actor, ids, now }) => {
      const input = offerInput(body, { offerId: ids.next('offer'), lenderId: actor.memberId, at: now });
      if (!input.ok) return input;
      const placed = await placeOffer(ports(tx), input.value);
      return placed.ok ? reply.created(offerView(placed.value), `/v1/offers/${placed.value.offerId}`) : placed;
    },
    listOffers: async ({ sql, query, actor }) => {
      const before = decodeCursor(query.cursor, 1);
      if (!before.ok) return before;
      const { owner, isEmpty } = ownerFilter(actor, query.lenderId);
      const limit = query.limit ?? limitDefault;
      const ask = { lenderId: owner, status: query.status, beforeId: before.value?.[0], limit };
      const rows = isEmpty ? [] : await reads(sql).offers.list(ask);
      return reply.ok(pageOf(rows, limit, { keys: ({ offerId }) => [offerId], view: offerView }));
    },
    getOffer: async ({ sql, params }) => {
      const offer = await reads(sql).offers.find(params.offerId);
      return offer === undefined ? reject('offer.not_found') : reply.ok(offerView(offer));
    },
    amendOffer: async ({ tx, params, body, now }) => {
      const amended = await amendOffer(ports(tx), { offerId: params.offerId, change: offerChange(body), at: now });
      return amended.ok ? reply.ok(offerView(amended.value)) : amended;
    },
    revokeOffer: async ({ tx, params, now }) => {
      const revoked = await changeOffer(ports(tx), params.offerId, { type: 'Revoke', at: now });
      return revoked.ok ? reply.ok(offerView(revoked.value)) : revoked;
    },
  };
}

function contractHandlers({ ports, reads }: Dependencies): Pick<H, 'listContracts' | 'getContract' | 'acceptContract'> {
  return {
    listContracts: async ({ sql, query, actor }) => {
      const before = decodeCursor(query.cursor, 2);
      if (!before.ok) return before;
      const { owner } = ownerFilter(actor, undefined);
      const limit = query.limit ?? limitDefault;
      const rows = await reads(sql).contracts.list({ borrowerId: owner, status: query.status, before: before.value, limit });
      return reply.ok(pageOf(rows, limit, { keys: ({ madeAt, contractId }) => [madeAt, contractId], view: contractSummary }));
    },
    getContract: async ({ sql, params }) => {
      const contract = await reads(sql).contracts.find(params.contractId);
      return contract === undefined ? reject('contract.not_found') : reply.ok(contractView(contract));
    },
    acceptContract: async ({ tx, params, body, now }) => {
      const accepted = await acceptContract(ports(tx), { contractId: params.contractId, termsHash: body?.termsHash ?? null, at: now });
      return accepted.ok ? reply.ok(contractView(accepted.value)) : accepted;
    },
  };
}

function reportHandlers({ reads }: Dependencies): Pick<H, 'getFunnelReport' | 'getStuckReport'> {
  return {
    getFunnelReport: async ({ sql }) => {
      const markets = await reads(sql).reports.funnel();
      return reply.ok({ markets: markets.map(funnelView) });
    },
    getStuckReport: async ({ sql, query, now }) => {
      const { olderThanSeconds = 30, waitingFor, limit = limitDefault } = query;
      const { reports, days } = reads(sql);
      const on = await days.current(now);
      const rows = await reports.stuck({ before: addMs(now, -olderThanSeconds * 1000), on, waitingFor, limit });
      return reply.ok({ asOf: now, items: rows.map((row) => stuckView(row, now)) });
    },
  };
}
