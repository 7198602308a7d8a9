/** The money part of the API over the composed service: each answer is checked against the contract by the service itself. */
import { virtualClock } from '@mutua/testkit';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memberId, wallet, withWallet } from './support/books.ts';
import { openTestService, type TestService } from './support/service.ts';

let it: TestService;
const auth: Record<string, string> = {};
beforeAll(async () => {
  it = await openTestService();
  const books = { db: it.service.db, clock: virtualClock() };
  await withWallet(books, 'ann', 100_000n);
  await withWallet(books, 'bob');
  for (const name of ['ann', 'bob']) auth[name] = await it.issuer.bearer({ memberId: memberId(name) });
  auth['admin'] = await it.issuer.bearer({ memberId: memberId('admin'), roles: ['member', 'admin'] });
  auth['auditor'] = await it.issuer.bearer({ memberId: memberId('auditor'), roles: ['auditor'] });
  auth['expired'] = await it.issuer.bearer({ memberId: memberId('ann'), issuedAt: 1_700_000_000 });
});
afterAll(async () => {
  await it.close();
});

const get = (path: string, as = 'ann') =>
  request(it.service.app)
    .get(path)
    .set('authorization', auth[as] ?? '');
let keys = 0;
const send = (path: string, body: object, { as = 'ann', key }: { as?: string; key?: string } = {}) => {
  keys += 1;
  return request(it.service.app)
    .post(path)
    .set('authorization', auth[as] ?? '')
    .set('idempotency-key', key ?? `test-key-${keys}`)
    .send(body);
};
const eur = (amountMinor: string) => ({ amountMinor, currency: 'EUR' });
const bankAccountOf = async (as = 'ann', body: object = { currency: 'EUR' }): Promise<string> =>
  String((await send('/v1/bank-accounts', body, { as }).expect(201)).body.bankAccountId);

describe('wallets', () => {
  test('a member sees own wallets with balance, held and available', async () => {
    const { body } = await get('/v1/wallets').expect(200);
    expect(body.items).toMatchObject([
      { walletId: wallet('ann'), currency: 'EUR', available: { currency: 'EUR' } },
      { currency: 'USD', balance: { amountMinor: '0', currency: 'USD' } },
    ]);
    expect(body.nextCursor).toBeNull();
  });

  test('a page ends where the limit says and the cursor leads on', async () => {
    const first = (await get('/v1/wallets?limit=1').expect(200)).body;
    const second = (await get(`/v1/wallets?limit=1&cursor=${first.nextCursor}`).expect(200)).body;
    expect([...first.items, ...second.items].map(({ currency }: { currency: string }) => currency)).toEqual(['EUR', 'USD']);
    expect(second.nextCursor).toBeNull();
  });

  test('a foreign wallet and an unknown one answer the same 404', async () => {
    const foreign = await get(`/v1/wallets/${wallet('ann')}`, 'bob').expect(404);
    const unknown = await get(`/v1/wallets/${wallet('nobody')}`, 'bob').expect(404);
    const bare = ({ instance: _, requestId: __, ...problem }: Record<string, unknown>) => problem;
    expect(bare(foreign.body)).toEqual(bare(unknown.body));
    expect(foreign.body).toMatchObject({ code: 'wallet.not_found', status: 404 });
    await get(`/v1/wallets/${wallet('ann')}/transactions`, 'bob').expect(404);
  });

  test('administrators and auditors read any wallet; a member may not ask for another member', async () => {
    await get(`/v1/wallets/${wallet('ann')}`, 'admin').expect(200);
    const { body } = await get(`/v1/wallets?memberId=${memberId('ann')}`, 'auditor').expect(200);
    expect(body.items).toHaveLength(2);
    await get(`/v1/wallets?memberId=${memberId('ann')}`, 'bob').expect(403);
  });

  test.each([
    { what: 'no token', as: 'nobody', path: '', status: 401, code: 'auth.unauthenticated' },
    { what: 'an expired token', as: 'expired', path: '', status: 401, code: 'auth.unauthenticated' },
    { what: 'a malformed id', as: 'ann', path: '/wal_x', status: 400, code: 'request.invalid' },
    { what: 'an unknown query parameter', as: 'ann', path: '?sort=1', status: 400, code: 'request.invalid' },
    { what: 'a cursor of somewhere else', as: 'ann', path: '?cursor=abc', status: 400, code: 'cursor.invalid' },
    { what: 'a limit above 100', as: 'ann', path: '?limit=101', status: 400, code: 'request.invalid' },
  ])('$what is refused', async ({ as, path, status, code }) => {
    const { body } = await get(`/v1/wallets${path}`, as).expect(status);
    expect(body.code).toBe(code);
  });
});

