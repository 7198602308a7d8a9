/** Notes, cash flows, performance, charge-off and recovery, the loan book, the business date. */
import { addDays, type CalendarDate, calendarDate, daysBetween } from '@mutua/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ArrearsBucket, bucketAt } from '../../src/domain/servicing/loan.ts';
import { memberId } from '../support/books.ts';
import { eur, expectWhole, fund, lend, loanIdOf, member, noteIdOf, openDay, openWorld, terms, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

type WireFlow = { on: CalendarDate; amount: { amountMinor: string } };

/** The rate at which dated flows are worth nothing, by halving; written without the library under test. */
function rateByHand(flows: readonly (readonly [CalendarDate, number])[]): number {
  const start = flows[0]?.[0] ?? calendarDate('2026-01-01');
  const worth = (rate: number): number =>
    flows.reduce((sum, [on, amount]) => sum + amount / (1 + rate) ** (daysBetween(start, on) / 365), 0);
  let [low, high] = [-0.99, 10];
  for (let i = 0; i < 200; i += 1) {
    const middle = (low + high) / 2;
    if (worth(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

describe('the known life of a loan', () => {
  // 1,000.00 at 12 % for three months, nothing but interest until the end; the lender pays 1 % of what comes in.
  const dueOn = ['2026-02-15', '2026-03-15', '2026-04-15'].map((day) => calendarDate(day));
  const pay = async (amountMinor: bigint | 'payoff') =>
    await world
      .post(
        `/v1/loans/${loanIdOf('life')}/repayments`,
        amountMinor === 'payoff' ? { payoff: true } : { amount: eur(amountMinor) },
        'borrower',
      )
      .expect(201);

  beforeAll(async () => {
    await member(world, 'borrower');
    await fund(world, 'borrower', 10_000n);
    await member(world, 'ann');
    await fund(world, 'ann', 50_000n);
    await lend(world, { name: 'life', borrower: 'borrower', slices: [['ann', 100_000n]], terms: { method: 'bullet', termMonths: 3 } });
  });

  test('before any receipt it is worth what was paid and has no rate', async () => {
    const { body } = await world.get('/v1/performance?currency=EUR', 'ann').expect(200);
    expect(body.items).toMatchObject([
      {
        notes: { total: 1, current: 1, late: 0, chargedOff: 0, repaid: 0 },
        invested: eur(100_000n),
        outstanding: eur(100_000n),
        idleCash: eur(50_000n),
        investments: { ratePpm: null, flows: [] },
      },
    ]);
  });

  test('in the middle, the outstanding principal is the last flow', async () => {
    const [first = calendarDate('2026-02-15')] = dueOn;
    await openDay(world, first);
    await pay(1_000n);
    const { body } = await world.get('/v1/performance?currency=EUR', 'ann').expect(200);
    const [{ investments }] = body.items;
    expect(investments.flows).toEqual([
      { on: '2026-01-15', amount: eur(-100_000n) },
      { on: '2026-02-15', amount: eur(100_990n) },
    ]);
    // 0.99 % in 31 days: 1.0099^(365/31) − 1.
    expect(investments.ratePpm).toBe(Math.round((1.0099 ** (365 / 31) - 1) * 1_000_000));
  });

  test('at its end the return is the one computed by hand, with and without the idle cash', async () => {
    const [, second = calendarDate('2026-03-15'), third = calendarDate('2026-04-15')] = dueOn;
    await openDay(world, second);
    await pay(1_000n);
    await openDay(world, third);
    await pay('payoff');
    await openDay(world, calendarDate('2026-05-01'));
    const { body } = await world.get('/v1/performance?currency=EUR', 'ann').expect(200);
    const [item] = body.items;
    // The payoff on the due date is no prepayment of the regular instalment: 1 % of 1,010.00.
    const flows = [
      [calendarDate('2026-01-15'), -100_000],
      [calendarDate('2026-02-15'), 990],
      [calendarDate('2026-03-15'), 990],
      [calendarDate('2026-04-15'), Number(item.investments.flows.at(-1).amount.amountMinor)],
    ] as const;
    expect(item.investments.flows.map((flow: WireFlow) => [flow.on, Number(flow.amount.amountMinor)])).toEqual(flows);
    expect(item.investments.ratePpm).toBe(Math.round(rateByHand(flows) * 1_000_000));
    const cash = Number(item.idleCash.amountMinor);
    const whole = [
      [calendarDate('2026-01-15'), -150_000],
      [calendarDate('2026-05-01'), cash],
    ] as const;
    expect(item.withIdleCash.flows.map((flow: WireFlow) => [flow.on, Number(flow.amount.amountMinor)])).toEqual(whole);
    expect(item.withIdleCash.ratePpm).toBe(Math.round(rateByHand(whole) * 1_000_000));
    expect(item).toMatchObject({
      notes: { total: 1, repaid: 1 },
      outstanding: eur(0n),
      received: { principal: eur(100_000n), interest: eur(3_000n) },
    });
    expect(cash).toBe(150_000 + 3_000 - Number(item.received.serviceFee.amountMinor));
  });

  test('the cash flows of the note are the purchase and every receipt, net of the fee, page by page', async () => {
    const url = `/v1/notes/${noteIdOf('life', 0)}/cash-flows`;
    const { body } = await world.get(url, 'ann').expect(200);
    expect(body.items.map(({ kind }: { kind: string }) => kind)).toEqual(['purchase', 'repayment', 'repayment', 'repayment']);
    expect(body.items[0]).toMatchObject({ on: '2026-01-15', net: eur(-100_000n), reference: null });
    expect(body.items[1]).toMatchObject({ on: '2026-02-15', net: eur(990n), receipts: { interest: eur(1_000n), serviceFee: eur(10n) } });
    const first = await world.get(`${url}?limit=3`, 'ann').expect(200);
    const rest = await world.get(`${url}?limit=3&cursor=${first.body.nextCursor}`, 'ann').expect(200);
    expect([...first.body.items, ...rest.body.items]).toEqual(body.items);
    await world.get(url, 'borrower').expect(404);
    await world.get(`/v1/notes/${noteIdOf('life', 0)}`, 'stranger').expect(404);
    await world.get(`/v1/notes/${noteIdOf('life', 0)}`, 'auditor').expect(200);
  });

  test('another member is seen by administrators and auditors only', async () => {
    const url = `/v1/performance?memberId=${memberId('ann')}`;
    expect((await world.get(url, 'bob').expect(403)).body.code).toBe('auth.forbidden');
    expect((await world.get(url, 'auditor').expect(200)).body.items).toHaveLength(2);
    await world.get('/v1/performance', 'auditor').expect(200, { memberId: memberId('auditor'), asOf: '2026-05-01', items: [] });
  });
});

describe('a borrower who never pays', () => {
  beforeAll(async () => {
    await lend(world, {
      name: 'bad',
      borrower: 'eve',
      slices: [
        ['ann', 30_000n],
        ['bob', 20_000n],
        ['carol', 1n],
      ],
    });
  });
  const recover = (body: object, as: string | { as: string; key: string } = 'admin') =>
    world.post(`/v1/loans/${loanIdOf('bad')}/recoveries`, body, as);

  test('nothing can be recovered before the charge-off, and by nobody but an administrator', async () => {
    expect((await recover({ amount: eur('100') }).expect(409)).body.code).toBe('loan.not_charged_off');
    for (const name of ['eve', 'ann', 'stranger', 'auditor'])
      expect((await recover({ amount: eur('100') }, name).expect(403)).body.code).toBe('auth.forbidden');
  });

  test.each([
    [0, 'current', 'current'],
    [1, 'grace', 'in-grace'],
    [15, 'grace', 'in-grace'],
    [16, 'late-16-30', 'late-16-30'],
    [30, 'late-16-30', 'late-16-30'],
    [31, 'late-31-120', 'late-31-120'],
    [120, 'late-31-120', 'late-31-120'],
    [121, 'default', 'default'],
    [150, 'default', 'default'],
    [151, 'charged-off', 'charged-off'],
  ] satisfies [number, ArrearsBucket, string][])('%i days past due is %s', async (days, bucket, noteStatus) => {
    const due = calendarDate('2026-06-01');
    await openDay(world, addDays(due, days));
    const { body } = await world.get(`/v1/loans/${loanIdOf('bad')}`, 'eve').expect(200);
    expect(body).toMatchObject({ daysPastDue: days, bucket });
    if (bucket !== 'charged-off') expect(bucketAt(days, terms)).toBe(bucket);
    const notes = await world.get(`/v1/notes?status=${noteStatus}`, 'bob').expect(200);
    expect(notes.body.items).toMatchObject([{ noteId: noteIdOf('bad', 1), status: noteStatus, daysPastDue: days }]);
    const book = await world.get('/v1/reports/loan-book', 'auditor').expect(200);
    const open = book.body.items[0].buckets.filter(({ loans }: { loans: number }) => loans > 0);
    expect(open).toMatchObject([{ bucket, loans: 1 }]);
  });

  test('a loan past its charge-off has nothing outstanding and its notes are lost', async () => {
    const loan = await world.get(`/v1/loans/${loanIdOf('bad')}`, 'eve').expect(200);
    expect(loan.body).toMatchObject({
      status: 'charged-off',
      outstanding: { principal: eur(0n), interest: eur(0n), lateFee: eur(0n) },
      next: null,
    });
    expect((await world.post(`/v1/loans/${loanIdOf('bad')}/repayments`, { payoff: true }, 'eve').expect(409)).body.code).toBe(
      'loan.not_open',
    );
    const { body } = await world.get('/v1/performance?currency=EUR', 'bob').expect(200);
    expect(body.items[0]).toMatchObject({
      notes: { total: 1, chargedOff: 1 },
      outstanding: eur(0n),
      chargedOff: eur(20_000n),
      investments: { ratePpm: null },
    });
  });

  test('a recovery is shared less the collection fee, at most what was charged off', async () => {
    const sender = { as: 'admin', key: 'servicing-recovery-1' };
    const first = await recover({ amount: eur('10000') }, sender).expect(201);
    expect(first.body).toMatchObject({ amount: eur(10_000n), fee: eur(3_000n), distributed: eur(7_000n) });
    expect(first.body.recoveryId).toMatch(/^rec_/);
    expect((await recover({ amount: eur('10000') }, sender).expect(201)).body).toEqual(first.body);
    expect((await recover({ amount: eur('10001') }, sender).expect(422)).body.code).toBe('idempotency.key_reused');
    const own = await recover({ amount: eur('100'), fee: eur('100') }).expect(201);
    expect(own.body).toMatchObject({ fee: eur(100n), distributed: eur(0n) });
    expect((await recover({ amount: eur('39902') }).expect(422)).body.code).toBe('recovery.exceeds_owed');
    expect((await recover({ amount: eur('10'), fee: eur('11') }).expect(422)).body.code).toBe('recovery.fee_out_of_range');
    expect((await recover({ amount: eur('10'), fee: eur('-1') }).expect(422)).body.code).toBe('recovery.fee_out_of_range');
    expect((await recover({ amount: { amountMinor: '10', currency: 'USD' } }).expect(422)).body.code).toBe('money.currency_mismatch');
    await recover({ amount: eur('39901'), fee: eur('0') }).expect(201);
    expect((await recover({ amount: eur('1') }).expect(422)).body.code).toBe('recovery.exceeds_owed');
    const unknown = await world.post(`/v1/loans/${loanIdOf('nowhere')}/recoveries`, { amount: eur('1') }, 'admin').expect(404);
    expect(unknown.body.code).toBe('loan.not_found');
    await expectWhole(world);
  });

  test('transactions and cash flows show the charge-off and the recoveries', async () => {
    const moves = await world.get(`/v1/loans/${loanIdOf('bad')}/transactions?limit=100`, 'bob').expect(200);
    const kinds = moves.body.items.map(({ kind }: { kind: string }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['disbursement', 'late-fee', 'charge-off', 'recovery']));
    expect(kinds.filter((kind: string) => kind === 'recovery')).toHaveLength(3);
    expect(moves.body.items.find(({ kind }: { kind: string }) => kind === 'charge-off').amount).toEqual(eur(50_001n));
    const flows = await world.get(`/v1/notes/${noteIdOf('bad', 0)}/cash-flows`, 'ann').expect(200);
    expect(flows.body.items.map(({ kind }: { kind: string }) => kind)).toEqual(['purchase', 'recovery', 'recovery', 'recovery']);
    expect(flows.body.items[1].reference).toMatch(/^rec_/);
  });

  test('the loan book adds up by currency', async () => {
    const { body } = await world.get('/v1/reports/loan-book', 'admin').expect(200);
    expect(body.items).toMatchObject([
      {
        currency: 'EUR',
        loans: 2,
        byStatus: { closed: 1, 'charged-off': 1 },
        disbursed: eur(150_001n),
        outstanding: eur(0n),
        received: { principal: eur(100_000n), interest: eur(3_000n) },
        chargedOff: eur(50_001n),
        recovered: eur(50_001n),
      },
    ]);
    expect(body.items[0].buckets.map(({ bucket }: { bucket: string }) => bucket)).toEqual([
      'current',
      'grace',
      'late-16-30',
      'late-31-120',
      'default',
      'charged-off',
    ]);
    for (const name of ['ann', 'borrower']) await world.get('/v1/reports/loan-book', name).expect(403);
  });
});

describe('the business date', () => {
  test('only an administrator moves it, only forwards and at most twenty years', async () => {
    const { body: before } = await world.get('/v1/business-date', 'stranger').expect(200);
    expect(before).toMatchObject({ status: 'open', target: null, progress: { daysLeft: 0, setAside: 0 } });
    const advance = (to: string, as = 'admin') => world.post('/v1/business-date/advance', { to }, as);
    for (const name of ['ann', 'auditor']) await advance('2027-01-01', name).expect(403);
    expect((await advance(before.businessDate).expect(422)).body.code).toBe('business_date.not_ahead');
    expect((await advance('2020-01-01').expect(422)).body.code).toBe('business_date.not_ahead');
    expect((await advance('2099-01-01').expect(422)).body.code).toBe('business_date.too_far');
    expect((await advance('2026-02-30').expect(400)).body.code).toBe('request.invalid');
    const to = addDays(before.businessDate, 10);
    const accepted = await advance(to).expect(202);
    expect(accepted.body).toMatchObject({ businessDate: before.businessDate, target: to, progress: { daysLeft: 10 } });
    const audited = await world.db.sql.query("select 1 from audit_events where action = 'advanceBusinessDate'");
    expect(audited).toHaveLength(1);
  });
});
