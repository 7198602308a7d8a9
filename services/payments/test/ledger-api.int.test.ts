/** The ledger over REST: chart, balances of the past, statements, rehearsal, journals by hand with two people, closing the books. */
import { addDays } from '@mutua/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setBusinessDate } from '../src/adapters/postgres/business-clock.ts';
import { expectWhole, openWorld, type World } from './servicing/world.ts';
import { balanceOf, clearing, journal, post, today, transfer, wallet, withWallet } from './support/books.ts';

let world: World;
const from = today;
const next = addDays(today, 1);
const later = addDays(today, 2);
beforeAll(async () => {
  world = await openWorld();
  const clock = { now: () => '2026-01-15T09:00:00.000Z' as never } as never;
  for (const name of ['ann', 'bob']) await withWallet({ db: world.db, clock }, name);
  const dated = (reference: string, on: typeof today, ...transfers: Parameters<typeof journal>[1][]) => ({
    ...journal(reference, ...transfers),
    kind: 'member-transfer',
    businessDate: on,
  });
  await post(world, dated('s1', today, transfer(clearing, wallet('ann'), 1_000n)));
  await post(world, dated('s2', next, transfer(wallet('ann'), wallet('bob'), 300n)));
  await post(world, dated('s3', later, transfer(wallet('bob'), wallet('ann'), 50n), transfer(clearing, wallet('ann'), 7n)));
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

const eur = (amountMinor: string) => ({ amountMinor, currency: 'EUR' });
const get = async (path: string, as = 'auditor') => (await world.get(path, as).expect(200)).body;

test('the chart explains every code', async () => {
  const chart = await get('/v1/chart-of-accounts', 'ann');
  const clearingCode = chart.accountCodes.find(({ code }: { code: string }) => code === 'bank-clearing');
  expect(clearingCode).toMatchObject({ normalSide: 'debit', hasFloor: false, accounts: 32 });
  for (const { explanation } of [...chart.accountCodes, ...chart.transferCodes]) expect(explanation.length).toBeGreaterThan(20);
});

describe('a balance', () => {
  const at = async (query: string) => (await get(`/v1/ledger-accounts/${wallet('ann')}/balance?${query}`)).balance.amountMinor;

  test('is known at the end of any business date', async () => {
    expect(await at(`businessDate=${addDays(from, -1)}`)).toBe('0');
    expect(await at(`businessDate=${from}`)).toBe('1000');
    expect(await at(`businessDate=${next}`)).toBe('700');
    expect(await at(`businessDate=${later}`)).toBe('757');
    expect(await at('')).toBe('757');
  });

  test('is known at any past instant of recording', async () => {
    const rows = await world.db.sql.query<{ at: string; reference: string }>(
      "select reference, recorded_at as at from journals where reference in ('s1', 's2', 's3') order by journal_no",
    );
    const seen = [];
    for (const row of rows) seen.push(await at(`at=${row.at}`));
    // Instants of the API have milliseconds, those of the books microseconds: each question is up to a millisecond early.
    const after = await at('at=2999-01-01T00:00:00.000Z');
    expect([seen.length, after]).toEqual([3, '757']);
    expect(await at('at=2020-01-01T00:00:00.000Z')).toBe('0');
  });

  test('is asked for one moment, of an account that exists', async () => {
    const path = `/v1/ledger-accounts/${wallet('ann')}/balance?at=2020-01-01T00:00:00.000Z&businessDate=${today}`;
    expect((await world.get(path, 'admin').expect(422)).body.code).toBe('balance.moment_ambiguous');
    await world.get('/v1/ledger-accounts/platform:bank-clearing:EUR:99/balance', 'admin').expect(404);
  });
});

describe('a statement', () => {
  test('has opening and closing balance and every line once, page by page', async () => {
    const path = `/v1/wallets/${wallet('ann')}/statement?from=${next}&to=${later}&limit=2`;
    const first = await get(path, 'ann');
    expect([first.opening.amountMinor, first.closing.amountMinor, first.items.length]).toEqual(['1000', '757', 2]);
    const second = await get(`${path}&cursor=${first.nextCursor}`, 'ann');
    expect(second.nextCursor).toBeNull();
    const lines = [...first.items, ...second.items];
    const moved = lines.reduce((sum: number, { direction, amount }) => sum + (direction === 'in' ? 1 : -1) * Number(amount.amountMinor), 0);
    expect([lines.length, moved]).toEqual([3, 757 - 1000]);
    expect(new Set(lines.map(({ transactionId }) => transactionId)).size).toBe(3);
  });

  test('of an account names the other side, to its keepers only', async () => {
    const statement = await get(`/v1/ledger-accounts/${wallet('bob')}/statement?from=${from}&to=${later}`);
    expect(statement.items.map((line: { counterAccountId: string }) => line.counterAccountId)).toEqual([wallet('ann'), wallet('ann')]);
    await world.get(`/v1/wallets/${wallet('ann')}/statement?from=${from}&to=${later}`, 'bob').expect(404);
  });

  test('runs forwards and has cursors of its own', async () => {
    const path = `/v1/wallets/${wallet('ann')}/statement`;
    expect((await world.get(`${path}?from=${later}&to=${from}`, 'ann').expect(422)).body.code).toBe('statement.range_invalid');
    expect((await world.get(`${path}?from=${from}&to=${later}&cursor=bm9uc2Vuc2U`, 'ann').expect(400)).body.code).toBe('cursor.invalid');
  });
});

const give = (amountMinor: string, more: object = {}) => ({
  transfers: [
    { debitAccountId: wallet('ann'), creditAccountId: wallet('bob'), amount: eur(amountMinor), code: 'member-transfer', ...more },
  ],
});

describe('a rehearsal', () => {
  test('says what would happen and leaves nothing behind', async () => {
    const before = await balanceOf(world, wallet('ann'));
    const told = (await world.post('/v1/journal-entries/dry-run', give('57'), 'admin').expect(200)).body;
    expect(told).toMatchObject({ accepted: true, problems: [] });
    expect(told.balances).toContainEqual({ accountId: wallet('ann'), before: eur('757'), after: eur('700') });
    expect(await balanceOf(world, wallet('ann'))).toEqual(before);
  });

  test('tells all problems at once', async () => {
    const written = {
      businessDate: '2020-01-01',
      transfers: [
        { debitAccountId: wallet('ann'), creditAccountId: wallet('ann'), amount: eur('1'), code: 'gift' },
        { debitAccountId: wallet('bob', 'USD'), creditAccountId: wallet('nobody'), amount: eur('1'), code: 'deposit' },
      ],
    };
    const told = (await world.post('/v1/journal-entries/dry-run', written, 'admin').expect(200)).body;
    expect(told.accepted).toBe(false);
    expect(told.problems.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)).toEqual([
      '/businessDate ledger.before_opening',
      '/transfers/0/code ledger.code_unknown',
      '/transfers/0 ledger.same_account',
      '/transfers/1/debitAccountId ledger.currency_mismatch',
      '/transfers/1/creditAccountId ledger.account_unknown',
    ]);
  });

  test.each(['0', '-5', '9223372036854775808', '1.5'])('refuses the amount %s before anything else', async (amountMinor) => {
    expect((await world.post('/v1/journal-entries/dry-run', give(amountMinor), 'admin').expect(400)).body.code).toBe('request.invalid');
  });

  test('too much for a wallet is a problem too', async () => {
    const told = (await world.post('/v1/journal-entries/dry-run', give('758'), 'admin').expect(200)).body;
    expect(told.problems).toMatchObject([{ path: '/transfers/0', code: 'ledger.insufficient_funds' }]);
  });
});

describe('a journal by hand', () => {
  const approve = async (task: { approvalId: string; payloadHash: string }, as: string) =>
    world.post(`/v1/approvals/${task.approvalId}/approve`, { payloadHash: task.payloadHash }, as);

  test('is posted when a second person approves, taken back the same way, once', async () => {
    const asked = { ...give('57'), reference: 'goodwill-1', reason: 'Agreed with both.' };
    const task = (await world.post('/v1/journal-entries', asked, 'admin').expect(202)).body;
    expect(await balanceOf(world, wallet('bob'))).toMatchObject({ balance: 250n });
    expect((await approve(task, 'admin')).status).toBe(409);
    expect((await approve(task, 'admin2')).status).toBe(200);
    expect(await balanceOf(world, wallet('bob'))).toMatchObject({ balance: 307n });
    expect((await world.post('/v1/journal-entries', asked, 'admin').expect(409)).body.code).toBe('journal.reference_taken');

    const undo = { reference: 'manual:goodwill-1', reason: 'It was somebody else.' };
    const back = (await world.post('/v1/journal-entries/reversals', undo, 'admin').expect(202)).body;
    expect((await approve(back, 'admin2')).status).toBe(200);
    expect(await balanceOf(world, wallet('bob'))).toMatchObject({ balance: 250n });
    expect((await world.post('/v1/journal-entries/reversals', undo, 'admin').expect(409)).body.code).toBe('ledger.already_reversed');
    const named = await world.db.sql.one(
      'select o.reference from journals r join journals o on o.journal_no = r.reverses_no where r.reference = $1',
      ['reversal:manual:goodwill-1'],
    );
    expect(named).toEqual({ reference: 'manual:goodwill-1' });
  });

  test('is not even asked for when it cannot be posted', async () => {
    const refused = await world
      .post('/v1/journal-entries', { ...give('999999'), reference: 'x', reason: 'Too much.' }, 'admin')
      .expect(422);
    expect(refused.body.code).toBe('journal.invalid');
  });

  test('what is unknown or kept by others is not taken back', async () => {
    const undo = (reference: string) => world.post('/v1/journal-entries/reversals', { reference, reason: 'No.' }, 'admin');
    expect((await undo('manual:never').expect(404)).body.code).toBe('journal.not_found');
    await post(world, journal('other-kind', transfer(clearing, wallet('bob'), 1n)));
    expect((await undo('other-kind').expect(422)).body.code).toBe('journal.not_reversible');
    await post(world, { ...journal('other-kind-back', transfer(wallet('bob'), clearing, 1n)), reverses: 'other-kind' });
  });
});

const decide = ({ approvalId, payloadHash }: { approvalId: string; payloadHash: string }, how: 'approve' | 'reject', as: string) =>
  world.post(`/v1/approvals/${approvalId}/${how}`, { payloadHash }, as);

test('the books close through a past day and open again, each time by two people, and take nothing dated in closed days', async () => {
  expect(await get('/v1/ledger-book')).toEqual({ opensOn: today, closedThrough: null });
  const ask = (to: 'close' | 'reopen', closedThrough: string | null, as = 'admin') =>
    world.post(`/v1/ledger-book/${to}`, { closedThrough, reason: 'The month is done.' }, as);
  expect((await ask('close', today).expect(422)).body.code).toBe('ledger_book.day_open');
  expect((await ask('reopen', null).expect(422)).body.code).toBe('ledger_book.not_back');
  await ask('close', today, 'ann').expect(403);
  await world.db.run((tx) => setBusinessDate(tx, later));

  const closing = (await ask('close', next).expect(202)).body;
  expect(closing).toMatchObject({ action: 'ledger-book.close', payload: { closedThrough: next }, status: 'awaiting-approval' });
  expect(await get('/v1/ledger-book')).toEqual({ opensOn: today, closedThrough: null });
  expect((await ask('close', today).expect(409)).body.code).toBe('approval.already_open');
  expect((await decide(closing, 'approve', 'admin').expect(409)).body.code).toBe('approval.same_person');
  await decide(closing, 'approve', 'admin2').expect(200);
  expect(await get('/v1/ledger-book')).toEqual({ opensOn: today, closedThrough: next });
  expect((await decide(closing, 'approve', 'admin2').expect(409)).body.code).toBe('approval.not_open');
  for (const again of [today, next]) expect((await ask('close', again).expect(422)).body.code).toBe('ledger_book.not_ahead');
  const dated = { ...journal('too-late', transfer(clearing, wallet('bob'), 1n)), businessDate: next };
  expect(await post(world, dated)).toMatchObject([{ code: 'ledger.period_closed' }]);

  const refused = (await ask('reopen', null).expect(202)).body;
  await decide(refused, 'reject', 'admin2').expect(200);
  expect(await post(world, dated)).toMatchObject([{ code: 'ledger.period_closed' }]);
  const reopening = (await ask('reopen', today).expect(202)).body;
  await decide(reopening, 'approve', 'admin2').expect(200);
  expect(await get('/v1/ledger-book')).toEqual({ opensOn: today, closedThrough: today });
  expect(await post(world, dated)).toMatchObject([{ status: 'posted' }]);
});

test('the database moves the book only as approved in the same transaction', async () => {
  for (const to of ['null', `'${later}'`, `'${next}'`])
    await expect(world.db.sql.run(`update ledger_book set closed_through = ${to}`)).rejects.toThrow(/two people|permission/);
});
