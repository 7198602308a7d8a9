/** Reservations that lapse: what is left of them is freed when their day begins. Twice is once, by the reference. */
import { assert, type CalendarDate, type Id } from '@mutua/kernel';
import type { TransferCode } from '../domain/ledger.ts';
import type { Ledger } from './ports.ts';

export type LapsedReservation = {
  readonly pendingId: string;
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly leftMinor: bigint;
  readonly code: TransferCode;
};
type Ports = {
  readonly ledger: Ledger;
  /** With something left and an expiry on or before the date, oldest first. */
  readonly lapsed: (on: CalendarDate, limit: number) => Promise<readonly LapsedReservation[]>;
};

const pageMax = 500;

/** Returns how many lapsed. */
export async function expireReservations({ ledger, lapsed }: Ports, on: CalendarDate, nextJournalId: () => Id<'journal'>): Promise<number> {
  for (let count = 0; ; ) {
    const page = await lapsed(on, pageMax);
    if (page.length === 0) return count;
    const outcomes = await ledger.post(
      page.map(({ pendingId, debitAccountId, creditAccountId, leftMinor, code }) => ({
        id: nextJournalId(),
        reference: `expiry:${pendingId}`,
        kind: 'expiry',
        businessDate: on,
        transfers: [{ debitAccountId, creditAccountId, amountMinor: leftMinor, code, kind: 'void-pending', pendingId }],
      })),
    );
    // Somebody may settle a part between the look and the posting: then it is refused here and looked at again.
    const freed = outcomes.filter(({ status }) => status !== 'refused').length;
    assert(freed > 0, 'what is left of a reservation can be freed', { on, first: outcomes[0] });
    count += freed;
  }
}
