/** What the use cases read and write: stores of one unit of work, or plain reads. */
import type { Sql, Tx } from '@mutua/db';
import type { CalendarDate } from '@mutua/kernel';
import type { BusinessDays, Ownership, Ports, ProductStore, Reads } from '../../app/ports.ts';
import { contractReads, contractUnit } from './contract-store.ts';
import { fillUnit } from './fill-unit.ts';
import { loanRequestReads } from './loan-request-reads.ts';
import { loanRequestUnit } from './loan-request-unit.ts';
import { offerReads } from './offer-store.ts';
import { offerUnit } from './offer-unit.ts';
import { productStore } from './product-store.ts';
import { businessDays, memberStore } from './projections.ts';
import { relatedStore } from './related-store.ts';
import { reports } from './reports.ts';

export function readsOf(sql: Sql, firstOn: CalendarDate | undefined): Reads {
  return {
    products: productStore(sql),
    requests: loanRequestReads(sql),
    offers: offerReads(sql),
    contracts: contractReads(sql),
    days: businessDays(sql, firstOn),
    related: relatedStore(sql),
    reports: reports(sql),
  };
}

export function storesOf(tx: Tx, firstOn: CalendarDate | undefined): Omit<Ports, 'publish' | 'hash'> {
  return {
    products: readOnce(productStore(tx)),
    requests: loanRequestUnit(tx),
    offers: offerUnit(tx),
    fills: fillUnit(tx),
    contracts: contractUnit(tx),
    members: memberStore(tx),
    related: relatedStore(tx),
    days: askOnce(businessDays(tx, firstOn)),
  };
}

/** A product does not change. */
function readOnce(store: ProductStore): ProductStore {
  const known = new Map<string, ReturnType<ProductStore['find']>>();
  return {
    ...store,
    find(productId) {
      const product = known.get(productId) ?? store.find(productId);
      known.set(productId, product);
      return product;
    },
  };
}

/** One unit of work lies in one business day, the one it opens included. */
function askOnce(days: BusinessDays): BusinessDays {
  let current: Promise<CalendarDate> | undefined;
  return {
    current(at) {
      current ??= days.current(at);
      return current;
    },
    async open(on) {
      await days.open(on);
      current = undefined;
    },
  };
}

export function ownershipIn(sql: Sql): Ownership {
  const owner = async (text: string, id: string): Promise<readonly string[] | undefined> => {
    const row = await sql.one<{ owner: string }>(text, [id]);
    return row && [row.owner];
  };
  return {
    ofRequest: (id) => owner('select borrower_id as owner from loan_requests where request_id = $1', id),
    ofOffer: (id) => owner('select lender_id as owner from offers where offer_id = $1', id),
    ofMember: (id) => owner('select member_id as owner from members where member_id = $1', id),
    ofContract: (id) => owner('select borrower_id as owner from contracts where contract_id = $1', id),
  };
}
