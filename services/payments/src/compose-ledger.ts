/** Composes the ledger alone: the books, their one posting path, and the committer that shares transactions. For the service and its benchmarks. */
import type { Database, Sql } from '@mutua/db';
import type { CalendarDate, Instant } from '@mutua/kernel';
import { currentBusinessDate } from './adapters/postgres/business-clock.ts';
import { createGroupCommitter } from './adapters/postgres/group-committer.ts';
import { postJournals } from './adapters/postgres/ledger.ts';
import { openBooks } from './adapters/postgres/open-books.ts';
import { walletStore } from './adapters/postgres/wallet-store.ts';
import { type JournalDraft, type PostOutcome, platformAccountPart, type TransferDraft, walletIdOf } from './domain/ledger.ts';

export type Journal = JournalDraft;
export type Transfer = TransferDraft;

export function composeLedger(db: Database) {
  return {
    committer: createGroupCommitter({ db, businessDate: currentBusinessDate }),
    /** In the transaction of the caller. */
    post: (sql: Sql, journals: readonly Journal[]): Promise<PostOutcome[]> => postJournals(sql, journals),
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
