/** Reserves the money of an offer in the wallet of its lender, or records why it could not. One hold per offer, for ever. */
import {
  type CalendarDate,
  derivedId,
  type Id,
  type Instant,
  type Money,
  moneyToWire,
  ok,
  type Rejection,
  type Result,
  reject,
} from '@mutua/kernel';
import type { Hold } from '../domain/hold.ts';
import { platformAccount, walletIdOf } from '../domain/ledger.ts';
import type { HoldStore, Ledger, Publisher, WalletStore } from './ports.ts';

type Ports = {
  readonly ledger: Ledger;
  readonly holds: HoldStore;
  readonly wallets: WalletStore;
  readonly publisher: Publisher;
  readonly currencies: readonly string[];
};
export type PlaceHold = {
  readonly offerId: Id<'offer'>;
  readonly lenderId: Id<'member'>;
  readonly amount: Money;
  readonly journalId: Id<'journal'>;
  readonly businessDate: CalendarDate;
  readonly at: Instant;
};

/** Rejects `wallet.unknown` when the member is not known here yet: the offer came before the registration, so try again. */
export async function placeHold(ports: Ports, input: PlaceHold): Promise<Result<void, Rejection<'wallet.unknown'>>> {
  const { offerId, lenderId, amount } = input;
  const holdId = derivedId('hold', offerId);
  const walletId = walletIdOf(lenderId, amount.currency);
  const [[known], wallet] = await Promise.all([ports.holds.lock([holdId]), ports.wallets.find(walletId)]);
  if (known !== undefined) return ok(undefined);
  if (!ports.currencies.includes(amount.currency)) return refuse(ports, input, 'wallet.currency_unknown');
  if (wallet === undefined) return reject('wallet.unknown', { walletId, offerId });

  const [outcome] = await ports.ledger.post([
    {
      id: input.journalId,
      reference: `${holdId}:placed`,
      kind: 'hold-placed',
      businessDate: input.businessDate,
      transfers: [
        {
          debitAccountId: walletId,
          creditAccountId: platformAccount('loan-clearing', amount.currency, offerId),
          amountMinor: amount.amountMinor,
          code: 'hold',
          kind: 'pend',
          pendingId: holdId,
        },
      ],
    },
  ]);
  if (outcome?.status === 'refused') return refuse(ports, input, walletCode(outcome.code));
  ports.holds.insert(holdOf(input, null), input.at);
  await ports.publisher.publish([
    {
      name: 'payments.hold-placed.v1',
      aggregateId: holdId,
      data: { holdId, offerId, lenderId, amount: moneyToWire(amount) },
      subjects: [lenderId],
    },
  ]);
  return ok(undefined);
}

async function refuse(ports: Ports, input: PlaceHold, code: string): Promise<Result<void, never>> {
  const hold = holdOf(input, code);
  ports.holds.insert(hold, input.at);
  await ports.publisher.publish([
    {
      name: 'payments.hold-refused.v1',
      aggregateId: hold.holdId,
      data: { holdId: hold.holdId, offerId: input.offerId, lenderId: input.lenderId, code },
      subjects: [input.lenderId],
    },
  ]);
  return ok(undefined);
}

function holdOf({ offerId, lenderId, amount }: PlaceHold, refusal: string | null): Hold {
  return {
    holdId: derivedId('hold', offerId),
    offerId,
    lenderId,
    walletId: walletIdOf(lenderId, amount.currency),
    currency: amount.currency,
    amountMinor: amount.amountMinor,
    capturedMinor: 0n,
    releasedMinor: 0n,
    refusal,
  };
}

function walletCode(code: string): string {
  return code === 'ledger.insufficient_funds' ? 'wallet.insufficient_funds' : code;
}
