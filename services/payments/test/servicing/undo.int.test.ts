/** Charge-offs undone and recoveries reversed: the exact inverse on every note, wallet and fund, as rows that name what they undo. */
import { systemClock } from '@mutua/config';
import { calendarDate, derivedId } from '@mutua/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recoverLoan } from '../../src/app/servicing/repay-loan.ts';
import { reverseRecovery } from '../../src/app/servicing/undo-recovery.ts';
import { writeOffLoan } from '../../src/app/servicing/write-off-loan.ts';
import { balanceOf, wallet } from '../support/books.ts';
import {
  decideFundRules,
  eur,
  eventsOf,
  expectWhole,
  fund,
  lend,
  loanIdOf,
  openDay,
  openWork,
  openWorld,
  repay,
  type World,
} from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.put(`/v1/servicing-policies/${derivedId('loanProduct', 'test')}`, policy, 'admin').expect(200);
  await decideFundRules(world, rules);
  for (const name of ['covered', 'random']) await lend(world, { name, borrower: 'borrower', slices });
  await fund(world, 'borrower', 200_000n);
  const rich = await lend(world, { name: 'rich', borrower: 'borrower', slices: [['ann', 900_000n]] });
  await openDay(world, calendarDate('2026-03-10'));
  await fund(world, 'borrower', 500_000n);
  await repay(world, rich, 200_000n);
  await repay(world, loanIdOf('covered'), 5_000n);
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const policy = {
  waterfalls: { autopay: 'standard', manual: 'standard', afterDefault: null },
  toleranceMinor: '0',
  serviceFeeCappedMonths: 12,
  provision: { of: 'interest', ratePpm: 500_000 },
};
const rules = {
  ...{ payoutSharePpm: 30_000, minimumCoveragePpm: 0, belowMinimum: 'none' },
  expectedLossPpm: { current: 10_000, grace: 20_000, 'late-16-30': 100_000, 'late-31-120': 300_000, default: 900_000 },
} as const;
const slices = [
  ['ann', 33_333n],
  ['bob', 33_333n],
  ['eve', 33_334n],
] as const;
const reason = 'The wrong loan was meant.';
type Task = { readonly approvalId: string; readonly payloadHash: string };
const approve = ({ approvalId, payloadHash }: Task, as = 'admin2') =>
  world.post(`/v1/approvals/${approvalId}/approve`, { payloadHash }, as);
const writeOff = (name: string) =>
  world.db.run(async (tx) => {
    const { ports, moment } = await openWork(tx, systemClock.now());
    expect((await writeOffLoan(ports, loanIdOf(name), moment)).ok).toBe(true);
  });
const undoing = (name: string, as = 'admin') => world.post(`/v1/loans/${loanIdOf(name)}/charge-off-undoing`, { reason }, as);
const recover = async (name: string, gross: bigint): Promise<string> =>
  (await world.post(`/v1/loans/${loanIdOf(name)}/recoveries`, { amount: eur(gross) }, 'admin').expect(201)).body.recoveryId;
const reversal = (name: string, recoveryId: string, as = 'admin') =>
  world.post(`/v1/loans/${loanIdOf(name)}/recoveries/${recoveryId}/reversal`, { reason }, as);

/** All that money decides about a loan, its notes, the wallets and the fund. */
async function picture(name: string) {
  const loanId = loanIdOf(name);
  const [loan, notes, rows] = await Promise.all([
    world.db.sql.one(
      `select status, bucket, oldest_unpaid_due_on, next_work_on, charged_off_on, charged_off_minor, recovered_minor, covered_minor, returned_minor,
         distributed_principal_minor, distributed_interest_minor, distributed_recovery_minor, contributed_minor from loans where loan_id = $1`,
      [loanId],
    ),
    world.db.sql.query('select * from notes where loan_id = $1 order by note_id', [loanId]),
    world.db.sql.query(
      `select i.nr, i.due_on, i.status, i.principal_minor, i.interest_minor, i.late_fee_minor, i.paid_principal_minor, i.paid_interest_minor, i.late_fee_on
       from instalments i join loans l on l.loan_id = i.loan_id and l.schedule_version = i.schedule_version where l.loan_id = $1 order by i.nr`,
      [loanId],
    ),
  ]);
  const wallets = await Promise.all(['ann', 'bob', 'eve', 'borrower'].map(async (who) => (await balanceOf(world, wallet(who)))?.balance));
  const books = await world.db.sql.query(
    "select code, sum(posted_credits - posted_debits)::bigint as balance from accounts where code <> 'member-wallet' group by code order by code",
  );
  return { loan, notes, rows, wallets, books };
}

