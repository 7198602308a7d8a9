/** Turns holds into the money of a loan. The caller posts the transfers with the rest of the disbursement, in its own journal. */
import { ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { capture, type Hold, type HoldRejection } from '../domain/hold.ts';
import type { TransferDraft } from '../domain/ledger.ts';
import type { HoldStore, PaymentsFact } from './ports.ts';

export type HoldCapture = {
  readonly holdId: string;
  readonly offerId: string;
  readonly loanId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
};
export type Captured = { readonly transfers: readonly TransferDraft[]; readonly facts: readonly PaymentsFact[] };

/**
 * Locks the holds in id order, takes the amounts off them and answers the transfers from each lender's wallet to `toAccountId` and the
 * hold-captured facts. Several captures of one hold are added up. On a rejection nothing was stored, so the caller may go on.
 */
export async function captureHolds(
  { holds }: { readonly holds: HoldStore },
  captures: readonly HoldCapture[],
  toAccountId: string,
): Promise<Result<Captured, Rejection<HoldRejection>>> {
  const locked = await holds.lock([...new Set(captures.map(({ holdId }) => holdId))]);
  const after = new Map<string, Hold>(locked.map((hold) => [hold.holdId, hold]));
  const transfers: TransferDraft[] = [];
  const facts: PaymentsFact[] = [];
  for (const wanted of captures) {
    const hold = after.get(wanted.holdId);
    if (hold === undefined || hold.offerId !== wanted.offerId) return reject('hold.unknown', { holdId: wanted.holdId });
    if (hold.currency !== wanted.currency) return reject('hold.currency_mismatch', { holdId: wanted.holdId });
    const captured = capture(hold, wanted.amountMinor);
    if (!captured.ok) return captured;
    after.set(wanted.holdId, captured.value);
    transfers.push(transferOf(hold, wanted, toAccountId));
    facts.push(factOf(hold, wanted));
  }
  await holds.save([...after.values()]);
  return ok({ transfers, facts });
}

function transferOf(hold: Hold, { amountMinor }: HoldCapture, toAccountId: string): TransferDraft {
  return {
    debitAccountId: hold.walletId,
    creditAccountId: toAccountId,
    amountMinor,
    code: 'hold',
    kind: 'post-pending',
    pendingId: hold.holdId,
  };
}

function factOf({ holdId, offerId, lenderId, currency }: Hold, { loanId, amountMinor }: HoldCapture): PaymentsFact {
  return {
    name: 'payments.hold-captured.v1',
    aggregateId: holdId,
    data: { holdId, offerId, loanId, amount: { amountMinor: amountMinor.toString(), currency } },
    subjects: [lenderId],
  };
}
