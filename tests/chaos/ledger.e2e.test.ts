/**
 * Two hundred clients move money at random among eight wallets while Postgres and payments are killed with -9: the total stays, what was
 * acknowledged is in the books once, no wallet goes below zero, nobody hears of a deadlock. MUTUA_CHAOS_KILLS makes the run longer.
 */
import { openDatabase } from '@mutua/db';
import { calendarDate, derivedId } from '@mutua/kernel';
import { eventually, seededIds, silentLogger, type TestDatabase, testDatabase, virtualClock } from '@mutua/testkit';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeLedger } from '../../services/payments/src/compose-ledger.ts';
import { type DurablePostgres, startDurablePostgres } from '../bench/durable-postgres.ts';
import { type PaymentsProcess, startPayments } from '../support/payments-process.ts';

const clients = 200;
const walletCount = 8;
const fundedMinor = 10_000;
const killCount = Number(process.env['MUTUA_CHAOS_KILLS'] ?? 3);
/** Transfers that are acknowledged between a kill and the next. */
const transfersBetween = 100;
const patienceMs = 60_000;
const firstDay = '2026-01-02';
const members = Array.from({ length: walletCount }, (_, i) => derivedId('member', `chaos-${i}`));

let server: DurablePostgres;
let database: TestDatabase;
let payments: PaymentsProcess;
let wallets: readonly string[];
let tokens: readonly string[];

beforeAll(async () => {
  server = await startDurablePostgres();
  database = await testDatabase('payments', { postgresAdminUrl: server.adminUrl });
  const db = await openDatabase({ url: database.url, applicationName: 'chaos', poolMax: 2, logger: silentLogger });
  const ledger = composeLedger(db, { ids: seededIds(6), clock: virtualClock() });
  await ledger.openBooks(['EUR'], calendarDate(firstDay));
  wallets = await ledger.openWallets(members, 'EUR', '2026-01-02T09:00:00.000Z' as never);
  const ids = seededIds(5);
  const fund = (walletId: string, i: number) => ({
    ...{ id: ids.next('journal'), reference: `fund:${i}`, kind: 'deposit', businessDate: calendarDate(firstDay) },
    transfers: [
      {
        ...{ debitAccountId: ledger.platformAccount('bank-clearing', 'EUR', 0n), creditAccountId: walletId },
        ...{ amountMinor: BigInt(fundedMinor), code: 'deposit' as const, kind: 'post' as const },
      },
    ],
  });
  await db.run((tx) => ledger.post(tx, wallets.map(fund)));
  await db.close();
  payments = await startPayments({ databaseUrl: database.url, firstBusinessDate: firstDay });
  tokens = await Promise.all(members.map((memberId) => payments.token({ memberId, roles: ['member'] })));
}, 120_000);
afterAll(async () => {
  await payments?.close();
  await server?.close();
}, 60_000);

type Seen = { readonly acknowledged: Map<string, number>; refused: number; retried: number; readonly strange: string[] };

/** One request with one key, repeated until it is answered for good. */
async function move(client: number, nr: number, seen: Seen): Promise<void> {
  const from = Math.floor(Math.random() * walletCount);
  const to = (from + 1 + Math.floor(Math.random() * (walletCount - 1))) % walletCount;
  const amountMinor = 1 + Math.floor(Math.random() * 3_000);
  const body = JSON.stringify({
    fromWalletId: wallets[from],
    toWalletId: wallets[to],
    amount: { amountMinor: String(amountMinor), currency: 'EUR' },
  });
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${tokens[from]}`,
    'idempotency-key': `chaos-client-${client}-${nr}`,
  };
  for (;;) {
    const answer = await fetch(`${payments.origin}/v1/transfers`, { method: 'POST', headers, body }).then(
      async (response) => ({ status: response.status, body: (await response.json()) as { transferId: string; code?: string } }),
      () => undefined, // the process is gone, with or without having done it
    );
    if (answer?.status === 201) return void seen.acknowledged.set(answer.body.transferId, amountMinor);
    if (answer?.body.code === 'wallet.insufficient_funds') {
      seen.refused += 1;
      return;
    }
    if (answer !== undefined && answer.status !== 503 && answer.body.code !== 'idempotency.in_progress') {
      seen.strange.push(`${answer.status} ${answer.body.code ?? ''}`);
      return;
    }
    seen.retried += 1;
    await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 100));
  }
}

/** Postgres and payments in turn, each in the middle of the work and up again before the next falls. */
async function killInTurn({ acknowledged }: Seen): Promise<void> {
  const further = (): Promise<boolean> => {
    const target = acknowledged.size + transfersBetween;
    return eventually(() => acknowledged.size >= target, { timeoutMs: patienceMs, what: `${transfersBetween} further transfers` });
  };
  for (let kills = 0; kills < killCount; kills += 1) {
    await further();
    if (kills % 2 === 0) {
      await server.kill();
      await server.startAgain();
      await payments.untilReady();
    } else {
      await payments.kill();
      await payments.startAgain();
    }
  }
  await further();
}

test(
  '200 clients, 8 wallets, kill -9 of Postgres and of payments',
  async () => {
    const seen: Seen = { acknowledged: new Map(), refused: 0, retried: 0, strange: [] };
    let isOver = false;
    const client = async (number: number): Promise<void> => {
      for (let nr = 0; !isOver; nr += 1) await move(number, nr, seen);
    };
    const killing = killInTurn(seen).finally(() => {
      isOver = true;
    });
    await Promise.all([killing, ...Array.from({ length: clients }, (_, i) => client(i))]);
    expect(seen.strange).toEqual([]);
    expect(seen.retried).toBeGreaterThan(0);

    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    try {
      const { rows: balances } = await admin.query<{ balance: string }>(
        'select posted_credits - posted_debits as balance from accounts where owner_id is not null',
      );
      expect(balances.reduce((sum, { balance }) => sum + Number(balance), 0)).toBe(walletCount * fundedMinor);
      expect(balances.every(({ balance }) => Number(balance) >= 0)).toBe(true);
      const { rows: booked } = await admin.query<{ reference: string; amount: string }>(
        `select j.reference, t.amount_minor as amount from journals j join transfers t on t.journal_no = j.journal_no where j.kind = 'member-transfer'`,
      );
      const inBooks = new Map(booked.map(({ reference, amount }) => [reference, Number(amount)]));
      // Every client kept asking until it had an answer, so the books hold what was acknowledged and nothing else.
      expect(inBooks.size).toBe(booked.length);
      expect(inBooks).toEqual(seen.acknowledged);
    } finally {
      await admin.end();
    }
    const token = await payments.token({ memberId: derivedId('member', 'auditor'), roles: ['auditor'] });
    const report = await fetch(`${payments.origin}/v1/reports/integrity`, { headers: { authorization: `Bearer ${token}` } });
    expect(await report.json()).toMatchObject({ isWhole: true });
  },
  killCount * 2 * patienceMs,
);
