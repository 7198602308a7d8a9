/** Agreed changes of a schedule: each a version with its reason, the books whole, and later reversals told again from it. */
import { systemClock } from '@mutua/config';
import { addDays, calendarDate } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reverseRepayment } from '../../src/app/servicing/restate-loan.ts';
import { eur, expectWhole, fund, lend, openDay, openWork, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

type Row = { nr: number; dueOn: string; status: string; due: { principal: { amountMinor: string } } };
const repay = (loanId: string, amountMinor: bigint) =>
  world.post(`/v1/loans/${loanId}/repayments`, { amount: eur(amountMinor) }, 'borrower').expect(201);
const lendTo = async (name: string): Promise<string> => {
  const loanId = await lend(world, {
    name,
    borrower: 'borrower',
    slices: [
      ['ann', 60_000n],
      ['bob', 40_000n],
    ],
  });
  await fund(world, 'borrower', 60_000n);
  return loanId;
};
const rowsOf = (body: { instalments: Row[] }) => body.instalments.filter(({ status }) => status === 'pending');
const principal = (rows: readonly Row[]) => rows.reduce((sum, { due }) => sum + BigInt(due.principal.amountMinor), 0n);

test.each([
  ['lower', 12],
  ['shorten', 9],
  ['adjust-last', 9],
] as const)('a part paid early, %s: %s instalments are left and the principal adds up', async (mode, left) => {
  const loanId = await lendTo(`pre-${mode}`);
  const path = `/v1/loans/${loanId}/prepayments`;
  const made = await world.post(path, { amount: eur(30_000n), mode }, 'borrower').expect(201);
  const rows = rowsOf(made.body);
  expect(rows.length).toBe(left);
  expect(principal(rows)).toBe(70_000n);
  expect((await world.get(`/v1/loans/${loanId}/schedule-versions`, 'ann').expect(200)).body.items).toMatchObject([
    { version: 1, reason: 'disbursement' },
    { version: 2, reason: 'part-prepayment' },
  ]);
  expect((await world.post(path, { amount: eur(80_000n), mode }, 'borrower').expect(422)).body.code).toBe('prepayment.settles_loan');
});

test('a holiday extends the loan, a due day moves it, the last version is in force', async () => {
  const loanId = await lendTo('holiday');
  const path = `/v1/loans/${loanId}/schedule-changes`;
  const holiday = await world.post(path, { kind: 'payment-holiday', instalments: 2, term: 'extend' }, 'admin').expect(201);
  expect(
    rowsOf(holiday.body)
      .slice(0, 3)
      .map(({ due }) => due.principal.amountMinor === '0'),
  ).toEqual([true, true, false]);
  expect(rowsOf(holiday.body)).toHaveLength(14);
  const moved = await world.post(path, { kind: 'due-day-change', dueDay: 25 }, 'admin').expect(201);
  expect(rowsOf(moved.body).every(({ dueOn }) => dueOn.endsWith('-25'))).toBe(true);
  expect(moved.body.version).toBe(3);
});

test('what is due comes first; a receipt after the change is reversed from the agreed schedule, one before it is not', async () => {
  const loanId = await lendTo('mixed');
  await repay(loanId, 1_000n);
  await world.post(`/v1/loans/${loanId}/prepayments`, { amount: eur(20_000n), mode: 'lower' }, 'borrower').expect(201);
  await openDay(world, calendarDate('2026-02-15'));
  const late = await world.post(`/v1/loans/${loanId}/schedule-changes`, { kind: 'due-day-change', dueDay: 3 }, 'admin').expect(409);
  expect(late.body.code).toBe('schedule.due_first');
  await repay(loanId, 5_000n);
  await repay(loanId, 3_000n);
  await openDay(world, addDays(calendarDate('2026-02-15'), 2));
  const ids = await world.db.sql.query<{ id: string }>(
    "select repayment_id as id from repayments where loan_id = $1 and kind = 'repayment' order by 1",
    [loanId],
  );
  const reverse = (index: number) =>
    world.db.run(async (tx) => {
      const { ports, moment } = await openWork(tx, systemClock.now());
      return reverseRepayment(ports, { loanId, repaymentId: ids[index]?.id ?? '' }, moment);
    });
  expect(await reverse(0)).toMatchObject({ ok: false, error: { code: 'repayment.before_schedule_change' } });
  expect(await reverse(1)).toMatchObject({ ok: false, error: { code: 'repayment.before_schedule_change' } });
  expect(await reverse(2)).toMatchObject({ ok: true });
  const loan = await world.db.sql.one<{ paid: bigint }>(
    'select distributed_principal_minor + distributed_interest_minor as paid from loans where loan_id = $1',
    [loanId],
  );
  expect(loan?.paid).toBe(24_000n);
});
