/** A covered product: its interest fills the fund, the fund pays on what is charged off by its rules, recoveries fill it again. */
import { systemClock } from '@mutua/config';
import { calendarDate, derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeOffLoan } from '../../src/app/servicing/write-off-loan.ts';
import {
  decideFundRules,
  eur,
  eventsOf,
  expectWhole,
  fund,
  lend,
  loanIdOf,
  noteIdOf,
  openDay,
  openWork,
  openWorld,
  repay,
  type World,
} from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const policyPath = `/v1/servicing-policies/${derivedId('loanProduct', 'test')}`;
const policyWith = (of: 'interest' | 'origination', ratePpm: number) => ({
  waterfalls: { autopay: 'standard', manual: 'standard', afterDefault: null },
  toleranceMinor: '0',
  serviceFeeCappedMonths: 12,
  provision: { of, ratePpm },
});
const rules = {
  payoutSharePpm: 800_000,
  minimumCoveragePpm: 1_000_000,
  belowMinimum: 'pro-rata',
  expectedLossPpm: { current: 10_000, grace: 20_000, 'late-16-30': 100_000, 'late-31-120': 300_000, default: 900_000 },
};
const slices = [
  ['ann', 33_333n],
  ['bob', 33_333n],
  ['eve', 33_334n],
] as const;

const fundOf = async () => (await world.get('/v1/provision-funds/EUR', 'ann').expect(200)).body;
const minor = async (name: string): Promise<bigint> => BigInt((await fundOf())[name].amountMinor);
const paidTo = async (loanId: string) => {
  const row = await world.db.sql.one<{ interest: bigint; recovery: bigint }>(
    'select sum(paid_interest_minor)::bigint as interest, sum(paid_recovery_minor)::bigint as recovery from notes where loan_id = $1',
    [loanId],
  );
  return row ?? { interest: 0n, recovery: 0n };
};
const writeOff = (loanId: string) =>
  world.db.run(async (tx) => {
    const { ports, moment } = await openWork(tx, systemClock.now());
    const written = await writeOffLoan(ports, loanId, moment);
    expect(written.ok).toBe(true);
  });

test('the rules are published, versioned, and set by two administrators', async () => {
  expect((await fundOf()).rules).toBeNull();
  const ask = (wish: object, as: string, currency = 'EUR') =>
    world.put(`/v1/provision-funds/${currency}`, { rules: wish, reason: 'As the board decided.' }, as);
  await ask(rules, 'ann').expect(403);
  await world.get('/v1/provision-funds/CHF', 'ann').expect(404);
  await ask(rules, 'admin', 'CHF').expect(404);
  const falling = { ...rules, expectedLossPpm: { ...rules.expectedLossPpm, default: 0 } };
  expect((await ask(falling, 'admin').expect(422)).body.code).toBe('provision.loss_decreases');
  const { approvalId, payloadHash, payload } = (await ask(rules, 'admin').expect(202)).body;
  expect(payload).toMatchObject({
    currency: 'EUR',
    rules: { payoutSharePpm: '800000', belowMinimum: 'pro-rata', expectedLossPpm: { default: '900000' } },
  });
  expect((await fundOf()).rules).toBeNull();
  expect((await ask(rules, 'admin2').expect(409)).body.code).toBe('approval.already_open');
  const approve = (as: string) => world.post(`/v1/approvals/${approvalId}/approve`, { payloadHash }, as);
  expect((await approve('admin').expect(409)).body.code).toBe('approval.same_person');
  await approve('admin2').expect(200);
  expect((await approve('admin2').expect(409)).body.code).toBe('approval.not_open');
  expect((await fundOf()).rules).toMatchObject({ version: 1, rules });
});

