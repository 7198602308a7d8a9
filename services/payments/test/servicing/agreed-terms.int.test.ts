/** New terms and re-ageing over REST: with four eyes where lenders give something up; and what comes back from behind an agreed schedule. */
import { systemClock } from '@mutua/config';
import { addDays, type CalendarDate, calendarDate } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { returnStore } from '../../src/adapters/postgres/servicing/return-store.ts';
import { closeDayForLoans } from '../../src/app/servicing/close-day.ts';
import { eur, eventsOf, expectWhole, fund, lend, loanIdOf, nothingCollected, openDay, openWork, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  for (const name of ['late', 'waived', 'lower', 'behind']) await lend(world, { name, borrower: 'borrower', slices });
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const slices = [
  ['ann', 33_300n],
  ['bob', 33_300n],
  ['eve', 33_400n],
] as const;
const instalment = 8_885n;
const firstDue = calendarDate('2026-02-15');
const reason = 'Hardship, agreed by phone.';
const pathOf = (loan: string) => `/v1/loans/${loanIdOf(loan)}/schedule-changes`;
const repay = (loanId: string, amountMinor: bigint) =>
  world.post(`/v1/loans/${loanId}/repayments`, { amount: eur(amountMinor) }, 'borrower').expect(201);
const approve = (task: { approvalId: string; payloadHash: string }, as: string) =>
  world.post(`/v1/approvals/${task.approvalId}/approve`, { payloadHash: task.payloadHash }, as);
type Row = { dueOn: string; status: string; due: Record<string, { amountMinor: string }>; carriedInterest: { amountMinor: string } };
const pending = (body: { instalments: Row[] }) => body.instalments.filter(({ status }) => status === 'pending');

test('a lower rate waits for a second person; the rest of the schedule is then made by it, the contract stays as it was signed', async () => {
  await fund(world, 'borrower', 50_000n);
  const wish = { kind: 'reschedule', ratePpm: 60_000, instalments: 18, reason };
  const asked = await world.post(pathOf('lower'), wish, 'admin').expect(202);
  expect(asked.body).toMatchObject({
    action: 'loan.change-schedule',
    payload: { change: { kind: 'reschedule', instalments: 18 }, ratePpm: '60000' },
  });
  expect((await world.post(pathOf('lower'), wish, 'admin2').expect(409)).body.code).toBe('approval.already_open');
  expect((await approve(asked.body, 'admin').expect(409)).body.code).toBe('approval.same_person');
  expect((await approve({ ...asked.body, payloadHash: '0'.repeat(64) }, 'admin2').expect(409)).body.code).toBe('approval.payload_mismatch');
  expect((await world.get(`/v1/loans/${loanIdOf('lower')}`, 'admin').expect(200)).body).toMatchObject({ scheduleVersion: 1 });
  await approve(asked.body, 'admin2').expect(200);
  expect((await approve(asked.body, 'admin2').expect(409)).body.code).toBe('approval.not_open');
  const loan = await world.get(`/v1/loans/${loanIdOf('lower')}`, 'borrower').expect(200);
  expect(loan.body).toMatchObject({ scheduleVersion: 2, ratePpm: 60_000, maturesOn: '2027-07-15' });
  const contract = await world.db.sql.one('select rate_ppm from loans where loan_id = $1', [loanIdOf('lower')]);
  expect(contract).toEqual({ rate_ppm: 120_000n });
  const rows = pending((await world.get(`/v1/loans/${loanIdOf('lower')}/schedule`, 'borrower').expect(200)).body);
  expect(rows).toHaveLength(18);
  expect(rows[0]?.due['interest']?.amountMinor).toBe('500');
  // Without giving anything up no second person is asked; not above the rate in force, and not for a loan that nobody knows.
  await world
    .post(pathOf('lower'), { kind: 'reschedule', ratePpm: 60_000, method: 'linear', frequency: 'quarterly', reason }, 'admin')
    .expect(201);
  expect((await world.post(pathOf('lower'), { kind: 'reschedule', ratePpm: 60_001, reason }, 'admin').expect(422)).body.code).toBe(
    'reschedule.rate_raised',
  );
  expect((await world.post(pathOf('nobody'), { kind: 'reschedule', reason }, 'admin').expect(404)).body.code).toBe('loan.not_found');
  await world.post(pathOf('lower'), { kind: 'reschedule', instalments: 3 }, 'admin').expect(400);
});

/** The bank takes the first collection back, and the close of the date hears of it. */
async function giveBack(loanId: string, on: CalendarDate): Promise<void> {
  await world.db.run(async (tx) => {
    await returnStore(tx).insert([{ key: `${loanId}:${firstDue}`, loanId, code: 'bank.returned' }], on);
    const { ports, moment } = await openWork(tx, systemClock.now());
    await closeDayForLoans(ports, { loanIds: [loanId], on, collected: nothingCollected }, { ...moment, on });
  });
}
type Stored = { nr: number; due_on: string; status: string; open: bigint; principal_minor: bigint };
const stored = (loanId: string): Promise<Stored[]> =>
  world.db.sql.query<Stored>(
    `select i.nr, i.due_on, i.status, i.principal_minor, i.principal_minor + i.interest_minor + i.late_fee_minor - i.paid_principal_minor
       - i.paid_interest_minor - i.paid_late_fee_minor as open
     from instalments i join loans l on l.loan_id = i.loan_id and l.schedule_version = i.schedule_version where l.loan_id = $1 order by i.nr`,
    [loanId],
  );

test('a collection returned from behind an agreed schedule opens what it paid with its due date; what was agreed and paid since stays', async () => {
  const loanId = loanIdOf('behind');
  await fund(world, 'borrower', 60_000n);
  await openDay(world, firstDue);
  await world.db.run(async (tx) => {
    const { ports, moment } = await openWork(tx, systemClock.now());
    const chunk = { loanIds: [loanId], on: firstDue, collected: { paid: new Map([[loanId, instalment]]), refused: new Set<string>() } };
    await closeDayForLoans(ports, chunk, moment);
  });
  await openDay(world, addDays(firstDue, 1));
  await world.post(`/v1/loans/${loanId}/prepayments`, { amount: eur(20_000n), mode: 'lower' }, 'borrower').expect(201);
  await world.post(pathOf('behind'), { kind: 'payment-holiday', instalments: 2, term: 'extend' }, 'admin').expect(201);
  const agreed = await stored(loanId);
  await repay(loanId, 100n);
  await openDay(world, addDays(firstDue, 2));
  await giveBack(loanId, addDays(firstDue, 2));

  const rows = await stored(loanId);
  // The prepayment was the last to be paid: the returned amount is missing there, as if the debts before it had been paid first.
  expect(rows.map(({ due_on, principal_minor }) => [due_on, principal_minor])).toEqual(
    agreed.map(({ due_on, principal_minor }) => [due_on, principal_minor]),
  );
  const open = rows.filter(({ due_on, open: left }) => due_on < '2026-02-17' && left > 0n);
  expect(open.reduce((sum, { open: left }) => sum + left, 0n)).toBe(instalment - 100n);
  expect(open.every(({ status }) => status === 'late')).toBe(true);
  const kinds = await world.db.sql.query<{ kind: string; n: bigint }>(
    'select kind, count(*) as n from repayments where loan_id = $1 group by kind order by kind',
    [loanId],
  );
  expect(kinds).toMatchObject([{ kind: 'repayment' }, { kind: 'reversal' }]);
  expect((await world.get(`/v1/loans/${loanId}`, 'borrower').expect(200)).body).toMatchObject({ status: 'in-arrears', bucket: 'grace' });
  await expectWhole(world);
  // Told once more, with another receipt taken back, it stays so.
  await repay(loanId, 300n);
  const last = await world.db.sql.one<{ id: string }>(
    "select max(repayment_id) as id from repayments where loan_id = $1 and kind = 'repayment'",
    [loanId],
  );
  const asked = await world.post(`/v1/loans/${loanId}/repayments/${last?.id}/reversal`, { reason }, 'admin').expect(202);
  await approve(asked.body, 'admin2').expect(200);
  expect((await stored(loanId)).map(({ open: left }) => left)).toEqual(rows.map(({ open: left }) => left));
});

test('a loan in arrears is made current: what was overdue is spread, interest and late fees move along to the cent', async () => {
  const loanId = loanIdOf('late');
  await fund(world, 'borrower', 10_000n);
  await repay(loanId, 5_000n);
  await openDay(world, calendarDate('2026-04-10'));
  const owed = (await world.get(`/v1/loans/${loanId}/payoff-quote`, 'borrower').expect(200)).body;
  const wish = { kind: 're-age', instalments: 24, firstDueOn: '2026-05-10', interest: 'spread', lateFees: 'keep', reason };
  const made = await world.post(pathOf('late'), wish, 'admin').expect(201);
  const rows = pending(made.body);
  expect(rows).toHaveLength(24);
  const sum = (of: (row: Row) => string | undefined) => rows.reduce((total, row) => total + BigInt(of(row) ?? 0), 0n).toString();
  expect(sum((row) => row.carriedInterest.amountMinor)).toBe(owed.components.interest.amountMinor);
  expect(sum(({ due }) => due['principal']?.amountMinor)).toBe(owed.components.principal.amountMinor);
  expect(sum(({ due }) => due['lateFee']?.amountMinor)).toBe(owed.components.lateFee.amountMinor);
  expect((await world.get(`/v1/loans/${loanId}/payoff-quote`, 'borrower').expect(200)).body.total).toEqual(owed.total);
  expect((await world.get(`/v1/loans/${loanId}`, 'borrower').expect(200)).body).toMatchObject({
    status: 'active',
    bucket: 'current',
    daysPastDue: 0,
  });
  const told = await eventsOf(world, loanId);
  expect(told.map(({ name }) => name)).toEqual(expect.arrayContaining(['payments.schedule-changed.v1', 'payments.loan-cured.v1']));
  expect(told.find(({ name }) => name === 'payments.schedule-changed.v1')?.data).toMatchObject({
    version: 2,
    reason: 're-age',
    maturesOn: '2028-04-10',
  });
  // A back-dated receipt of the time before would take the ground from under it.
  const body = { amount: eur(100n), on: '2026-03-01', reason };
  const asked = await world.post(`/v1/loans/${loanId}/back-dated-repayments`, body, 'admin').expect(202);
  expect((await approve(asked.body, 'admin2').expect(409)).body.code).toBe('repayment.before_schedule_change');
});

test('late fees are given up by two persons, and it is told as a move of its own', async () => {
  const loanId = loanIdOf('waived');
  const wish = { kind: 're-age', instalments: 12, firstDueOn: '2026-05-10', interest: 'first', lateFees: 'waive', reason };
  const asked = await world.post(pathOf('waived'), wish, 'admin').expect(202);
  const { components } = (await world.get(`/v1/loans/${loanId}/payoff-quote`, 'borrower').expect(200)).body;
  await approve(asked.body, 'admin2').expect(200);
  const moves = await world.db.sql.query(
    "select late_fee_minor as fee from loan_transactions where loan_id = $1 and kind = 'late-fee-waived'",
    [loanId],
  );
  expect(moves).toEqual([{ fee: -BigInt(components.lateFee.amountMinor) }]);
  expect((await world.get(`/v1/loans/${loanId}/payoff-quote`, 'borrower').expect(200)).body.components).toMatchObject({
    ...{ principal: components.principal, interest: components.interest, lateFee: eur(0n) },
  });
});
