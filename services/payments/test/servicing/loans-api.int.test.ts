/** Loans over the API: who sees what, repayments and their refusals, autopay. Every answer is checked against the contract by the service. */
import { calendarDate } from '@mutua/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memberId, wallet } from '../support/books.ts';
import { eur, expectWhole, fund, lend, loanIdOf, member, openDay, openWorld, type World } from './world.ts';

let world: World;
const path = (name: string, rest = '') => `/v1/loans/${loanIdOf(name)}${rest}`;
beforeAll(async () => {
  world = await openWorld();
  await member(world, 'stranger', 1_000n);
  await lend(world, {
    name: 'one',
    borrower: 'borrower',
    originationFeeMinor: 3_000n,
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

describe('who sees a loan', () => {
  test('the borrower sees it whole', async () => {
    const { body } = await world.get(path('one'), 'borrower').expect(200);
    expect(body).toMatchObject({
      borrowerId: memberId('borrower'),
      status: 'active',
      principal: eur(100_000n),
      originationFee: eur(3_000n),
      instalment: eur(8_885n),
      outstanding: { principal: eur(100_000n), interest: eur(0n), lateFee: eur(0n) },
      overdue: eur(0n),
      bucket: 'current',
      next: { nr: 1, dueOn: '2026-02-15', amount: eur(8_885n) },
      autopay: { enabled: false, bankAccountId: null },
      disbursedOn: '2026-01-15',
      maturesOn: '2027-01-15',
    });
  });

  test('a holder of a note sees it without its borrower or the bank account', async () => {
    const bank = await world.post('/v1/bank-accounts', { currency: 'EUR' }, 'borrower').expect(201);
    const setting = { enabled: true, bankAccountId: bank.body.bankAccountId };
    await world.put(path('one', '/autopay'), setting, 'borrower').expect(200, setting);
    const seen = await world.get(path('one'), 'ann').expect(200);
    expect(seen.body).toMatchObject({ borrowerId: null, autopay: { enabled: true, bankAccountId: null } });
    const own = await world.get(path('one'), 'borrower').expect(200);
    expect(own.body.autopay).toEqual(setting);
    for (const rest of ['', '/schedule', '/transactions', '/notes']) {
      const { text } = await world.get(path('one', rest), 'bob').expect(200);
      expect(text).not.toContain(memberId('borrower'));
      expect(text).not.toContain(memberId('ann'));
      expect(text).not.toContain(setting.bankAccountId);
    }
  });

  test('administrators and auditors see all', async () => {
    for (const keeper of ['admin', 'auditor']) {
      const { body } = await world.get(path('one'), keeper).expect(200);
      expect(body.borrowerId).toBe(memberId('borrower'));
      const listed = await world.get('/v1/loans', keeper).expect(200);
      expect(listed.body.items.length).toBeGreaterThan(0);
    }
  });

  test('a foreign loan answers exactly as an unknown one, whatever is asked', async () => {
    const unknown = `/v1/loans/${loanIdOf('nowhere')}`;
    for (const rest of ['', '/schedule', '/transactions', '/notes', '/payoff-quote']) {
      const [foreign, missing] = [await world.get(path('one', rest), 'stranger'), await world.get(unknown + rest, 'stranger')];
      const strip = ({ instance: _i, requestId: _r, ...problem }: Record<string, unknown>) => problem;
      expect(foreign.status).toBe(404);
      expect(strip(foreign.body)).toEqual(strip(missing.body));
      expect(foreign.body.code).toBe('loan.not_found');
    }
    await world.post(path('one', '/repayments'), { payoff: true }, 'stranger').expect(404);
    await world.put(path('one', '/autopay'), { enabled: false, bankAccountId: null }, 'stranger').expect(404);
    // A holder of a note sees the loan but cannot act for its borrower.
    await world.post(path('one', '/repayments'), { payoff: true }, 'ann').expect(404);
    await world.get(path('one', '/payoff-quote'), 'ann').expect(404);
  });

  test('the borrower sees all notes without their holders, a holder only the own ones', async () => {
    const own = await world.get(path('one', '/notes'), 'ann').expect(200);
    expect(own.body.items).toMatchObject([{ holderId: memberId('ann'), principal: eur(60_000n), status: 'current' }]);
    const all = await world.get(path('one', '/notes'), 'borrower').expect(200);
    expect(all.body.items.map(({ holderId }: { holderId: unknown }) => holderId)).toEqual([null, null]);
    expect((await world.get(path('one', '/notes'), 'admin').expect(200)).body.items).toHaveLength(2);
  });
});

describe('repayments', () => {
  beforeAll(async () => {
    await lend(world, {
      name: 'paying',
      borrower: 'borrower',
      slices: [
        ['ann', 30_000n],
        ['bob', 20_000n],
        ['eve', 10_001n],
      ],
    });
    await fund(world, 'borrower', 200_000n);
  });

  test('an amount is allocated to the oldest instalment, interest first, and reaches the notes', async () => {
    await openDay(world, calendarDate('2026-02-20'));
    const { body } = await world.post(path('paying', '/repayments'), { amount: eur('1000') }, 'borrower').expect(201);
    expect(body).toMatchObject({
      amount: eur(1_000n),
      components: { interest: eur(600n), principal: eur(400n), lateFee: eur(0n) },
      on: '2026-02-20',
      loanStatus: 'in-arrears',
    });
    const notes = await world.get(path('paying', '/notes'), 'admin').expect(200);
    const principal = notes.body.items.map((note: { received: { principal: { amountMinor: string } } }) =>
      Number(note.received.principal.amountMinor),
    );
    expect(principal.reduce((a: number, b: number) => a + b)).toBe(400);
    await expectWhole(world);
  });

  test('the same key gives the same answer once, another body under it is refused', async () => {
    const sender = { as: 'borrower', key: 'servicing-same-key' };
    const [first, again] = [
      await world.post(path('paying', '/repayments'), { amount: eur('500') }, sender).expect(201),
      await world.post(path('paying', '/repayments'), { amount: eur('500') }, sender).expect(201),
    ];
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const altered = await world.post(path('paying', '/repayments'), { amount: eur('501') }, sender).expect(422);
    expect(altered.body.code).toBe('idempotency.key_reused');
    const rows = await world.db.sql.query('select 1 from repayments where loan_id = $1 and amount_minor in (500, 501)', [
      loanIdOf('paying'),
    ]);
    expect(rows).toHaveLength(1);
  });

  test.each([
    ['another currency', { amount: { amountMinor: '100', currency: 'USD' } }, 422, 'money.currency_mismatch'],
    ['more than the payoff', { amount: eur('99999999') }, 422, 'repayment.exceeds_payoff'],
    ['nothing', { amount: eur('0') }, 400, 'request.invalid'],
    ['both', { amount: eur('1'), payoff: true }, 400, 'request.invalid'],
    ['neither', {}, 400, 'request.invalid'],
  ])('%s is refused', async (_, body, status, code) => {
    const answer = await world.post(path('paying', '/repayments'), body, 'borrower').expect(status);
    expect(answer.body.code).toBe(code);
  });

  test('a wallet that cannot cover it leaves no trace', async () => {
    await lend(world, { name: 'poor', borrower: 'pauper', slices: [['ann', 20_000n]] });
    const pauper = await world.issuer.bearer({ memberId: memberId('pauper') });
    const before = await world.db.sql.one('select count(*) as count from journals');
    const answer = await world
      .post(path('poor', '/repayments'), { amount: eur('19999') }, 'borrower')
      .set('authorization', pauper)
      .expect(201);
    expect(answer.body.loanStatus).toBe('active');
    const refused = await world.post(path('poor', '/repayments'), { payoff: true }, 'borrower').set('authorization', pauper).expect(422);
    expect(refused.body.code).toBe('wallet.insufficient_funds');
    const after = await world.db.sql.one('select count(*) - 1 as count from journals');
    expect(after).toEqual(before);
    await expectWhole(world);
  });

  test('a payoff takes what was quoted, closes the loan, and then nothing more is taken', async () => {
    const quoted = await world.get(path('paying', '/payoff-quote'), 'borrower').expect(200);
    expect(quoted.body.on).toBe('2026-02-20');
    const later = await world.get(path('paying', '/payoff-quote?on=2026-03-10'), 'borrower').expect(200);
    expect(Number(later.body.total.amountMinor)).toBeGreaterThan(Number(quoted.body.total.amountMinor));
    const past = await world.get(path('paying', '/payoff-quote?on=2026-02-19'), 'borrower').expect(422);
    expect(past.body.code).toBe('payoff.date_past');

    const paid = await world.post(path('paying', '/repayments'), { payoff: true }, 'borrower').expect(201);
    expect(paid.body).toMatchObject({ amount: quoted.body.total, components: quoted.body.components, loanStatus: 'closed' });
    const loan = await world.get(path('paying'), 'borrower').expect(200);
    expect(loan.body).toMatchObject({ status: 'closed', outcome: 'prepaid', closedOn: '2026-02-20', next: null, scheduleVersion: 2 });
    expect(loan.body.outstanding).toEqual({ principal: eur(0n), interest: eur(0n), lateFee: eur(0n) });
    const schedule = await world.get(path('paying', '/schedule'), 'borrower').expect(200);
    expect(schedule.body).toMatchObject({ version: 2, totals: { principal: eur(60_001n) } });

    for (const body of [{ payoff: true }, { amount: eur('1') }]) {
      const refused = await world.post(path('paying', '/repayments'), body, 'borrower').expect(409);
      expect(refused.body.code).toBe('loan.not_open');
    }
    const noQuote = await world.get(path('paying', '/payoff-quote'), 'borrower').expect(409);
    expect(noQuote.body.code).toBe('loan.not_open');
    const autopay = await world.put(path('paying', '/autopay'), { enabled: false, bankAccountId: null }, 'borrower').expect(409);
    expect(autopay.body.code).toBe('loan.not_open');
    const notes = await world.get(`/v1/notes?loanId=${loanIdOf('paying')}`, 'eve').expect(200);
    expect(notes.body.items).toMatchObject([{ status: 'repaid', outstanding: eur(0n), received: { principal: eur(10_001n) } }]);
    await expectWhole(world);
  });

  test('two payoffs at once take the money once', async () => {
    await lend(world, { name: 'raced', borrower: 'borrower', slices: [['ann', 10_000n]] });
    const answers = await Promise.all([1, 2, 3].map(() => world.post(path('raced', '/repayments'), { payoff: true }, 'borrower')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    await expectWhole(world);
  });
});

describe('autopay', () => {
  test('needs a bank account of the borrower in the currency of the loan', async () => {
    const foreign = await world.post('/v1/bank-accounts', { currency: 'EUR' }, 'stranger').expect(201);
    const dollars = await world.post('/v1/bank-accounts', { currency: 'USD' }, 'borrower').expect(201);
    const set = (bankAccountId: string | null, enabled = true) =>
      world.put(path('one', '/autopay'), { enabled, bankAccountId }, 'borrower');
    expect((await set(null).expect(422)).body.code).toBe('autopay.bank_account_missing');
    expect((await set(foreign.body.bankAccountId).expect(404)).body.code).toBe('bank_account.not_found');
    expect((await set(dollars.body.bankAccountId).expect(422)).body.code).toBe('bank_account.currency_mismatch');
    await set(null, false).expect(200, { enabled: false, bankAccountId: null });
    expect((await world.get(path('one'), 'borrower')).body.autopay).toEqual({ enabled: false, bankAccountId: null });
  });
});

describe('lists', () => {
  test('pages go on where the last one ended, newest loan first', async () => {
    await openDay(world, calendarDate('2026-02-21'));
    await lend(world, { name: 'newer', borrower: 'borrower', slices: [['ann', 10_000n]] });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await world.get(`/v1/loans?limit=2${query}`, 'borrower').expect(200);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map(({ loanId }: { loanId: string }) => loanId));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(seen[0]).toBe(loanIdOf('newer'));
    expect(new Set(seen)).toEqual(new Set(['one', 'paying', 'raced', 'newer'].map(loanIdOf)));
    expect(seen).toHaveLength(4);
    const closed = await world.get('/v1/loans?status=closed', 'borrower').expect(200);
    expect(new Set(closed.body.items.map(({ loanId }: { loanId: string }) => loanId))).toEqual(new Set(['paying', 'raced'].map(loanIdOf)));
  });

  test('a lender borrows nothing, so the own list is empty', async () => {
    await world.get('/v1/loans', 'bob').expect(200, { items: [], nextCursor: null });
  });

  test('the transactions of a loan are complete, oldest first, page by page', async () => {
    const kinds: string[] = [];
    const amounts: number[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await world.get(`${path('paying', '/transactions')}?limit=1${query}`, 'ann').expect(200);
      for (const item of body.items) {
        kinds.push(`${item.kind}/${item.source}`);
        amounts.push(Number(item.amount.amountMinor));
      }
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(kinds).toEqual(['disbursement/platform', 'repayment/manual', 'repayment/manual', 'repayment/payoff']);
    expect(amounts.slice(0, 3)).toEqual([60_001, 1_000, 500]);
  });

  test('a cursor of another list is refused', async () => {
    for (const keys of [['x'], ['2026-13-01', 'loan_1'], ['2026-01-15', 'x', 'y'], ["1'; drop table loans", '']]) {
      const cursor = Buffer.from(JSON.stringify(keys)).toString('base64url');
      for (const list of ['/v1/loans', '/v1/notes', path('one', '/transactions')]) {
        const answer = await world.get(`${list}?cursor=${cursor}`, 'borrower').expect(400);
        expect(answer.body.code).toBe('cursor.invalid');
      }
    }
  });

  test('the number of statements does not grow with the page', async () => {
    const statements = async (url: string): Promise<number> => {
      const before = world.db.statements.count;
      await world.get(url, 'ann').expect(200);
      return world.db.statements.count - before;
    };
    const lists = [
      '/v1/notes',
      '/v1/loans',
      path('one', '/transactions'),
      path('one', '/notes'),
      path('one', '/schedule'),
      '/v1/performance',
    ];
    for (const url of lists) {
      const [one, many] = [
        await statements(`${url}${url.startsWith('/v1/p') || url.endsWith('schedule') ? '' : '?limit=1'}`),
        await statements(url),
      ];
      expect(many, url).toBe(one);
      expect(many, url).toBeLessThanOrEqual(3);
    }
    expect((await world.get('/v1/notes', 'ann')).body.items.length).toBeGreaterThan(3);
  });
});

test('the wallet of the borrower has paid exactly what its loans received', async () => {
  const row = await world.db.sql.one<{ balance: bigint }>(
    'select posted_credits - posted_debits as balance from accounts where account_id = $1',
    [wallet('borrower')],
  );
  const paid = await world.db.sql.one<{ total: bigint }>(
    'select sum(p.amount_minor)::bigint as total from repayments p join loans l using (loan_id) where l.borrower_id = $1',
    [memberId('borrower')],
  );
  const lent = await world.db.sql.one<{ total: bigint }>(
    'select sum(principal_minor - origination_fee_minor)::bigint as total from loans where borrower_id = $1',
    [memberId('borrower')],
  );
  expect(row?.balance).toBe(200_000n + (lent?.total ?? 0n) - (paid?.total ?? 0n));
});