test('a tenth of the interest goes to the fund, the notes share the rest to the cent, and undoing a receipt undoes it', async () => {
  await world.put(policyPath, policyWith('interest', 100_000), 'admin').expect(200);
  const good = await lend(world, { name: 'good', borrower: 'borrower', slices });
  await fund(world, 'borrower', 60_000n);
  await openDay(world, calendarDate('2026-02-20'));
  await repay(world, good, 8_885n);
  // Interest of the first month: 100,000 × 12 % / 12 = 1,000.
  expect(await minor('contributions')).toBe(100n);
  expect(await paidTo(good)).toMatchObject({ interest: 900n });
  await repay(world, good, 777n);
  await openDay(world, calendarDate('2026-03-16'));
  await repay(world, good, 9_000n);
  const [loan] = await world.db.sql.query<{ interest: bigint }>(
    'select distributed_interest_minor as interest from loans where loan_id = $1',
    [good],
  );
  const contributed = ((loan?.interest ?? 0n) * 100_000n) / 1_000_000n;
  expect(await minor('contributions')).toBe(contributed);
  expect((await paidTo(good)).interest).toBe((loan?.interest ?? 0n) - contributed);
  const distributed = (await eventsOf(world, good)).filter(({ name }) => name === 'payments.repayment-distributed.v1');
  expect(distributed[0]?.data['toProvisionFund']).toEqual(eur(100n));

  const moves = await world.get(`/v1/loans/${good}/transactions`, 'borrower').expect(200);
  const first = moves.body.items.findLast(({ kind }: { kind: string }) => kind === 'repayment').transactionId;
  const task = await world
    .post(`/v1/loans/${good}/repayments/${first}/reversal`, { reason: 'Booked to the wrong loan.' }, 'admin')
    .expect(202);
  await world.post(`/v1/approvals/${task.body.approvalId}/approve`, { payloadHash: task.body.payloadHash }, 'admin2').expect(200);
  expect(await minor('contributions')).toBeLessThan(contributed);
  await expectWhole(world);
});

test('a product may pay in at the payout instead, out of the fee of the platform', async () => {
  await world.put(policyPath, policyWith('origination', 20_000), 'admin').expect(200);
  const before = await minor('balance');
  await lend(world, { name: 'upfront', borrower: 'borrower', slices, originationFeeMinor: 3_000n });
  expect((await minor('balance')) - before).toBe(2_000n);
  await lend(world, { name: 'small-fee', borrower: 'borrower', slices, originationFeeMinor: 500n });
  expect((await minor('balance')) - before).toBe(2_500n);
  await expectWhole(world);
});

test('below its minimum the fund pays in proportion, and what is recovered then goes back to it first', async () => {
  await world.put(policyPath, policyWith('interest', 100_000), 'admin').expect(200);
  const lost = await lend(world, { name: 'lost', borrower: 'borrower', slices });
  const { balance, coverage, claims } = await fundOf();
  expect(coverage.interestPpm).not.toBeNull();
  await writeOff(lost);
  const standing = await world.db.sql.one<{ coverage: bigint; balance: bigint }>(
    'select coverage_ppm as coverage, balance_minor as balance from provision_standings',
  );
  expect(standing?.balance).toBe(BigInt(balance.amountMinor));
  const coverageNow = standing?.coverage ?? 0n;
  const full = 80_000n;
  const wished = coverageNow >= 1_000_000n ? full : (full * coverageNow) / 1_000_000n;
  const paid = wished < BigInt(balance.amountMinor) ? wished : BigInt(balance.amountMinor);
  expect(paid).toBeGreaterThan(0n);
  expect(await paidTo(lost)).toMatchObject({ recovery: paid });
  const after = await fundOf();
  expect(after.payouts).toEqual(eur(paid));
  expect(after.claims).toEqual({ loans: claims.loans + 1, claimed: eur(100_000n) });
  const decided = (await eventsOf(world, lost)).find(({ name }) => name === 'payments.provision-claim-decided.v1');
  expect(decided?.data).toMatchObject({ claim: eur(100_000n), paid: eur(paid), rulesVersion: 1 });
  const moves = await world.get(`/v1/loans/${lost}/transactions`, 'borrower').expect(200);
  expect(moves.body.items.map(({ kind }: { kind: string }) => kind)).not.toContain('recovery');
  const flows = await world.get(`/v1/notes/${noteIdOf('lost', 0)}/cash-flows`, 'ann').expect(200);
  expect(flows.body.items.map(({ kind }: { kind: string }) => kind)).toContain('recovery');

  // A first recovery is less than the fund paid, net of a fee of 30 %; a second one is more.
  const gross = (paid * 5n) / 7n;
  const fee = (gross * 300_000n) / 1_000_000n;
  const first = await world.post(`/v1/loans/${lost}/recoveries`, { amount: eur(gross) }, 'admin').expect(201);
  expect(first.body.distributed).toEqual(eur(0n));
  expect(await minor('recoveries')).toBe(gross - fee);
  const second = await world.post(`/v1/loans/${lost}/recoveries`, { amount: eur(paid * 2n), fee: eur(0n) }, 'admin').expect(201);
  expect(await minor('recoveries')).toBe(paid);
  expect(second.body.distributed).toEqual(eur(paid * 2n - (paid - (gross - fee))));
  await expectWhole(world);
});

