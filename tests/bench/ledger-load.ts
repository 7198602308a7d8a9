/** The load of the ledger benchmark: wallets with money, and batches of single-transfer journals with a share of reservations. */
import { type Database, openDatabase } from '@mutua/db';
import { calendarDate, derivedId, fnv1a64, type Ids, instantFromEpochMs } from '@mutua/kernel';
import { seededIds, silentLogger, type TestDatabase, testDatabase, virtualClock } from '@mutua/testkit';
import { composeLedger, type Journal, type Transfer } from '../../services/payments/src/compose-ledger.ts';

export const businessDate = calendarDate('2026-01-15');
const currency = 'EUR';
const openedAt = instantFromEpochMs(Date.UTC(2026, 0, 15));
const openedBatch = 5_000;
const fundedMinor = 1_000_000_000n;

export type Books = {
  readonly db: Database;
  readonly ledger: ReturnType<typeof composeLedger>;
  readonly database: TestDatabase;
  readonly wallets: readonly string[];
  readonly ids: Ids;
  close(): Promise<void>;
};

/** Books with so many wallets, each with ten million in it. */
export async function openBenchBooks(adminUrl: string, walletCount: number): Promise<Books> {
  const database = await testDatabase('payments', { postgresAdminUrl: adminUrl });
  const db = await openDatabase({ url: database.url, applicationName: 'bench-ledger', poolMax: 16, logger: silentLogger });
  const ledger = composeLedger(db, { ids: seededIds(4), clock: virtualClock() });
  await ledger.openBooks([currency], businessDate);
  const ids = seededIds(3);
  const members = Array.from({ length: walletCount }, (_, i) => derivedId('member', `bench-${i}`));
  const wallets: string[] = [];
  for (let at = 0; at < walletCount; at += openedBatch) {
    const opened = await ledger.openWallets(members.slice(at, at + openedBatch), currency, openedAt);
    const funding = opened.map((walletId, i) =>
      journal(ids, `fund:${walletId}`, {
        ...{ debitAccountId: ledger.platformAccount('bank-clearing', currency, BigInt(i % 16)), creditAccountId: walletId },
        ...{ amountMinor: fundedMinor, code: 'deposit', kind: 'post' },
      }),
    );
    await db.run((tx) => ledger.post(tx, funding));
    wallets.push(...opened);
  }
  return {
    ...{ db, ledger, database, wallets, ids },
    async close() {
      await db.close();
      await database.drop();
    },
  };
}

function journal(ids: Ids, reference: string, ...transfers: Transfer[]): Journal {
  return { id: ids.next('journal'), reference, kind: 'bench', businessDate, transfers };
}

/** A small generator of its own, so that a run can be repeated. */
export function randomBelow(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export type Workload = { next(count: number): Journal[] };
export type WorkloadOptions = { readonly books: Books; readonly hot?: string; readonly name: string; readonly holds?: boolean };

/**
 * Journals of one transfer between two wallets, or between a wallet and the hot account. With holds a tenth are about reservations:
 * placed, then captured or freed in the next batch.
 */
export function workload({ books: { wallets, ids }, hot, name, holds = true }: WorkloadOptions): Workload {
  const random = randomBelow(Number(fnv1a64(name) & 0xffff_ffffn));
  const open: Transfer[] = [];
  const prefix = `${name}:${ids.next('event')}`;
  let made = 0;
  const wallet = (): string => wallets[random(wallets.length)] ?? '';
  const sides = (): Pick<Transfer, 'debitAccountId' | 'creditAccountId'> => {
    const debitAccountId = wallet();
    if (hot !== undefined)
      return random(2) === 0 ? { debitAccountId, creditAccountId: hot } : { debitAccountId: hot, creditAccountId: debitAccountId };
    const creditAccountId = wallet();
    return creditAccountId === debitAccountId ? sides() : { debitAccountId, creditAccountId };
  };
  const draft = (placed: Transfer[]): Transfer => {
    const dice = holds ? random(20) : 20;
    const reserved = dice === 0 ? open.pop() : undefined;
    if (reserved !== undefined) return { ...reserved, kind: random(2) === 0 ? 'post-pending' : 'void-pending' };
    const plain: Transfer = { ...sides(), amountMinor: BigInt(1 + random(5_000)), code: 'member-transfer', kind: 'post' };
    if (dice !== 1) return plain;
    const pend: Transfer = { ...plain, kind: 'pend', code: 'hold', pendingId: `${prefix}:${made}` };
    placed.push(pend);
    return pend;
  };
  return {
    next(count) {
      const placed: Transfer[] = [];
      const journals = Array.from({ length: count }, () => {
        made += 1;
        return journal(ids, `${prefix}:${made}`, draft(placed));
      });
      open.push(...placed);
      return journals;
    },
  };
}
