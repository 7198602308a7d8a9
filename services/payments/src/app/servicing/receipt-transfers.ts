/** The transfers of a receipt and of its undoing, between the borrower, the clearing account of the loan, and the holders of its notes. */
import { platformAccount, type TransferCode, type TransferDraft } from '../../domain/ledger.ts';
import type { Receipt } from '../../domain/servicing/facts.ts';
import type { Loan } from '../../domain/servicing/loan.ts';
import { contributionOf } from '../../domain/servicing/provision.ts';
import type { NoteReceipt } from '../../domain/servicing/share.ts';
import type { BookedShare, LiveRepayment } from './ports.ts';

/** Nothing moves where the amount is zero. */
export const post = (
  debitAccountId: string,
  creditAccountId: string,
  { amountMinor, code }: { amountMinor: bigint; code: TransferCode },
): TransferDraft[] => (amountMinor === 0n ? [] : [{ debitAccountId, creditAccountId, amountMinor, code, kind: 'post' }]);

/** What one note receives, and its fee. */
export const noteTransfers = ({ note, ...share }: NoteReceipt, clearing: string, feeAccount: string): TransferDraft[] => [
  ...post(clearing, note.walletId, { amountMinor: share.principalMinor, code: 'principal' }),
  ...post(clearing, note.walletId, { amountMinor: share.interestMinor, code: 'interest' }),
  ...post(clearing, note.walletId, { amountMinor: share.lateFeeMinor, code: 'late-fee' }),
  ...post(clearing, note.walletId, { amountMinor: share.recoveryMinor, code: 'recovery' }),
  ...post(note.walletId, feeAccount, { amountMinor: share.serviceFeeMinor, code: 'service-fee' }),
];

export const clearingOf = ({ market, loanId }: Loan): string => platformAccount('loan-clearing', market, loanId);
export const fundOf = ({ market, loanId }: Pick<Loan, 'market' | 'loanId'>): string => platformAccount('provision-fund', market, loanId);
const feeAccountOf = ({ market, loanId }: Loan): string => platformAccount('service-fee-income', market, loanId);

/** Out of the wallet of the borrower, to the cent into the wallets of the holders and to the fund; `loan` is as before the receipt. */
export const receiptTransfers = (loan: Loan, receipt: Receipt, shares: readonly NoteReceipt[]): readonly TransferDraft[] => [
  ...post(loan.borrowerWalletId, clearingOf(loan), { amountMinor: receipt.amountMinor, code: 'repayment' }),
  ...post(clearingOf(loan), fundOf(loan), {
    amountMinor: contributionOf(loan, receipt.components.interestMinor),
    code: 'provision-contribution',
  }),
  ...shares.flatMap((share) => noteTransfers(share, clearingOf(loan), feeAccountOf(loan))),
];

/** The same the other way, share by share, fees included. */
export const reversalTransfers = (
  loan: Loan,
  { amountMinor, provisionMinor }: Pick<LiveRepayment, 'amountMinor' | 'provisionMinor'>,
  shares: readonly BookedShare[],
): readonly TransferDraft[] => [
  ...shares.flatMap((share) => [
    ...post(feeAccountOf(loan), share.walletId, { amountMinor: share.serviceFeeMinor, code: 'service-fee-reversal' }),
    ...post(share.walletId, clearingOf(loan), { amountMinor: share.principalMinor, code: 'principal-reversal' }),
    ...post(share.walletId, clearingOf(loan), { amountMinor: share.interestMinor, code: 'interest-reversal' }),
    ...post(share.walletId, clearingOf(loan), { amountMinor: share.lateFeeMinor, code: 'late-fee-reversal' }),
  ]),
  ...post(fundOf(loan), clearingOf(loan), { amountMinor: provisionMinor, code: 'provision-contribution-reversal' }),
  ...post(clearingOf(loan), loan.borrowerWalletId, { amountMinor, code: 'repayment-reversal' }),
];
