/** Composes the ledger alone: the books, their one posting path, and the committer that shares transactions. For the service and its benchmarks. */
import type { Database, Tx } from '@mutua/db';
import type { CalendarDate, Clock, Ids, Instant } from '@mutua/kernel';
import { currentBusinessDate } from './adapters/postgres/business-clock.ts';
import { createGroupCommitter } from './adapters/postgres/group-committer.ts';
import { ledger } from './adapters/postgres/ledger.ts';
import { openBooks } from './adapters/postgres/open-books.ts';
import { publisher } from './adapters/postgres/publisher.ts';
import { walletStore } from './adapters/postgres/wallet-store.ts';
import { toldLedger } from './app/told-ledger.ts';
import { type JournalDraft, type PostOutcome, platformAccountPart, type TransferDraft, walletIdOf } from './domain/ledger.ts';

export type Journal = JournalDraft;
export type Transfer = TransferDraft;

type Identity = { readonly ids: Ids; readonly clock: Clock };

export function composeLedger(db: Database, { ids, clock }: Identity) {
  const teller = (tx: Tx, businessDate: CalendarDate) => publisher(tx, { ids, now: clock.now(), businessDate });
  return {
    committer: createGroupCommitter({ db, businessDate: currentBusinessDate, publisher: teller }),
    /** In the transaction of the caller. */
    post: async (tx: Tx, journals: readonly Journal[]): Promise<PostOutcome[]> =>
      toldLedger(ledger(tx), teller(tx, await currentBusinessDate(tx))).post(journals),
    openBooks: (currencies: readonly string[], firstBusinessDate: CalendarDate) => openBooks(db.sql, currencies, firstBusinessDate),
    /** Opens a wallet for each member and answers their ids in order. */
    async openWallets(memberIds: readonly string[], currency: string, openedAt: Instant): Promise<readonly string[]> {
      const wallets = memberIds.map((memberId) => ({ memberId, walletId: walletIdOf(memberId, currency), currency, openedAt }));
      await db.run((tx) => walletStore(tx).open(wallets));
      return wallets.map(({ walletId }) => walletId);
    },
    platformAccount: platformAccountPart,
  };
}
