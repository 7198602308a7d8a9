/** The stores of one transaction, with the business date it works on. */
import type { Tx } from '@mutua/db';
import type { Ids, Instant } from '@mutua/kernel';
import type { OpenUnit } from '../../app/ports.ts';
import { claimingLedger } from '../../app/settle-claims.ts';
import { toldLedger } from '../../app/told-ledger.ts';
import { bankAccountStore } from './bank-account-store.ts';
import { currentBusinessDate } from './business-clock.ts';
import { claimStore } from './claim-store.ts';
import { holdStore } from './hold-store.ts';
import { ledger } from './ledger.ts';
import { movementStore } from './movement-store.ts';
import { payoutAccountStore } from './payout-account-store.ts';
import { publisher } from './publisher.ts';
import { balances } from './servicing/return-store.ts';
import { statementPosition } from './statement-position.ts';
import { walletStore } from './wallet-store.ts';

/** A transaction is one unit of work, whichever handler asks: one moment, one business date, one set of stores. */
export function unitOpener(ids: Ids): OpenUnit {
  const units = new WeakMap<Tx, ReturnType<OpenUnit>>();
  return (tx, now) => {
    const unit = units.get(tx) ?? openUnit(tx, { ids, now });
    units.set(tx, unit);
    return unit;
  };
}

async function openUnit(tx: Tx, { ids, now }: { readonly ids: Ids; readonly now: Instant }): ReturnType<OpenUnit> {
  const businessDate = await currentBusinessDate(tx);
  const told = publisher(tx, { ids, now, businessDate });
  return {
    businessDate,
    now,
    ledger: claimingLedger({ ledger: toldLedger(ledger(tx), told), claims: claimStore(tx), nextJournalId: () => ids.next('journal') }),
    balances: balances(tx),
    publisher: told,
    wallets: walletStore(tx),
    holds: holdStore(tx),
    bankAccounts: bankAccountStore(tx),
    payoutAccounts: payoutAccountStore(tx),
    movements: movementStore(tx),
    position: statementPosition(tx),
  };
}
