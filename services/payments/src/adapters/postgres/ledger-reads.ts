/** The reads of the ledger beyond lists, gathered. */
import type { LedgerViews } from '../../app/ledger-views.ts';
import { currentBusinessDate } from './business-clock.ts';
import { journalGround, rehearse } from './rehearsal.ts';
import { balanceAt, chartOfAccounts, ledgerBook, statementLines } from './statement-views.ts';

export const ledgerReads: LedgerViews = {
  balanceAt,
  statementLines,
  chart: chartOfAccounts,
  book: ledgerBook,
  ground: journalGround,
  businessDate: currentBusinessDate,
  rehearse,
};
