/** A ledger that tells what it posted, in the transaction of the posting: the event log alone gives every balance. */
import type { JournalDraft, PostOutcome, TransferDraft } from '../domain/ledger.ts';
import type { Ledger, PaymentsFact, Publisher } from './ports.ts';

/** Transfers of one event: some 350 kB where each is a journal of its own, well below what a broker takes. */
const transfersMax = 1_000;

export const toldLedger = (ledger: Ledger, publisher: Publisher): Ledger => ({
  async post(journals) {
    const outcomes = await ledger.post(journals);
    await publisher.publish(postedFacts(journals, outcomes));
    return outcomes;
  },
});

/** What became of journals, for whoever rebuilds the balances; nothing about refused and replayed ones. */
export const postedFacts = (journals: readonly JournalDraft[], outcomes: readonly PostOutcome[]): PaymentsFact[] => {
  const parts: JournalDraft[][] = [];
  let room = 0;
  for (const journal of journals.filter((_, i) => outcomes[i]?.status === 'posted')) {
    for (let from = 0; from < journal.transfers.length; ) {
      if (room === 0) {
        parts.push([]);
        room = transfersMax;
      }
      const transfers = journal.transfers.slice(from, from + room);
      parts.at(-1)?.push({ ...journal, transfers });
      from += transfers.length;
      room -= transfers.length;
    }
  }
  return parts.flatMap((told) => {
    const [first] = told;
    return first === undefined
      ? []
      : { name: 'payments.journals-posted.v1', aggregateId: first.id, data: { journals: told.map(journalOf) } };
  });
};

const journalOf = ({ id, reference, kind, businessDate, transfers }: JournalDraft) => ({
  ...{ journalId: id, reference, kind, businessDate },
  transfers: transfers.map(transferOf),
});

const transferOf = ({ debitAccountId, creditAccountId, amountMinor, kind, code, pendingId }: TransferDraft) => ({
  ...{ debit: debitAccountId, credit: creditAccountId, amountMinor: amountMinor.toString(), kind, code },
  ...(pendingId === undefined ? {} : { pendingId }),
});
