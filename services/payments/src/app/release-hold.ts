/** Gives back exactly what matching reports as freed: it alone knows what is unfilled. */
import { type CalendarDate, derivedId, type Id, type Money, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Hold, type HoldRejection, release, remainingOf } from '../domain/hold.ts';
import { type LedgerRefusal, platformAccount } from '../domain/ledger.ts';
import type { HoldStore, Ledger, PaymentsFact, Publisher } from './ports.ts';

type Ports = { readonly ledger: Ledger; readonly holds: HoldStore; readonly publisher: Publisher };
export type ReleaseHold = {
  readonly offerId: Id<'offer'>;
  readonly freed: Money;
  /** What frees it, an event id: the same cause frees once. */
  readonly cause: string;
  readonly journalId: Id<'journal'>;
  readonly businessDate: CalendarDate;
};

/** Rejects `hold.unknown` while the offer has not come by; a refused hold has nothing to free. */
export async function releaseHold(ports: Ports, input: ReleaseHold): Promise<Result<void, Rejection<HoldRejection | LedgerRefusal>>> {
  const { offerId, freed } = input;
  if (freed.amountMinor === 0n) return ok(undefined);
  const holdId = derivedId('hold', offerId);
  const [hold] = await ports.holds.lock([holdId]);
  if (hold === undefined) return reject('hold.unknown', { holdId, offerId });
  if (hold.currency !== freed.currency) return reject('hold.currency_mismatch', { holdId, currency: freed.currency });
  const released = release(hold, freed.amountMinor);
  if (!released.ok) return released;

  const [outcome] = await ports.ledger.post([
    {
      id: input.journalId,
      reference: `${holdId}:released:${input.cause}`,
      kind: 'hold-released',
      businessDate: input.businessDate,
      transfers: [
        {
          debitAccountId: hold.walletId,
          creditAccountId: platformAccount('loan-clearing', hold.currency, offerId),
          amountMinor: freed.amountMinor,
          code: 'hold',
          kind: 'void-pending',
          pendingId: holdId,
        },
      ],
    },
  ]);
  if (outcome?.status === 'refused') return reject(outcome.code, { holdId, accountId: outcome.accountId });
  if (outcome?.status === 'replayed') return ok(undefined);
  await ports.holds.save([released.value]);
  await ports.publisher.publish([releasedFact(released.value, freed.amountMinor)]);
  return ok(undefined);
}

function releasedFact(hold: Hold, amountMinor: bigint): PaymentsFact {
  const { holdId, offerId, lenderId, currency } = hold;
  return {
    name: 'payments.hold-released.v1',
    aggregateId: holdId,
    data: {
      holdId,
      offerId,
      amount: { amountMinor: amountMinor.toString(), currency },
      remaining: { amountMinor: remainingOf(hold).toString(), currency },
    },
    subjects: [lenderId],
  };
}