test('one standing decides all claims of a date; new rules hold from the next', async () => {
  const none = { ...rules, belowMinimum: 'none', minimumCoveragePpm: 100_000_000 };
  await decideFundRules(world, none);
  const same = await lend(world, { name: 'same-day', borrower: 'borrower', slices: [['ann', 10_000n]] });
  await writeOff(same);
  expect((await paidTo(same)).recovery).toBeGreaterThan(0n);
  await openDay(world, calendarDate('2026-03-17'));
  const next = await lend(world, { name: 'next-day', borrower: 'borrower', slices: [['ann', 10_000n]] });
  await writeOff(next);
  expect(await paidTo(next)).toMatchObject({ recovery: 0n });
  const decided = (await eventsOf(world, next)).find(({ name }) => name === 'payments.provision-claim-decided.v1');
  expect(decided?.data).toMatchObject({ paid: eur(0n), rulesVersion: 2 });
});

test('the close of a day charges off and claims in one transaction; loans that are not covered claim nothing', async () => {
  await decideFundRules(world, { ...rules, minimumCoveragePpm: 0 });
  await lend(world, { name: 'aging', borrower: 'borrower', slices });
  await world.put(policyPath, { ...policyWith('interest', 0), provision: undefined }, 'admin').expect(200);
  await lend(world, { name: 'bare', borrower: 'borrower', slices });
  const held = await minor('balance');
  await openDay(world, calendarDate('2026-09-20'));
  expect(await paidTo(loanIdOf('bare'))).toMatchObject({ recovery: 0n });
  const rows = await world.db.sql.query<{ loan_id: string; paid: bigint }>('select loan_id, paid_minor as paid from provision_claims');
  const claims = new Map(rows.map(({ loan_id, paid }) => [loan_id, paid]));
  const covered = ['good', 'upfront', 'small-fee', 'aging'].map(loanIdOf);
  expect([...claims.keys()]).toEqual(expect.arrayContaining(covered));
  expect(claims.has(loanIdOf('bare'))).toBe(false);
  // Without a minimum the claims are met in the order of their loans' days, until the fund is empty.
  expect(covered.reduce((sum, loanId) => sum + (claims.get(loanId) ?? 0n), 0n)).toBe(held);
  expect(await minor('balance')).toBe(0n);
  const fundNow = await fundOf();
  const part = (name: string) => BigInt(fundNow[name].amountMinor);
  expect(part('balance')).toBe(part('contributions') - part('payouts') + part('recoveries'));
});

test('claims of one moment are decided one after the other and never overdraw the fund', async () => {
  await world.put(policyPath, policyWith('interest', 1_000_000), 'admin').expect(200);
  const payer = await lend(world, { name: 'payer', borrower: 'borrower', slices: [['ann', 100_000n]], ratePpm: 300_000n });
  await fund(world, 'borrower', 20_000n);
  await openDay(world, calendarDate('2026-10-21'));
  await repay(world, payer, 9_000n);
  const names = ['race-1', 'race-2', 'race-3', 'race-4'];
  for (const name of names) await lend(world, { name, borrower: 'borrower', slices });
  // A first small claim fixes the standing of the date: what follows is only a matter of what is left.
  const first = await lend(world, { name: 'race-0', borrower: 'borrower', slices: [['ann', 100n]] });
  await writeOff(first);
  const before = await minor('balance');
  expect(before).toBeGreaterThan(0n);
  await Promise.all(names.map((name) => writeOff(loanIdOf(name))));
  expect(await minor('balance')).toBe(0n);
  const paid = await Promise.all(names.map(async (name) => (await paidTo(loanIdOf(name))).recovery));
  expect(paid.reduce((sum, each) => sum + each, 0n)).toBe(before);
});
