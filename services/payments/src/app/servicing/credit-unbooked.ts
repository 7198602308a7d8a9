/**
 * The bank paid for a loan that needed nothing any more, because its borrower repaid by hand in between, or that was set aside: the money
 * is the borrower's and goes to the wallet. The reference is the receipt's, so what an earlier run booked is not credited again.
 */
import { assert, type CalendarDate, calendarDate } from '@mutua/kernel';
import { type JournalDraft, platformAccount } from '../../domain/ledger.ts';
import type { Moment, ServicingPorts } from './ports.ts';

/** Of what is collected for a loan on a business date; at most one journal has it. */
export const receiptReference = (loanId: string, on: CalendarDate): string => `autopay:${loanId}:${on}`;

/** The key of a collection is `<loanId>:<date>`. */
export const collectionKey = (loanId: string, on: CalendarDate): string => `${loanId}:${on}`;
export const loanOfKey = (key: string): string => key.slice(0, key.lastIndexOf(':'));

type Unbooked = {
  readonly loanIds: readonly string[];
  readonly on: CalendarDate;
  /** What the bank paid, by loan. */
  readonly paid: ReadonlyMap<string, bigint>;
  readonly booked: ReadonlySet<string>;
};

/** Credits what was collected for these loans and not booked as a receipt. */
export const creditUnbooked = async (ports: ServicingPorts, { loanIds, on, paid, booked }: Unbooked, moment: Moment): Promise<void> => {
  const journals: JournalDraft[] = [];
  for (const loanId of loanIds.filter((id) => paid.has(id) && !booked.has(id))) {
    const loan = await ports.loans.lock(loanId);
    assert(loan !== undefined, 'what was collected was collected for a loan', { loanId });
    journals.push({
      id: moment.nextJournalId(),
      reference: receiptReference(loanId, on),
      kind: 'direct-debit',
      businessDate: moment.on,
      transfers: [
        {
          debitAccountId: platformAccount('bank-clearing', loan.market, loanId),
          creditAccountId: loan.borrowerWalletId,
          amountMinor: paid.get(loanId) ?? 0n,
          code: 'direct-debit',
          kind: 'post',
        },
      ],
    });
  }
  if (journals.length === 0) return;
  const lost = (await ports.ledger.post(journals)).filter(
    (outcome) => outcome.status === 'refused' && outcome.code !== 'ledger.reference_reused',
  );
  assert(lost.length === 0, 'what the bank paid is in the books', { lost });
};

/**
 * Credits what the bank paid and no chunk heard of: its worker asked, and died or was overtaken by another that finished without it. Called
 * when all chunks of the day are done.
 */
export const creditUnheard = async (ports: ServicingPorts, moment: Moment): Promise<void> => {
  for (const { key, amountMinor } of await ports.returns.unbooked()) {
    const loanId = loanOfKey(key);
    const on = calendarDate(key.slice(loanId.length + 1));
    await creditUnbooked(ports, { loanIds: [loanId], on, paid: new Map([[loanId, amountMinor]]), booked: new Set() }, moment);
  }
};
