/** Who may ask what. */
import type { MatchingOperations } from '@mutua/contracts';
import type { Sql } from '@mutua/db';
import type { Policy, Role } from '@mutua/http';

export type OwnRead = { lenderOf(sql: Sql, offerId: string): Promise<string | undefined> };

const everyone: readonly Role[] = ['member', 'admin', 'auditor'];

export function policy({ lenderOf }: OwnRead): Policy<MatchingOperations> {
  return {
    getMarketDepth: { access: 'roles', roles: everyone },
    getMarketState: { access: 'roles', roles: ['admin', 'auditor'] },
    verifyMarket: { access: 'roles', roles: ['admin'] },
    getOfferPosition: {
      access: 'object',
      kind: 'offer',
      owners: async (sql, { offerId }) => {
        const lenderId = await lenderOf(sql, offerId);
        return lenderId === undefined ? undefined : [lenderId];
      },
      alsoRoles: ['admin', 'auditor'],
    },
  };
}
