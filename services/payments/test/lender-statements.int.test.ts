/** Monthly and yearly statements of lenders: cent-equal to the books, month on month, with every kind of receipt under its own name. */
import { calendarDate, derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decideFundRules, eur, expectWhole, fund, lend, noteIdOf, openDay, openWorld, repay, type World } from './servicing/world.ts';
import { memberId, wallet } from './support/books.ts';

let world: World;
const months = ['2026-01', '2026-02', '2026-03', '2026-04'];
const slices = [
  ['ann', 60_000n],
  ['bob', 40_000n],
] as const;

beforeAll(async () => {
  world = await openWorld();
  const policy = {
    waterfalls: { autopay: 'standard', manual: 'standard', afterDefault: null },
    ...{ toleranceMinor: '0', serviceFeeCappedMonths: 12, provision: { of: 'interest', ratePpm: 500_000 } },
  };
  await world.put(`/v1/servicing-policies/${derivedId('loanProduct', 'test')}`, policy, 'admin').expect(200);
  const expectedLossPpm = { current: 0, grace: 0, 'late-16-30': 0, 'late-31-120': 0, default: 0 };
  await decideFundRules(world, { payoutSharePpm: 800_000, minimumCoveragePpm: 0, belowMinimum: 'none', expectedLossPpm });
  const [paid, lost] = [
    await lend(world, { name: 'paid', borrower: 'borrower', slices }),
    await lend(world, { name: 'lost', borrower: 'borrower', slices }),
  ];
  await lend(world, { name: 'late', borrower: 'borrower', slices });
  await fund(world, 'ann', 12_345n);
  await world.post('/v1/transfers', { fromWalletId: wallet('ann'), toWalletId: wallet('bob'), amount: eur(45n) }, 'ann').expect(201);
  await openDay(world, calendarDate('2026-02-15'));
  await fund(world, 'borrower', 400_000n);
  for (const loanId of [paid, lost]) await repay(world, loanId, 5_000n);
  await openDay(world, calendarDate('2026-03-20'));
  await repay(world, paid, 'payoff');
  const asked = await world.post(`/v1/loans/${lost}/write-off`, { reason: 'Bankrupt.' }, 'admin').expect(202);
  await world.post(`/v1/approvals/${asked.body.approvalId}/approve`, { payloadHash: asked.body.payloadHash }, 'admin2').expect(200);
  await world.post(`/v1/loans/${lost}/recoveries`, { amount: eur(9_000n) }, 'admin').expect(201);
  await openDay(world, calendarDate('2026-04-02'));
}, 120_000);
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

type Money = { amountMinor: string };
const lineNames = ['deposits', 'withdrawals', 'transfers', 'lent', 'principal', 'interest', 'lateFees', 'recoveries'] as const;
const lines = [...lineNames, 'provisionPayouts', 'serviceFees', 'claims', 'other'] as const;
type Holding = { notes: number; outstanding: Money; inArrears: Money; chargedOff: Money; recovered: Money };
type Item = {
  cash: Record<(typeof lines)[number] | 'opening' | 'closing', Money>;
  notes: { opening: Holding; writtenOff: Money; closing: Holding };
  returns: { investmentsPpm: number | null; withIdleCashPpm: number | null };
};
const minor = ({ amountMinor }: Money): bigint => BigInt(amountMinor);
const statement = async (period: string, name = 'ann') => {
  const { body } = await world.get(`/v1/lender-statements/${period}?currency=EUR`, name).expect(200);
  expect(body.items).toHaveLength(1);
  return { ...(body.items[0] as Item), from: body.from as string, to: body.to as string, isFinal: body.isFinal as boolean };
};

test.each([...months, '2026'])('%s is the statement of the wallet, line by line', async (period) => {
  for (const name of ['ann', 'bob', 'borrower']) {
    const { cash, from, to } = await statement(period, name);
    const books = (await world.get(`/v1/wallets/${wallet(name)}/statement?from=${from}&to=${to}`, name).expect(200)).body;
    expect([cash.opening, cash.closing]).toEqual([books.opening, books.closing]);
    expect(lines.reduce((sum, line) => sum + minor(cash[line]), minor(cash.opening))).toBe(minor(cash.closing));
  }
});

test('months follow one another and add up to the year; past ones are final', async () => {
  const all = await Promise.all(months.map((month) => statement(month)));
  const year = await statement('2026');
  expect(all.map(({ isFinal }) => isFinal)).toEqual([true, true, true, false]);
  for (const [i, month] of all.slice(1).entries()) {
    expect(month.cash.opening).toEqual(all[i]?.cash.closing);
    expect(month.notes.opening).toEqual(all[i]?.notes.closing);
  }
  for (const line of lines) expect(all.reduce((sum, { cash }) => sum + minor(cash[line]), 0n)).toBe(minor(year.cash[line]));
  expect([year.cash.opening, year.cash.closing, year.notes.closing]).toEqual([
    eur(0n),
    all.at(-1)?.cash.closing,
    all.at(-1)?.notes.closing,
  ]);
});

