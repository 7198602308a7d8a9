/** Open books on a database of their own, with virtual time and repeatable ids. */
import { type Database, openDatabase, type Tx } from '@mutua/db';
import { type CalendarDate, calendarDate, derivedId, type Id, type Ids } from '@mutua/kernel';
import { silentLogger as logger, seededIds, testDatabase, type VirtualClock, virtualClock } from '@mutua/testkit';
import { ledger } from '../../src/adapters/postgres/ledger.ts';
import { openBooks } from '../../src/adapters/postgres/open-books.ts';
import { publisher } from '../../src/adapters/postgres/publisher.ts';
import { unitOpener } from '../../src/adapters/postgres/unit.ts';
import { walletStore } from '../../src/adapters/postgres/wallet-store.ts';
import type { Ledger, OpenUnit } from '../../src/app/ports.ts';
import { toldLedger } from '../../src/app/told-ledger.ts';
import { type JournalDraft, type PostOutcome, platformAccount, type TransferDraft, walletIdOf } from '../../src/domain/ledger.ts';

export const today: CalendarDate = calendarDate('2026-01-15');
export const currencies = ['EUR', 'USD'];

export type Books = {
  readonly db: Database;
  /** The owner of the tables: what an administrator of the database could do. */
  readonly owner: Database;
  readonly clock: VirtualClock;
  readonly ids: Ids;
  readonly openUnit: OpenUnit;
  close(): Promise<void>;
};

export async function openTestBooks(): Promise<Books> {
  const database = await testDatabase('payments');
  const db = await openDatabase({ url: database.url, applicationName: 'payments-test', poolMax: 24, logger });
  const owner = await openDatabase({ url: database.ownerUrl, applicationName: 'payments-test-owner', poolMax: 2, logger });
  await openBooks(db.sql, currencies, today);
  const ids = seededIds();
  return {
    db,
    owner,
    clock: virtualClock(),
    ids,
    openUnit: unitOpener(ids),
    async close() {
      await db.close();
      await owner.close();
      await database.drop();
    },
  };
}

const eventIds = seededIds(1_000);
export const toldBy =
  ({ clock }: Pick<Books, 'clock'>) =>
  (tx: Tx, businessDate = today) =>
    publisher(tx, { ids: eventIds, now: clock.now(), businessDate });
/** The books as the service keeps them, but for claims. */
export const told = (tx: Tx): Ledger => toldLedger(ledger(tx), toldBy({ clock: virtualClock() })(tx));

export const memberId = (name: string): Id<'member'> => derivedId('member', name);
export const wallet = (name: string, currency = 'EUR'): Id<'wallet'> => walletIdOf(memberId(name), currency);
export const clearing = platformAccount('bank-clearing', 'EUR', 'test');

/** A member with a wallet per currency and money in the one in EUR. */
export async function withWallet({ db, clock }: Pick<Books, 'db' | 'clock'>, name: string, amountMinor = 0n): Promise<Id<'wallet'>> {
  await db.run(async (tx) => {
    await walletStore(tx).open(
      currencies.map((currency) => ({
        walletId: wallet(name, currency),
        memberId: memberId(name),
        currency,
        openedAt: clock.now(),
      })),
    );
    if (amountMinor > 0n) await told(tx).post([journal(`fund:${name}`, transfer(clearing, wallet(name), amountMinor))]);
  });
  return wallet(name);
}

export function transfer(debitAccountId: string, creditAccountId: string, amountMinor: bigint): TransferDraft {
  return { debitAccountId, creditAccountId, amountMinor, code: 'member-transfer', kind: 'post' };
}

export function pending(kind: 'pend' | 'post-pending' | 'void-pending', pendingId: string, draft: TransferDraft): TransferDraft {
  return { ...draft, kind, pendingId };
}

export function journal(reference: string, ...transfers: TransferDraft[]): JournalDraft {
  return { id: derivedId('journal', reference), reference, kind: 'test', businessDate: today, transfers };
}

export function post({ db }: Pick<Books, 'db'>, ...journals: JournalDraft[]): Promise<PostOutcome[]> {
  return db.run((tx) => told(tx).post(journals));
}

type Balance = { balance: bigint; held: bigint; expected: bigint };
export async function balanceOf({ db }: Pick<Books, 'db'>, accountId: string): Promise<Balance | undefined> {
  return await db.sql.one<Balance>(
    'select posted_credits - posted_debits as balance, pending_debits as held, pending_credits as expected from accounts where account_id = $1',
    [accountId],
  );
}