test('a charge-off with a payout of the fund is undone: everything is as before it, and the rows name one another', async () => {
  const before = await picture('covered');
  await writeOff('covered');
  const { loan } = await picture('covered');
  expect(loan).toMatchObject({ status: 'charged-off' });
  const covered = (loan as { covered_minor: bigint }).covered_minor;
  expect(covered).toBeGreaterThan(0n);
  const asked = await undoing('covered').expect(202);
  expect(asked.body).toMatchObject({ action: 'loan.undo-charge-off', payload: { toProvisionFundMinor: covered.toString() } });
  expect((await undoing('covered').expect(409)).body.code).toBe('approval.already_open');
  expect((await approve(asked.body, 'admin').expect(409)).body.code).toBe('approval.same_person');
  await approve(asked.body).expect(200);
  expect(await picture('covered')).toEqual(before);
  const moves = await world.db.sql.query<{ kind: string; amount: bigint; undone: string | null }>(
    `select t.kind, t.principal_minor as amount, u.kind as undone from loan_transactions t left join loan_transactions u on u.transaction_id = t.undoes
     where t.loan_id = $1 and t.kind like 'charge-off%' order by t.transaction_id`,
    [loanIdOf('covered')],
  );
  const [charged, undone] = moves;
  expect(undone).toEqual({ kind: 'charge-off-undone', amount: -(charged?.amount ?? 0n), undone: 'charge-off' });
  const told = await eventsOf(world, loanIdOf('covered'));
  expect(told.find(({ name }) => name === 'payments.charge-off-undone.v1')?.data).toMatchObject({ toProvisionFund: eur(covered) });
  expect((await world.get('/v1/provision-funds/EUR', 'ann').expect(200)).body.claims).toMatchObject({ loans: 0 });
  expect((await undoing('covered').expect(409)).body.code).toBe('loan.not_charged_off');
  await expectWhole(world);
});

test('charged off again it claims again; with a recovery in force it is not undone, after its reversal it is', async () => {
  await writeOff('covered');
  expect((await world.get('/v1/provision-funds/EUR', 'ann').expect(200)).body.claims).toMatchObject({ loans: 1 });
  const asked = await undoing('covered').expect(202);
  const before = await picture('covered');
  const recoveryId = await recover('covered', 10_001n);
  expect((await undoing('covered').expect(409)).body.code).toBe('charge_off.has_recoveries');
  expect((await approve(asked.body).expect(409)).body.code).toBe('charge_off.has_recoveries');
  const task = await reversal('covered', recoveryId).expect(202);
  expect((await reversal('covered', recoveryId).expect(409)).body.code).toBe('approval.already_open');
  expect((await approve(task.body, 'admin').expect(409)).body.code).toBe('approval.same_person');
  await approve(task.body).expect(200);
  expect(await picture('covered')).toEqual(before);
  expect((await reversal('covered', recoveryId).expect(404)).body.code).toBe('recovery.not_found');
  const moves = await world.get(`/v1/loans/${loanIdOf('covered')}/transactions`, 'borrower').expect(200);
  expect(moves.body.items.map(({ kind }: { kind: string }) => kind)).toEqual(
    expect.arrayContaining(['recovery', 'recovery-reversal', 'charge-off-undone']),
  );
  await approve(asked.body).expect(200);
  expect((await picture('covered')).loan).toMatchObject({ status: 'in-arrears', charged_off_minor: 0n, covered_minor: 0n });
  await expectWhole(world);
});

test('what is still that late is charged off again at the close of the day', async () => {
  await openDay(world, calendarDate('2026-08-20'));
  expect((await picture('covered')).loan).toMatchObject({ status: 'charged-off', charged_off_on: '2026-07-15' });
  await approve((await undoing('covered').expect(202)).body).expect(200);
  expect((await picture('covered')).loan).toMatchObject({ status: 'defaulted', next_work_on: '2026-08-20' });
  await openDay(world, calendarDate('2026-08-21'));
  expect((await picture('covered')).loan).toMatchObject({ status: 'charged-off', charged_off_on: '2026-08-20' });
});

test('whatever recoveries come and go in whatever order, every note stays within a cent and every book is whole', async () => {
  const loanId = loanIdOf('random');
  const sums = async () =>
    (await picture('random')).loan as { recovered_minor: bigint; returned_minor: bigint; distributed_recovery_minor: bigint };
  let live: { gross: bigint; id: string }[] = [];
  const steps = fc.sample(fc.record({ gross: fc.bigInt({ min: 1n, max: 9_999n }), pick: fc.nat(), takesBack: fc.boolean() }), {
    numRuns: 24,
    seed: 5,
  });
  for (const { gross, pick, takesBack } of steps) {
    await world.db.run(async (tx) => {
      const { ports, moment } = await openWork(tx, systemClock.now());
      const gone = live[pick % Math.max(1, live.length)];
      if (takesBack && gone !== undefined)
        expect(await reverseRecovery(ports, { loanId, repaymentId: gone.id }, moment)).toMatchObject({ ok: true });
      else
        expect(await recoverLoan(ports, { loanId, grossMinor: gross, feeMinor: null, currency: 'EUR' }, moment)).toMatchObject({
          ok: true,
        });
    });
    live = await world.db.sql.query<{ gross: bigint; id: string }>(
      `select p.amount_minor as gross, p.repayment_id as id from repayments p where p.loan_id = $1 and p.kind = 'recovery'
         and not exists (select 1 from repayments r where r.reverses = p.repayment_id) order by 2`,
      [loanId],
    );
    expect((await sums()).recovered_minor).toBe(live.reduce((sum, each) => sum + each.gross, 0n));
    await expectWhole(world);
  }
  expect(live.length).toBeGreaterThan(2);
});

test('what is not there, or not one’s business', async () => {
  expect((await undoing('nobody').expect(404)).body.code).toBe('loan.not_found');
  expect((await undoing('rich').expect(409)).body.code).toBe('loan.not_charged_off');
  await undoing('covered', 'borrower').expect(403);
  const recoveryId = await recover('covered', 100n);
  expect((await reversal('random', recoveryId).expect(404)).body.code).toBe('recovery.not_found');
  expect((await reversal('rich', recoveryId).expect(409)).body.code).toBe('loan.not_charged_off');
  await reversal('covered', recoveryId, 'ann').expect(403);
});
