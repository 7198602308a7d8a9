/** Who may call what. A member sees what is his own and every listing; staff sees all; an unknown and a foreign object look the same. */
import type { LoansOperations } from '@mutua/contracts';
import type { Sql } from '@mutua/db';
import type { Policy } from '@mutua/http';
import type { Ownership } from '../../app/ports.ts';

const anyone = ['member', 'admin', 'auditor'] as const;
const staff = ['admin', 'auditor'] as const;

export function policy(ownership: (sql: Sql) => Ownership): Policy<LoansOperations> {
  const ofRequest = {
    access: 'object',
    kind: 'loan_request',
    owners: (sql: Sql, { requestId }: { requestId: string }) => ownership(sql).ofRequest(requestId),
  } as const;
  const ofOffer = {
    access: 'object',
    kind: 'offer',
    owners: (sql: Sql, { offerId }: { offerId: string }) => ownership(sql).ofOffer(offerId),
  } as const;
  const ofContract = {
    access: 'object',
    kind: 'contract',
    owners: (sql: Sql, { contractId }: { contractId: string }) => ownership(sql).ofContract(contractId),
  } as const;
  const ofMember = {
    access: 'object',
    kind: 'member',
    owners: (sql: Sql, { memberId }: { memberId: string }) => ownership(sql).ofMember(memberId),
  } as const;
  return {
    listLoanProducts: { access: 'roles', roles: anyone },
    getLoanProduct: { access: 'roles', roles: anyone },
    createLoanProduct: { access: 'roles', roles: ['admin'] },
    quoteLoanRequest: { access: 'roles', roles: anyone },
    createLoanRequest: { access: 'roles', roles: ['member'] },
    listLoanRequests: { access: 'roles', roles: anyone },
    getLoanRequest: { ...ofRequest, alsoRoles: staff },
    submitLoanRequest: ofRequest,
    withdrawLoanRequest: ofRequest,
    acceptPartialFunding: ofRequest,
    declinePartialFunding: ofRequest,
    listListings: { access: 'roles', roles: anyone },
    getListing: { access: 'roles', roles: anyone },
    placeOffer: { access: 'roles', roles: ['member'] },
    listOffers: { access: 'roles', roles: anyone },
    getOffer: { ...ofOffer, alsoRoles: staff },
    amendOffer: ofOffer,
    revokeOffer: ofOffer,
    listContracts: { access: 'roles', roles: anyone },
    getContract: { ...ofContract, alsoRoles: staff },
    acceptContract: ofContract,
    listRelatedMembers: { ...ofMember, alsoRoles: staff },
    declareRelatedMember: { ...ofMember, alsoRoles: ['admin'] },
    endRelatedMember: { access: 'roles', roles: ['admin'] },
    getFunnelReport: { access: 'roles', roles: staff },
    getStuckReport: { access: 'roles', roles: staff },
  };
}
