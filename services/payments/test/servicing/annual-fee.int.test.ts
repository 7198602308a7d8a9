/** Lenders of a product pay a rate a year on what is outstanding, out of what they receive; taken back, the fee comes back with the receipt. */
import { systemClock } from '@mutua/config';
import { addDays, calendarDate, derivedId, mulDiv } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reverseRepayment } from '../../src/app/servicing/restate-loan.ts';
import { expectWhole, fund, lend, openDay, openWork, openWorld, repay, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const policy = {
  waterfalls: { autopay: 'standard', manual: 'standard', afterDefault: null },
  toleranceMinor: '0',
  serviceFeeCappedMonths: 12,
  annualServiceFeePpm: 10_000,
};
const slices = [
  ['ann', 600_000n],
  ['bob', 400_000n],
] as const;
const feesOf = async (loanId: string): Promise<bigint[]> =>
  (
    await world.db.sql.query<{ fee: bigint }>(
      'select service_fee_minor as fee from notes where loan_id = $1 order by principal_minor desc',
      [loanId],
    )
  ).map(({ fee }) => fee);
const exact = (minorDays: bigint): bigint => mulDiv(minorDays, 10_000n, 365_000_000n, 'half-even');

test('one percent a year by the day, whatever is paid when; a reversal in between is told again to the cent', async () => {
  const path = `/v1/servicing-policies/${derivedId('loanProduct', 'test')}`;
  expect((await world.put(path, policy, 'admin').expect(200)).body.policy).toEqual(policy);
  await world.put(path, { ...policy, annualServiceFeePpm: 1_000_001 }, 'admin').expect(400);
  const loanId = await lend(world, { name: 'annual', borrower: 'borrower', slices });
  await fund(world, 'borrower', 2_000_000n);
  await openDay(world, calendarDate('2026-02-15'));
  await repay(world, loanId, 88_849n);
  // Thirty-one days of everything.
  expect(await feesOf(loanId)).toEqual([exact(600_000n * 31n), exact(400_000n * 31n)]);
  // A receipt too small for the fee gives all of it; what is left is taken from the next one.
  await openDay(world, calendarDate('2026-03-10'));
  const before = await feesOf(loanId);
  await repay(world, loanId, 300n);
  expect((await feesOf(loanId)).map((fee, index) => fee - (before[index] ?? 0n))).toEqual([180n, 120n]);
  await openDay(world, calendarDate('2026-03-15'));
  await repay(world, loanId, 80_000n);
  const notes = await world.db.sql.query<{ paid: bigint }>(
    'select paid_principal_minor as paid from notes where loan_id = $1 order by principal_minor desc',
    [loanId],
  );
  const first = await world.db.sql.query<{ paid: bigint }>(
    `select r.principal_minor as paid from note_receipts r join notes n on n.note_id = r.note_id
     where n.loan_id = $1 and r.received_on = '2026-02-15' order by n.principal_minor desc`,
    [loanId],
  );
  const due = [600_000n, 400_000n].map((principal, index) => exact(principal * 59n - (first[index]?.paid ?? 0n) * 28n));
  expect(await feesOf(loanId)).toEqual(due);
  expect(notes.every(({ paid }) => paid > 0n)).toBe(true);
  await expectWhole(world);

  // The first receipt goes: nothing was repaid before March then, and the fee of every day is on more.
  const firstId = await world.db.sql.one<{ id: string }>(
    "select min(repayment_id) as id from repayments where loan_id = $1 and kind = 'repayment'",
    [loanId],
  );
  await openDay(world, addDays(calendarDate('2026-03-15'), 1));
  await world.db.run(async (tx) => {
    const { ports, moment } = await openWork(tx, systemClock.now());
    expect(await reverseRepayment(ports, { loanId, repaymentId: firstId?.id ?? '' }, moment)).toMatchObject({ ok: true });
  });
  const march = await world.db.sql.query<{ paid: bigint }>(
    `select sum(r.principal_minor)::bigint as paid from note_receipts r join notes n on n.note_id = r.note_id join repayments p on p.repayment_id = r.repayment_id
     left join repayments q on q.repayment_id = p.reverses
     where n.loan_id = $1 and coalesce(q.value_on, q.received_on, p.value_on, p.received_on) < '2026-03-15' group by n.note_id, n.principal_minor
     order by n.principal_minor desc`,
    [loanId],
  );
  // What was paid on the tenth of March counts for five days.
  expect(await feesOf(loanId)).toEqual(
    [600_000n, 400_000n].map((principal, index) => exact(principal * 59n - (march[index]?.paid ?? 0n) * 5n)),
  );
  await expectWhole(world);

  await openDay(world, calendarDate('2026-07-01'));
  await repay(world, loanId, 'payoff');
  const [ann = 0n, bob = 0n] = await feesOf(loanId);
  expect(ann).toBeGreaterThan(0n);
  const repaid = await world.db.sql.query<{ days: string }>(
    `select sum(r.principal_minor * (coalesce(q.value_on, q.received_on, p.value_on, p.received_on) - date '2026-01-15')) as days
     from note_receipts r join notes n on n.note_id = r.note_id join repayments p on p.repayment_id = r.repayment_id
     left join repayments q on q.repayment_id = p.reverses where n.loan_id = $1 group by n.note_id, n.principal_minor order by n.principal_minor desc`,
    [loanId],
  );
  // Paid off, the days of every cent are known: one percent a year on them.
  expect([ann, bob]).toEqual(repaid.map(({ days }) => exact(BigInt(days))));
});
