/** All stores of one transaction, or of plain reads. */
import type { Sql } from '@mutua/db';
import type { CalendarDate } from '@mutua/kernel';
import type { Ownership, Ports, Reads } from '../../app/ports.ts';
import { contractStore } from './contract-store.ts';
import { loanRequestStore } from './loan-request-store.ts';
import { fillStore, offerStore } from './offer-store.ts';
import { productStore } from './product-store.ts';
import { businessDays, memberStore } from './projections.ts';
import { reports } from './reports.ts';

export function storesOf(sql: Sql, firstOn: CalendarDate | undefined): Omit<Ports, 'publish' | 'hash'> & Reads {
  return {
    products: productStore(sql),
    requests: loanRequestStore(sql),
    offers: offerStore(sql),
    fills: fillStore(sql),
    contracts: contractStore(sql),
    members: memberStore(sql),
    days: businessDays(sql, firstOn),
    reports: reports(sql),
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
    ofContract: (id) => owner('select borrower_id as owner from contracts where contract_id = $1', id),
  };
}
