/** Receipts taken back and put in: the books, the notes and the schedule end where they would be had it been so from the beginning. */
import { systemClock } from '@mutua/config';
import { addDays, type CalendarDate, calendarDate } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { returnStore } from '../../src/adapters/postgres/servicing/return-store.ts';
import { closeDayForLoans } from '../../src/app/servicing/close-day.ts';
import { backDateRepayment, reverseRepayment } from '../../src/app/servicing/restate-loan.ts';
import { balanceOf, wallet } from '../support/books.ts';
import { eventsOf, expectWhole, fund, lend, nothingCollected, openDay, openWork, openWorld, repay, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const instalment = 8_885n;
const dueOn = calendarDate('2026-02-15');
const slices = [
  ['ann', 33_300n],
  ['bob', 33_300n],
  ['eve', 33_400n],
] as const;

/** Every number of the loan that its receipts decide, and of its notes. */
async function picture(loanId: string) {
  const loan = await world.db.sql.one(
    `select status, bucket, outcome, oldest_unpaid_due_on, distributed_principal_minor as p, distributed_interest_minor as i,
       distributed_late_fee_minor as f, next_work_on from loans where loan_id = $1`,
    [loanId],
  );
  const notes = await world.db.sql.query(
    'select principal_minor, paid_principal_minor as p, paid_interest_minor as i, paid_late_fee_minor as f, service_fee_minor as s from notes where loan_id = $1 order by note_id',
    [loanId],
  );
  const instalments = await world.db.sql.query(
    `select i.nr, i.due_on, i.status, i.principal_minor, i.interest_minor, i.late_fee_minor, i.paid_principal_minor as p, i.paid_interest_minor as pi,
       i.paid_late_fee_minor as pf, i.late_fee_on from instalments i join loans l on l.loan_id = i.loan_id and l.schedule_version = i.schedule_version
     where l.loan_id = $1 order by i.nr`,
    [loanId],
  );
  return { loan, notes, instalments };
}

async function collect(loanId: string, on: CalendarDate): Promise<void> {
  await world.db.run(async (tx) => {
    const { ports, moment } = await openWork(tx, systemClock.now());
    await closeDayForLoans(
      ports,
      { loanIds: [loanId], on, collected: { paid: new Map([[loanId, instalment]]), refused: new Set() } },
      moment,
    );
  });
}

/** The bank says on a date that it takes the collection of the due date back; the close of that date hears of it. */
async function giveBack(loanId: string, on: CalendarDate): Promise<void> {
  await world.db.run(async (tx) => {
    await returnStore(tx).insert([{ key: `${loanId}:${dueOn}`, loanId, code: 'bank.returned' }], on);
    const { ports, moment } = await openWork(tx, systemClock.now());
    await closeDayForLoans(ports, { loanIds: [loanId], on, collected: nothingCollected }, { ...moment, on });
  });
}

const lastRepayment = async (loanId: string): Promise<string> =>
  (
    await world.db.sql.one<{ id: string }>("select max(repayment_id) as id from repayments where loan_id = $1 and kind = 'repayment'", [
      loanId,
    ])
  )?.id ?? '';

const names = ['returned', 'spent', 'replayed', 'paidoff'] as const;
const loans = new Map<string, string>();

test('a returned direct debit undoes its distribution to the cent and opens the instalment again as it was due', async () => {
  for (const name of [...names, 'by-hand', 'late-booked']) loans.set(name, await lend(world, { name, borrower: name, slices }));
  const loanId = loans.get('returned') ?? '';
  await openDay(world, dueOn);
  const before = await picture(loanId);
  const wallets = await Promise.all(['returned', 'ann', 'bob', 'eve'].map((name) => balanceOf(world, wallet(name))));
  for (const name of names) await collect(loans.get(name) ?? '', dueOn);
  expect((await picture(loanId)).instalments[0]).toMatchObject({ status: 'paid' });
  await giveBack(loanId, dueOn);

  const after = await picture(loanId);
  expect(after.notes).toEqual(before.notes);
  expect(after.instalments.map((row) => ({ ...row, status: 'any' }))).toEqual(before.instalments.map((row) => ({ ...row, status: 'any' })));
  expect(after.loan).toMatchObject({ p: 0n, i: 0n, status: 'active' });
  const moved = await world.db.sql.query<{ kind: string; amount: bigint }>(
    'select kind, amount_minor as amount from repayments where loan_id = $1 order by repayment_id',
    [loanId],
  );
  expect(moved).toEqual([
    { kind: 'repayment', amount: instalment },
    { kind: 'reversal', amount: -instalment },
  ]);
  expect((await balanceOf(world, wallet('returned')))?.balance).toBe(wallets[0]?.balance);
  const told = (await eventsOf(world, loanId)).filter(({ name }) => name === 'payments.repayment-reversed.v1');
  expect(told).toMatchObject([{ data: { reason: 'direct-debit-returned' } }]);
});

test('the same return again is nothing', async () => {
  const loanId = loans.get('returned') ?? '';
  await giveBack(loanId, dueOn);
  expect(await world.db.sql.query("select 1 from repayments where loan_id = $1 and kind = 'reversal'", [loanId])).toHaveLength(1);
});

test('a lender who spent the money is covered from suspense: a claim of the platform', async () => {
  const loanId = loans.get('spent') ?? '';
  const ann = (await balanceOf(world, wallet('ann')))?.balance ?? 0n;
  await world
    .post(
      '/v1/transfers',
      { fromWalletId: wallet('ann'), toWalletId: wallet('bob'), amount: { amountMinor: ann.toString(), currency: 'EUR' } },
      'ann',
    )
    .expect(201);
  await giveBack(loanId, dueOn);
  expect((await balanceOf(world, wallet('ann')))?.balance).toBe(0n);
  const claim = await world.db.sql.one<{ claim: bigint }>(
    "select sum(amount_minor)::bigint as claim from transfers where code = 'return-uncovered'",
  );
  expect(claim?.claim).toBeGreaterThan(2_900n);
});

test('what came after a returned receipt is undone and booked again in order, as if the return had never been paid', async () => {
  const loanId = loans.get('replayed') ?? '';
  const twin = loans.get('by-hand') ?? '';
  await fund(world, 'replayed', 50_000n);
  await fund(world, 'by-hand', 50_000n);
  await openDay(world, addDays(dueOn, 1));
  for (const amount of [2_000n, 7_000n]) {
    await repay(world, loanId, amount);
    await repay(world, twin, amount);
  }
  await openDay(world, addDays(dueOn, 2));
  await giveBack(loanId, addDays(dueOn, 2));
  const [is, asIf] = [await picture(loanId), await picture(twin)];
  expect(is.instalments).toEqual(asIf.instalments);
  expect(is.loan).toMatchObject({ p: (asIf.loan as { p: bigint }).p, i: (asIf.loan as { i: bigint }).i });
  expect(is.notes.map((note) => (note as { p: bigint }).p)).toEqual(asIf.notes.map((note) => (note as { p: bigint }).p));
  const kinds = await world.db.sql.query<{ kind: string }>('select kind from repayments where loan_id = $1 order by repayment_id', [
    loanId,
  ]);
  expect(kinds.map(({ kind }) => kind)).toEqual([
    'repayment',
    'repayment',
    'repayment',
    'reversal',
    'reversal',
    'reversal',
    'repayment',
    'repayment',
  ]);
});

test('a loan that was paid off opens again when an earlier receipt is returned', async () => {
  const loanId = loans.get('paidoff') ?? '';
  await fund(world, 'paidoff', 120_000n);
  await repay(world, loanId, 'payoff');
  expect((await picture(loanId)).loan).toMatchObject({ status: 'closed', outcome: 'prepaid' });
  await giveBack(loanId, addDays(dueOn, 2));
  const { loan, instalments } = await picture(loanId);
  expect(loan).toMatchObject({ status: 'active', outcome: null });
  expect(instalments).toHaveLength(12);
  expect((await eventsOf(world, loanId)).map(({ name }) => name)).toContain('payments.loan-reopened.v1');
});

test('a back-dated repayment counts on its day: it comes before what was booked, and the late fee goes', async () => {
  const loanId = loans.get('late-booked') ?? '';
  await fund(world, 'late-booked', 50_000n);
  await openDay(world, addDays(dueOn, 20));
  expect((await picture(loanId)).instalments[0]).toMatchObject({ late_fee_minor: 1_500n });
  await repay(world, loanId, 3_000n);
  await world.db.run(async (tx) => {
    const { ports, moment } = await openWork(tx, systemClock.now());
    const booked = await backDateRepayment(ports, { loanId, amountMinor: instalment, currency: 'EUR', valueOn: dueOn }, moment);
    expect(booked.ok).toBe(true);
  });
  const { loan, instalments } = await picture(loanId);
  expect(instalments[0]).toMatchObject({ status: 'paid', late_fee_minor: 0n, late_fee_on: null });
  expect(instalments[1]).toMatchObject({ p: 2_079n, pi: 921n });
  expect(loan).toMatchObject({ status: 'active', f: 0n });
  const waived = await world.db.sql.query(
    "select late_fee_minor as fee from loan_transactions where loan_id = $1 and kind = 'late-fee-waived'",
    [loanId],
  );
  expect(waived).toEqual([{ fee: -1_500n }]);
});

test.each([
  ['today', '2026-03-07', 'repayment.not_back_dated'],
  ['before the loan', '2026-01-14', 'repayment.before_disbursement'],
])('back-dated to %s is refused without a trace', async (_, on, code) => {
  const body = { amount: { amountMinor: '100', currency: 'EUR' }, on, reason: 'A transfer was booked late.' };
  const asked = await world.post(`/v1/loans/${loans.get('late-booked')}/back-dated-repayments`, body, 'admin').expect(422);
  expect(asked.body.code).toBe(code);
});

test('by hand only with four eyes, once, and never twice for one repayment', async () => {
  const loanId = loans.get('by-hand') ?? '';
  const repaymentId = await lastRepayment(loanId);
  const path = `/v1/loans/${loanId}/repayments/${repaymentId}/reversal`;
  const asked = await world.post(path, { reason: 'Paid into the wrong loan.' }, 'admin').expect(202);
  const before = await balanceOf(world, wallet('by-hand'));
  await world.post(`/v1/approvals/${asked.body.approvalId}/approve`, { payloadHash: asked.body.payloadHash }, 'admin2').expect(200);
  expect((await balanceOf(world, wallet('by-hand')))?.balance).toBe((before?.balance ?? 0n) + 7_000n);
  expect((await world.post(path, { reason: 'Again.' }, 'admin').expect(404)).body.code).toBe('repayment.not_found');
  await world.db.run(async (tx) => {
    const { ports, moment } = await openWork(tx, systemClock.now());
    expect(await reverseRepayment(ports, { loanId, repaymentId }, moment)).toMatchObject({ ok: false });
  });
  const page = await world.get(`/v1/loans/${loanId}/transactions`, 'admin').expect(200);
  expect(page.body.items.map(({ kind }: { kind: string }) => kind)).toContain('reversal');
});