test('what is outstanding follows from what was lent, repaid and written off', async () => {
  for (const period of [...months, '2026']) {
    const { cash, notes } = await statement(period);
    const expected = minor(notes.opening.outstanding) - minor(cash.lent) - minor(cash.principal) - minor(notes.writtenOff);
    expect(minor(notes.closing.outstanding)).toBe(expected);
  }
});

test('all lenders together have what the books moved to them', async () => {
  const [ann, bob] = [await statement('2026'), await statement('2026', 'bob')];
  const rows = await world.db.sql.query<{ code: string; total: bigint }>(
    `select t.code, sum(t.amount_minor)::bigint as total from transfers t join accounts a on a.account_no = t.credit_no
     where a.owner_id = any ($1) group by t.code`,
    [[memberId('ann'), memberId('bob')]],
  );
  const of = (code: string): bigint => rows.find((row) => row.code === code)?.total ?? 0n;
  const together = (line: (typeof lines)[number]): bigint => minor(ann.cash[line]) + minor(bob.cash[line]);
  expect([together('principal'), together('interest')]).toEqual([of('principal'), of('interest')]);
  expect(together('recoveries') + together('provisionPayouts')).toBe(of('recovery'));
  expect(together('transfers')).toBe(0n);
});

test('what the provision fund paid has its own line, and its own name in the cash flows of the note', async () => {
  const { cash, notes } = await statement('2026-03');
  expect([minor(cash.provisionPayouts) > 0n, minor(cash.recoveries) > 0n]).toEqual([true, true]);
  expect(minor(notes.closing.recovered)).toBe(minor(cash.provisionPayouts) + minor(cash.recoveries));
  expect(minor(notes.writtenOff)).toBe(minor(notes.closing.chargedOff));
  const flows = (await world.get(`/v1/notes/${noteIdOf('lost', 0)}/cash-flows`, 'ann').expect(200)).body.items;
  const paid = flows.filter(({ name }: { name: string }) => name === 'provision-payout');
  expect(paid).toMatchObject([{ kind: 'recovery', net: cash.provisionPayouts }]);
  expect(flows.map(({ name }: { name: string }) => name).sort()).toEqual(['provision-payout', 'purchase', 'recovery', 'repayment']);
});

test('notes of late loans are in arrears at the end of each month that they were, by what was due then and now', async () => {
  const notes = async (month: string) => (await statement(month)).notes.closing;
  expect(await notes('2026-01')).toMatchObject({ notes: 3, outstanding: eur(180_000n), inArrears: eur(0n), chargedOff: eur(0n) });
  const february = await notes('2026-02');
  expect(minor(february.inArrears)).toBe(minor(february.outstanding));
  expect(await notes('2026-04')).toMatchObject({ outstanding: eur(60_000n), inArrears: eur(60_000n) });
});

test('the return up to now is the one of the performance report', async () => {
  const { returns } = await statement('2026');
  const [report] = (await world.get('/v1/performance?currency=EUR', 'ann').expect(200)).body.items;
  expect(returns).toEqual({ investmentsPpm: report.investments.ratePpm, withIdleCashPpm: report.withIdleCash.ratePpm });
  expect(returns.investmentsPpm).not.toBeNull();
});

test('a statement is of its owner, for a period that has begun', async () => {
  const ask = (period: string, as: string, query = '') => world.get(`/v1/lender-statements/${period}${query}`, as);
  expect((await ask('2026-05', 'ann').expect(422)).body.code).toBe('statement.period_ahead');
  expect((await ask('2026-13', 'ann').expect(422)).body.code).toBe('statement.period_invalid');
  await ask('january', 'ann').expect(400);
  await ask('2026-01', 'ann', `?memberId=${memberId('bob')}`).expect(403);
  const { body } = await ask('2026-01', 'auditor', `?memberId=${memberId('bob')}&currency=EUR`).expect(200);
  expect(body.items).toHaveLength(1);
  expect((await ask('2026-01', 'auditor', `?memberId=${memberId('nobody')}`).expect(200)).body.items).toEqual([]);
  expect((await ask('2026-01', 'ann').expect(200)).body.items).toHaveLength(2);
});

test('the number of statements does not grow with the notes', async () => {
  const count = async (name: string): Promise<number> => {
    const before = world.db.statements.count;
    await world.get('/v1/lender-statements/2026', name).expect(200);
    return world.db.statements.count - before;
  };
  expect(await count('ann')).toBe(await count('stranger'));
});
