/** A journal written by hand: posted only after a second person approved exactly these transfers. */
import { ok, type Rejection, type Result, reject } from '@mutua/kernel';
import type { LedgerRefusal, TransferCode } from '../../domain/ledger.ts';
import type { Ledger } from '../ports.ts';
import type { Moment } from '../servicing/ports.ts';

export type ManualJournalCode = LedgerRefusal | 'journal.reference_taken';
/** Plain JSON, as it is hashed. */
export type ManualJournal = {
  /** The journal's reference in the books is `manual:<reference>`, or `reversal:<reference>` of the journal it takes back. */
  readonly reference: string;
  /** It takes back the journal of its reference. */
  readonly isReversal?: boolean;
  readonly transfers: readonly {
    readonly debitAccountId: string;
    readonly creditAccountId: string;
    readonly amountMinor: string;
    readonly code: TransferCode;
  }[];
};

/** Posts on the business date of the approval. */
export const postManualJournal = async (
  ledger: Ledger,
  { reference, isReversal = false, transfers }: ManualJournal,
  moment: Pick<Moment, 'on' | 'nextJournalId'>,
): Promise<Result<void, Rejection<ManualJournalCode>>> => {
  const [outcome] = await ledger.post([
    {
      id: moment.nextJournalId(),
      reference: isReversal ? `reversal:${reference}` : `manual:${reference}`,
      kind: isReversal ? 'reversal' : 'manual',
      ...(isReversal ? { reverses: reference } : {}),
      businessDate: moment.on,
      transfers: transfers.map((transfer) => ({ ...transfer, amountMinor: BigInt(transfer.amountMinor), kind: 'post' })),
    },
  ]);
  if (outcome?.status === 'refused') return reject(outcome.code, { accountId: outcome.accountId });
  return outcome?.status === 'posted' ? ok(undefined) : reject('journal.reference_taken', { reference });
};
