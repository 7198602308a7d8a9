/** Who may ask what. */
import type { MatchingOperations } from '@mutua/contracts';
import type { Sql } from '@mutua/db';
import type { Policy, Role } from '@mutua/http';

export type OwnRead = {
  lenderOf(sql: Sql, offerId: string): Promise<string | undefined>;
  borrowerOf(sql: Sql, requestId: string): Promise<string | undefined>;
};

const everyone: readonly Role[] = ['member', 'admin', 'auditor'];

const staff: readonly Role[] = ['admin', 'auditor'];

/** Requests and offers come from loans, by events. */
const notYet = {
  request: 'A request comes into the book a moment after it is listed: ask again. What was never listed has its state in the loan request.',
  offer: 'An offer comes into the book a moment after it is active: ask again. What never was has its state in the offer.',
} as const;

export function policy({ lenderOf, borrowerOf }: OwnRead): Policy<MatchingOperations> {
  const ofLender = async (sql: Sql, { offerId }: { readonly offerId: string }): Promise<readonly string[] | undefined> => {
    const lenderId = await lenderOf(sql, offerId);
    return lenderId === undefined ? undefined : [lenderId];
  };
  return {
    getMarketDepth: { access: 'public' },
    getRateCurves: { access: 'public' },
    getMarketRules: { access: 'roles', roles: everyone },
    changeMarketRules: { access: 'roles', roles: ['admin'] },
    listMarketCommands: { access: 'roles', roles: staff },
    listMarketRefusals: { access: 'roles', roles: staff },
    listMatchingBatches: { access: 'roles', roles: everyone },
    getMatchingBatch: { access: 'roles', roles: everyone },
    getMatchingBatchProof: { access: 'roles', roles: everyone },
    listIdleCash: { access: 'roles', roles: everyone },
    dryRunAutoInvestRule: { access: 'roles', roles: everyone },
    listOfferExplanations: { access: 'object', kind: 'offer', owners: ofLender, alsoRoles: staff, notYet: notYet.offer },
    getRequestExplanation: {
      access: 'object',
      kind: 'loan_request',
      owners: async (sql, { requestId }) => {
        const borrowerId = await borrowerOf(sql, requestId);
        return borrowerId === undefined ? undefined : [borrowerId];
      },
      alsoRoles: staff,
      notYet: notYet.request,
    },
    getMarketState: { access: 'roles', roles: staff },
    verifyMarket: { access: 'roles', roles: ['admin'] },
    getOfferPosition: { access: 'object', kind: 'offer', owners: ofLender, alsoRoles: staff, notYet: notYet.offer },
  };
}
