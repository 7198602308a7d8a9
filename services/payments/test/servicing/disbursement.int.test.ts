/** A contract becomes money in one transaction, once, or leaves nothing but the reason. */
import { derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wallet } from '../support/books.ts';
import { contractOf, disburse, eventsOf, expectWhole, fund, hold, loanIdOf, member, offerIdOf, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const balanceOf = async (name: string) =>
  await world.db.sql.one<{ balance: bigint; held: bigint }>(
    'select posted_credits - posted_debits as balance, pending_debits as held from accounts where account_id = $1',
    [wallet(name)],
  );
const countOf = async (table: string): Promise<bigint | undefined> =>
  (await world.db.sql.one<{ count: bigint }>(`select count(*) as count from ${table}`))?.count;
const tables = ['loans', 'instalments', 'notes', 'repayments', 'loan_transactions', 'schedule_versions', 'journals', 'transfers'];
const counts = async () => await Promise.all(tables.map(countOf));

test('the holds are captured, the notes issued, the borrower paid less the fee, the schedule fixed, the fact told', async () => {
  const contract = contractOf({
    name: 'whole',
    borrower: 'borrower',
    originationFeeMinor: 3_000n,
    slices: [
      ['ann', 60_000n],
      ['bob', 40_000n],
    ],
  });
  await member(world, 'borrower');
  await member(world, 'ann', 100_000n);
  await member(world, 'bob', 40_000n);
  for (const slice of contract.slices) await hold(world, slice);
  await disburse(world, contract);

  expect(await balanceOf('ann')).toEqual({ balance: 40_000n, held: 0n });
  expect(await balanceOf('bob')).toEqual({ balance: 0n, held: 0n });
  expect(await balanceOf('borrower')).toEqual({ balance: 97_000n, held: 0n });
  expect(await countOf('notes')).toBe(2n);
  expect(await countOf('instalments')).toBe(12n);
  const [told] = await eventsOf(world, contract.loanId);
  expect(told).toMatchObject({
    name: 'payments.loan-disbursed.v1',
    data: { net: { amountMinor: '97000' }, disbursedOn: '2026-01-15', firstDueOn: '2026-02-15', maturesOn: '2027-01-15' },
  });
  const captured = await eventsOf(world, derivedId('hold', offerIdOf('whole', 0)));
  expect(captured.map(({ name }) => name)).toEqual(['payments.hold-placed.v1', 'payments.hold-captured.v1']);

  const before = await counts();
  await disburse(world, contract);
  expect(await counts()).toEqual(before);
  expect(await eventsOf(world, contract.loanId)).toHaveLength(1);
});

test('a missing hold stops it all: nothing is captured from the others, and the reason is told', async () => {
  const contract = contractOf({
    name: 'no-hold',
    borrower: 'borrower',
    slices: [
      ['ann', 10_000n],
      ['eve', 10_000n],
    ],
  });
  await member(world, 'eve');
  const [first] = contract.slices;
  if (first) await hold(world, first);
  const before = await counts();
  await disburse(world, contract);
  expect(await counts()).toEqual(before);
  expect(await balanceOf('ann')).toEqual({ balance: 40_000n, held: 10_000n });
  expect(await eventsOf(world, contract.loanId)).toMatchObject([
    { name: 'payments.disbursement-failed.v1', data: { code: 'hold.unknown' } },
  ]);
  const row = await world.db.sql.one<{ captured: bigint }>('select captured_minor as captured from holds where offer_id = $1', [
    offerIdOf('no-hold', 0),
  ]);
  expect(row).toEqual({ captured: 0n });
});

test('slices that do not sum to the principal are refused before any hold is touched', async () => {
  const contract = contractOf({ name: 'short', borrower: 'borrower', slices: [['ann', 5_000n]] });
  for (const slice of contract.slices) await hold(world, slice);
  const before = await counts();
  await disburse(world, { ...contract, principalMinor: 6_000n });
  expect(await counts()).toEqual(before);
  expect(await eventsOf(world, loanIdOf('short'))).toMatchObject([{ data: { code: 'contract.slices_do_not_sum' } }]);
});

test('a transaction that dies before its end leaves nothing half done', async () => {
  const contract = contractOf({ name: 'unknown-borrower', borrower: 'nobody', slices: [['ann', 7_000n]] });
  await fund(world, 'ann', 7_000n);
  for (const slice of contract.slices) await hold(world, slice);
  const before = await counts();
  await expect(disburse(world, contract)).rejects.toThrow('was not posted: ledger.account_unknown');
  expect(await counts()).toEqual(before);
  expect(await eventsOf(world, contract.loanId)).toEqual([]);
});

test('the application can neither rewrite nor remove what servicing wrote down', async () => {
  const forbidden = [
    'delete from loans',
    'update loans set principal_minor = 1',
    'update loans set terms = terms',
    'update notes set holder_id = holder_id',
    'delete from notes',
    'update instalments set principal_minor = principal_minor',
    'delete from instalments',
    'update repayments set amount_minor = amount_minor',
    'delete from note_receipts',
    'update loan_transactions set kind = kind',
    'delete from schedule_versions',
    'delete from business_days',
  ];
  for (const statement of forbidden) await expect(world.db.sql.run(statement), statement).rejects.toThrow('permission denied');
});
