/** All stores of identity, bound to one transaction. */
import type { Tx } from '@mutua/db';
import type { Ids } from '@mutua/kernel';
import type { Stores } from '../../app/ports.ts';
import type { Vault } from '../crypto/vault.ts';
import { attemptStore } from './attempt-store.ts';
import { kycStore } from './kyc-store.ts';
import { memberStore } from './member-store.ts';
import { sessionStore } from './session-store.ts';

export function storesOf(tx: Tx, { vault, ids }: { vault: Vault; ids: Ids }): Stores {
  return {
    members: memberStore(tx, vault),
    sessions: sessionStore(tx),
    kycCases: kycStore(tx, vault),
    attempts: attemptStore(tx, vault),
    outbox: {
      append: (events, at) =>
        tx.outbox.append(
          events.map(({ name, data }) => ({
            id: ids.next('event'),
            name,
            aggregateId: data.memberId,
            data,
            occurredAt: at,
            subjects: [data.memberId],
          })),
        ),
    },
  };
}