describe('transfers', () => {
  const body = () => ({ fromWalletId: wallet('ann'), toWalletId: wallet('bob'), amount: eur('250') });

  test('moves money at once, and the same key gives the same answer once', async () => {
    const before = BigInt((await get(`/v1/wallets/${wallet('bob')}`, 'bob')).body.balance.amountMinor);
    const first = await send('/v1/transfers', body(), { key: 'transfer-one' }).expect(201);
    const again = await send('/v1/transfers', body(), { key: 'transfer-one' }).expect(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const after = BigInt((await get(`/v1/wallets/${wallet('bob')}`, 'bob')).body.balance.amountMinor);
    expect(after - before).toBe(250n);
    const movements = (await get(`/v1/wallets/${wallet('bob')}/transactions`, 'bob').expect(200)).body;
    expect(movements.items[0]).toMatchObject({
      direction: 'in',
      code: 'member-transfer',
      amount: eur('250'),
      reference: first.body.transferId,
    });
  });

  test('the same key with another body is refused', async () => {
    await send('/v1/transfers', body(), { key: 'transfer-two' }).expect(201);
    const { body: problem } = await send('/v1/transfers', { ...body(), amount: eur('251') }, { key: 'transfer-two' }).expect(422);
    expect(problem.code).toBe('idempotency.key_reused');
  });

  test('thirty at once with one key are one transfer', async () => {
    const before = BigInt((await get(`/v1/wallets/${wallet('bob')}`, 'bob')).body.balance.amountMinor);
    const answers = await Promise.all(Array.from({ length: 30 }, () => send('/v1/transfers', body(), { key: 'transfer-herd' })));
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const after = BigInt((await get(`/v1/wallets/${wallet('bob')}`, 'bob')).body.balance.amountMinor);
    expect(after - before).toBe(250n);
  });

  test.each<[string, object, number, string]>([
    ['to oneself', { toWalletId: wallet('ann') }, 422, 'transfer.same_wallet'],
    ['from a foreign wallet', { fromWalletId: wallet('bob'), toWalletId: wallet('ann') }, 404, 'wallet.not_found'],
    ['to an unknown wallet', { toWalletId: wallet('nobody') }, 404, 'wallet.not_found'],
    ['across currencies', { toWalletId: wallet('bob', 'USD') }, 422, 'transfer.currency_mismatch'],
    ['in another currency', { amount: { amountMinor: '1', currency: 'USD' } }, 422, 'transfer.currency_mismatch'],
    ['of more than there is', { amount: eur('99999999999') }, 422, 'wallet.insufficient_funds'],
    ['of nothing', { amount: eur('0') }, 400, 'request.invalid'],
    ['of less than nothing', { amount: eur('-5') }, 400, 'request.invalid'],
    ['of too many digits', { amount: eur('9223372036854775808') }, 400, 'request.invalid'],
    ['of a JSON number', { amount: { amountMinor: 5, currency: 'EUR' } }, 400, 'request.invalid'],
    ['with an unknown field', { balance: '1' }, 400, 'request.invalid'],
  ])('a transfer %s is refused and moves nothing', async (_, change, status, code) => {
    const before = (await get(`/v1/wallets/${wallet('ann')}`)).body;
    const { body: problem } = await send('/v1/transfers', { ...body(), ...change }).expect(status);
    expect(problem.code).toBe(code);
    expect((await get(`/v1/wallets/${wallet('ann')}`)).body).toEqual(before);
  });

  test('without an idempotency key nothing moves', async () => {
    const answer = await request(it.service.app)
      .post('/v1/transfers')
      .set('authorization', auth['ann'] ?? '')
      .send(body())
      .expect(400);
    expect(answer.body.code).toBe('idempotency.key_missing');
  });
});

describe('bank accounts, deposits and withdrawals', () => {
  test('an account is kept masked', async () => {
    const { body } = await send('/v1/bank-accounts', { currency: 'EUR', iban: 'DE89370400440532013000' }).expect(201);
    expect(body).toMatchObject({ maskedIban: 'DE** **** 3000', mandate: 'active', sandbox: { behaviour: 'pays' } });
    const list = (await get('/v1/bank-accounts').expect(200)).body;
    expect(JSON.stringify(list)).not.toContain('370400440532013000');
  });

  test.each<[string, object, number, string]>([
    ['wrong check digits', { currency: 'EUR', iban: 'DE00370400440532013000' }, 422, 'bank_account.iban_invalid'],
    ['an unknown currency', { currency: 'XXX' }, 422, 'bank_account.currency_unknown'],
    ['stops-on without a date', { currency: 'EUR', sandbox: { behaviour: 'stops-on' } }, 422, 'bank_account.behaviour_invalid'],
    ['a date that is none', { currency: 'EUR', sandbox: { behaviour: 'stops-on', stopsOn: '2026-02-30' } }, 400, 'request.invalid'],
    ['another behaviour', { currency: 'EUR', sandbox: { behaviour: 'explodes' } }, 400, 'request.invalid'],
  ])('an account with %s is refused', async (_, body, status, code) => {
    expect((await send('/v1/bank-accounts', body).expect(status)).body.code).toBe(code);
  });

  test('a deposit is accepted and its owner, and nobody else, can follow it', async () => {
    const bankAccountId = await bankAccountOf();
    const { body } = await send('/v1/deposits', { bankAccountId, amount: eur('5000') }).expect(202);
    expect(body).toMatchObject({ status: 'expected', walletId: wallet('ann'), failureCode: null });
    await get(`/v1/deposits/${body.depositId}`).expect(200, body);
    await get(`/v1/deposits/${body.depositId}`, 'bob').expect(404);
    expect((await get('/v1/deposits').expect(200)).body.items[0]).toEqual(body);
    expect((await get('/v1/deposits', 'bob').expect(200)).body.items).toEqual([]);
  });

  test('a withdrawal reserves at once', async () => {
    const bankAccountId = await bankAccountOf();
    const before = (await get(`/v1/wallets/${wallet('ann')}`)).body;
    const { body } = await send('/v1/withdrawals', { bankAccountId, amount: eur('700') }).expect(202);
    expect(body).toMatchObject({ status: 'requested' });
    const after = (await get(`/v1/wallets/${wallet('ann')}`)).body;
    expect(BigInt(after.held.amountMinor) - BigInt(before.held.amountMinor)).toBe(700n);
    expect(after.balance).toEqual(before.balance);
    await get(`/v1/withdrawals/${body.withdrawalId}`, 'bob').expect(404);
    await get(`/v1/withdrawals/${body.withdrawalId}`).expect(200);
    const { items } = (await get(`/v1/wallets/${wallet('ann')}/transactions?limit=1`).expect(200)).body;
    expect(items).toMatchObject([{ direction: 'hold', code: 'withdrawal', kind: 'pend' }]);
  });

  test.each<{
    what: string;
    kind: 'deposits' | 'withdrawals';
    of: () => Promise<string>;
    amountMinor: string;
    status: number;
    code: string;
  }>([
    {
      what: 'to a foreign account',
      kind: 'withdrawals',
      of: () => bankAccountOf('bob'),
      amountMinor: '1',
      status: 404,
      code: 'bank_account.not_found',
    },
    {
      what: 'from a foreign account',
      kind: 'deposits',
      of: () => bankAccountOf('bob'),
      amountMinor: '1',
      status: 404,
      code: 'bank_account.not_found',
    },
    {
      what: 'in another currency',
      kind: 'deposits',
      of: () => bankAccountOf('ann', { currency: 'USD' }),
      amountMinor: '1',
      status: 422,
      code: 'bank_account.currency_mismatch',
    },
    {
      what: 'of more than there is',
      kind: 'withdrawals',
      of: bankAccountOf,
      amountMinor: '999999999',
      status: 422,
      code: 'wallet.insufficient_funds',
    },
    { what: 'of nothing', kind: 'deposits', of: bankAccountOf, amountMinor: '0', status: 400, code: 'request.invalid' },
  ])('$kind $what are refused', async ({ kind, of, amountMinor, status, code }) => {
    const answer = await send(`/v1/${kind}`, { bankAccountId: await of(), amount: eur(amountMinor) }).expect(status);
    expect(answer.body.code).toBe(code);
  });
});

describe('the books', () => {
  const paths = ['/v1/ledger-accounts', '/v1/journal-entries', '/v1/reports/trial-balance', '/v1/reports/integrity'];

  test.each(paths)('%s is for administrators and auditors', async (path) => {
    await get(path, 'ann').expect(403);
    await get(path, 'admin').expect(200);
    await get(path, 'auditor').expect(200);
    await request(it.service.app).get(path).expect(401);
  });

  test('the trial balance differs by nothing', async () => {
    const { body } = await get('/v1/reports/trial-balance', 'admin').expect(200);
    expect(body.totals).toMatchObject([
      { currency: 'EUR', difference: eur('0') },
      { currency: 'USD', difference: { amountMinor: '0', currency: 'USD' } },
    ]);
    expect(body.rows.length).toBeGreaterThan(0);
  });

  test('every check of the books is named and finds nothing', async () => {
    const { body } = await get('/v1/reports/integrity', 'admin').expect(200);
    expect(body.isWhole).toBe(true);
    expect(body.checks.length).toBeGreaterThanOrEqual(10);
  });

  test('a journal is found by reference, by account and by business date', async () => {
    const made = (await send('/v1/transfers', { fromWalletId: wallet('ann'), toWalletId: wallet('bob'), amount: eur('3') }).expect(201))
      .body;
    const byReference = (await get(`/v1/journal-entries?reference=${made.transferId}`, 'admin').expect(200)).body;
    expect(byReference.items).toMatchObject([
      {
        journalId: made.journalId,
        transfers: [{ debitAccountId: wallet('ann'), creditAccountId: wallet('bob'), amount: eur('3'), pendingId: null }],
      },
    ]);
    const byAccount = (await get(`/v1/journal-entries?accountId=${wallet('bob')}&limit=1`, 'admin').expect(200)).body;
    expect(byAccount.items).toMatchObject([{ journalId: made.journalId }]);
    const byDate = (await get(`/v1/journal-entries?businessDate=${made.businessDate}&limit=1`, 'admin').expect(200)).body;
    expect(byDate.items).toMatchObject([{ journalId: made.journalId }]);
    expect(byDate.nextCursor).not.toBeNull();
    expect((await get('/v1/journal-entries?businessDate=2020-01-01', 'admin').expect(200)).body.items).toEqual([]);
  });

  test('walking all accounts by cursor meets each once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { body: { items: { accountId: string }[]; nextCursor: string | null } } = await get(
        `/v1/ledger-accounts?limit=50${cursor === '' ? '' : `&cursor=${cursor}`}`,
        'admin',
      ).expect(200);
      seen.push(...body.items.map(({ accountId }) => accountId));
      cursor = body.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(2 * 7 * 16 + 4);
  });
});

test('a list costs a fixed number of queries, however long it is', async () => {
  const queriesOf = async (path: string): Promise<number> => {
    const before = it.service.db.statements.count;
    await get(path, 'admin').expect(200);
    return it.service.db.statements.count - before;
  };
  for (const path of ['/v1/journal-entries', '/v1/ledger-accounts', `/v1/wallets/${wallet('ann')}/transactions`]) {
    expect(await queriesOf(`${path}?limit=50`)).toBe(await queriesOf(`${path}?limit=1`));
    expect(await queriesOf(path)).toBeLessThanOrEqual(2);
  }
});
