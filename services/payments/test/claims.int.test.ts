/** Claims of the platform: what a member had spent when it was taken back is settled by what comes in next, once, and both sides see why. */
import { systemClock } from '@mutua/config';
import { derivedId } from '@mutua/kernel';
import { seededIds, virtualClock } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unitOpener } from '../src/adapters/postgres/unit.ts';
import { platformAccount, type TransferDraft } from '../src/domain/ledger.ts';
import { eur, expectWhole, fund, lend, openWorld, repay, type World } from './servicing/world.ts';
import { balanceOf, clearing, today, wallet, withWallet } from './support/books.ts';

const ids = seededIds(41);
const openUnit = unitOpener(ids);
let world: World;
let loanId: string;
beforeAll(async () => {
  world = await openWorld();
  loanId = await lend(world, {
    name: 'claims',
    borrower: 'borrower',
    slices: [
      ['ann', 60_000n],
      ['bob', 40_000n],
    ],
  });
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const move = (code: TransferDraft['code'], debitAccountId: string, creditAccountId: string, amountMinor: bigint): TransferDraft => ({
  ...{ code, debitAccountId, creditAccountId, amountMinor, kind: 'post' },
});
const post = (reference: string, ...transfers: TransferDraft[]) =>
  world.db.run(async (tx) => {
    const { ledger, businessDate } = await openUnit(tx, systemClock.now());
    return ledger.post([{ id: derivedId('journal', reference), reference, kind: 'test', businessDate, transfers }]);
  });
/** Money that the member has spent is taken back. */
const takeBack = (name: string, amountMinor: bigint, reference: string) =>
  post(
    reference,
    move('deposit-return', wallet(name), clearing, amountMinor),
    move('return-uncovered', platformAccount('suspense', 'EUR', wallet(name)), wallet(name), amountMinor),
  );
const claims = async (name: string, as = name) => (await world.get(`/v1/wallets/${wallet(name)}/claims`, as).expect(200)).body.items;
const balance = async (name: string) => (await balanceOf(world, wallet(name)))?.balance;
const lines = async (name: string): Promise<[string, string, string][]> => {
  const { body } = await world.get(`/v1/wallets/${wallet(name)}/statement?from=${today}&to=${today}`, name).expect(200);
  return body.items.map((line: { code: string; direction: string; amount: { amountMinor: string } }) => [
    line.code,
    line.direction,
    line.amount.amountMinor,
  ]);
};

test('what a wallet lacks is a claim, which its owner and the keepers of the books see and nobody else', async () => {
  await takeBack('ann', 5_000n, 'taken-back');
  expect(await claims('ann')).toEqual([
    {
      journalId: derivedId('journal', 'taken-back'),
      amount: eur(5_000n),
      settled: eur(0n),
      open: eur(5_000n),
      openedOn: today,
      settledOn: null,
    },
  ]);
  expect(await claims('ann', 'auditor')).toHaveLength(1);
  await world.get(`/v1/wallets/${wallet('ann')}/claims`, 'stranger').expect(404);
  await world.get(`/v1/wallets/${wallet('nobody')}/claims`, 'auditor').expect(404);
  expect(await claims('bob')).toEqual([]);
});

test('the same return again makes no second claim', async () => {
  expect(await takeBack('ann', 5_000n, 'taken-back')).toMatchObject([{ status: 'replayed' }]);
  expect(await claims('ann')).toHaveLength(1);
});

test('what another member sends is not set off', async () => {
  await fund(world, 'bob', 300n);
  await world.post('/v1/transfers', { fromWalletId: wallet('bob'), toWalletId: wallet('ann'), amount: eur(300n) }, 'bob').expect(201);
  expect(await balance('ann')).toBe(300n);
});

test('a receipt of notes is set off first, net of its fee; the statement explains it', async () => {
  await fund(world, 'borrower', 3_000n);
  await repay(world, loanId, 3_000n);
  const [claim] = await claims('ann');
  const settled = BigInt(claim.settled.amountMinor);
  expect(settled).toBeGreaterThan(1_500n);
  expect(await balance('ann')).toBe(300n);
  const shown = await lines('ann');
  expect(shown.at(-1)).toEqual(['set-off', 'out', settled.toString()]);
  const income = shown.slice(shown.findIndex(([code]) => code === 'member-transfer') + 1, -1);
  expect(income.reduce((sum, [, way, amount]) => sum + (way === 'in' ? BigInt(amount) : -BigInt(amount)), 0n)).toBe(settled);
});

test('deposits at the same moment settle the rest once; the owner has what is left', async () => {
  const [before] = await claims('ann');
  const open = BigInt(before.open.amountMinor);
  await Promise.all([fund(world, 'ann', open - 100n), fund(world, 'ann', open - 100n), fund(world, 'ann', 150n)]);
  expect((await claims('ann'))[0]).toMatchObject({ settled: eur(5_000n), open: eur(0n), settledOn: today });
  expect(await balance('ann')).toBe(300n + open - 50n);
  await fund(world, 'ann', 10n);
  expect(await balance('ann')).toBe(310n + open - 50n);
});

test('claims are settled in the order in which they came', async () => {
  await withWallet({ db: world.db, clock: virtualClock() }, 'eve');
  for (const [nr, amount] of [100n, 50n].entries()) await takeBack('eve', amount, `eve-${nr}`);
  await fund(world, 'eve', 120n);
  expect((await claims('eve')).map(({ open }: { open: object }) => open)).toEqual([eur(30n), eur(0n)]);
  const page = await world.get(`/v1/wallets/${wallet('eve')}/claims?limit=1`, 'eve').expect(200);
  const next = await world.get(`/v1/wallets/${wallet('eve')}/claims?limit=1&cursor=${page.body.nextCursor}`, 'eve').expect(200);
  expect([page.body.items[0].open, next.body.items[0].open]).toEqual([eur(30n), eur(0n)]);
});

test('the database keeps what a claim was, and lets nobody take one away', async () => {
  await expect(world.db.sql.run('update wallet_claims set amount_minor = 1')).rejects.toThrow(/permission/);
  await expect(world.db.sql.run('delete from wallet_claims')).rejects.toThrow(/permission/);
  await expect(world.db.sql.run('update wallet_claims set settled_minor = amount_minor + 1')).rejects.toThrow(/wallet_claim_settled/);
});
