/** The authorization matrix against the running platform, foreign objects against unknown ones, and fields nobody may set. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../support/api.ts';
import { untilQuiet } from '../support/books.ts';
import { openFingerprint } from '../support/fingerprint.ts';
import { matrix } from './matrix.ts';
import { type Cell, type ObjectIds, type Principal, principals, type Row, type World } from './terms.ts';
import { buildWorld } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await buildWorld();
});
afterAll(() => world?.close());

const methods = ['get', 'post', 'put', 'patch', 'delete'];
type Contract = { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: object }>>>> };
const contract = async (): Promise<Contract> => (await world.platform.api.call({ path: '/openapi.json' })).body as Contract;

const pathOf = (key: string, ids: Readonly<Record<string, string>>): string =>
  (key.split(' ')[1] ?? '').replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`the matrix knows no ${name}`);
    return id;
  });

async function callAs(principal: Principal, key: string, ids: ObjectIds = world.ids): Promise<Answer> {
  const declared = matrix[key];
  if (declared === undefined) throw new Error(`${key} is not declared`);
  const method = key.split(' ')[0] ?? 'GET';
  const body = await declared.body?.(world);
  const path = declared.query === undefined ? pathOf(key, ids) : `${pathOf(key, ids)}?${declared.query}`;
  return await world.platform.api.call({ method, path, token: world.token(principal, declared.owner), body });
}

const isAllowed = (status: number): boolean => status < 300 || [400, 409, 422].includes(status);
const classOf = ({ status }: Answer): Cell | number => (isAllowed(status) ? 'allowed' : status);
const rows: readonly (readonly [string, Row])[] = Object.entries(matrix);

test('every operation of the served contract is declared, and nothing else', async () => {
  const { paths } = await contract();
  const served = Object.entries(paths).flatMap(([path, item]) =>
    methods.filter((method) => item[method] !== undefined).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(Object.keys(matrix).toSorted()).toEqual(served.toSorted());
});

test.each(rows)('%s', async (key, { cells }) => {
  expect(Object.keys(cells).toSorted()).toEqual([...principals].toSorted());
  const answered: Partial<Record<Principal, Cell | number>> = {};
  for (const principal of principals) answered[principal] = classOf(await callAs(principal, key));
  expect(answered).toEqual(cells);
});

/** The answer without what differs between any two requests: the ids asked for and the id of the request. */
const faceless = ({ status, body }: Answer, ids: readonly string[]): object => {
  const { requestId: _requestId, ...rest } = body;
  return { status, text: ids.reduce((text, id) => text.replaceAll(id, '<id>'), JSON.stringify(rest)) };
};

/** The same kind of id, of an object that does not exist. */
const unknown = (id: string): string => (id.includes('_') ? `${id.split('_')[0]}_${'0'.repeat(25)}7` : id);

describe('a foreign object answers as an unknown one', () => {
  const hidden = rows.flatMap(([key, { cells }]) =>
    principals.filter((principal) => cells[principal] === 404).map((principal) => [key, principal] as const),
  );
  test.each(hidden)('%s for %s', async (key, principal) => {
    const isInPath = key.includes('{');
    const nowhere = Object.fromEntries(Object.entries(world.ids).map(([name, id]) => [name, unknown(id)])) as ObjectIds;
    const foreign = await callAs(principal, key);
    if (!isInPath) {
      expect(foreign.body['code']).toMatch(/\.not_found$/);
      return;
    }
    const missing = await callAs(principal, key, nowhere);
    expect(faceless(foreign, Object.values(world.ids))).toEqual(faceless(missing, Object.values(nowhere)));
  });

  test.each(['/v1/deposits', '/v1/withdrawals'])('a foreign bank account in the body of %s', async (path) => {
    const send = (bankAccountId: string): Promise<Answer> =>
      world.platform.api.call({
        method: 'POST',
        path,
        token: world.other.accessToken,
        body: { bankAccountId, amount: { amountMinor: '100', currency: 'EUR' } },
      });
    const nowhere = unknown(world.ids.bankAccountId);
    const [foreign, missing] = [await send(world.ids.bankAccountId), await send(nowhere)];
    expect(foreign.status).toBe(404);
    expect(faceless(foreign, [world.ids.bankAccountId])).toEqual(faceless(missing, [nowhere]));
  });

  test('a foreign wallet as the source of a transfer', async () => {
    const send = (fromWalletId: string): Promise<Answer> =>
      world.platform.api.call({
        method: 'POST',
        path: '/v1/transfers',
        token: world.other.accessToken,
        body: { fromWalletId, toWalletId: world.other.walletId, amount: { amountMinor: '100', currency: 'EUR' } },
      });
    const nowhere = unknown(world.ids.walletId);
    const [foreign, missing] = [await send(world.ids.walletId), await send(nowhere)];
    expect(foreign.status).toBe(404);
    expect(faceless(foreign, [world.ids.walletId])).toEqual(faceless(missing, [nowhere]));
  });

  test('a foreign bank account for autopay', async () => {
    const { api } = world.platform;
    const path = pathOf('PUT /v1/loans/{loanId}/autopay', world.ids);
    const set = (bankAccountId: string): Promise<Answer> =>
      api.call({ method: 'PUT', path, token: world.borrower.accessToken, body: { enabled: true, bankAccountId } });
    const nowhere = unknown(world.ids.bankAccountId);
    const [foreign, missing] = [await set(world.other.bankAccountId), await set(nowhere)];
    expect(foreign.status).toBe(404);
    expect(faceless(foreign, [world.other.bankAccountId])).toEqual(faceless(missing, [nowhere]));
  });
});

describe('what a member may read holds nothing of others', () => {
  /** Listings are for everybody, but for the borrower behind them. */
  const publicNames: Readonly<Record<string, readonly string[]>> = {
    'GET /v1/listings': ['requestId'],
    'GET /v1/listings/{requestId}': ['requestId'],
    'GET /v1/reputations/{requestId}': ['requestId'],
    'GET /v1/matching-batches/{batchId}/proof': ['requestId'],
  };
  const everybodys = new Set(['productId', 'market', 'currency', 'period', 'deadLetterId', 'batchId']);
  const readable = rows.filter(([key, { cells }]) => key.startsWith('GET /v1/') && key !== 'GET /v1/events' && cells.other === 'allowed');

  test.each(readable)('%s', async (key) => {
    const { text } = await callAs('other', key);
    const shown = Object.entries(world.ids).filter(([name, id]) => !everybodys.has(name) && text.includes(id));
    const names = shown.map(([name]) => name).filter((name) => !publicNames[key]?.includes(name));
    expect(names).toEqual([]);
    expect(text).not.toContain(world.lender.memberId);
    expect(text).not.toContain(world.lender.walletId);
  });

  const ofLoan = readable.filter(([, { cells }]) => cells.counterparty === 'allowed');
  const shared = rows.filter(([key, { cells }]) => key.startsWith('GET /v1/loans/') && cells.counterparty === 'allowed');

  test.each([...ofLoan, ...shared])('%s for the other side of the loan', async (key, { owner }) => {
    const { text } = await callAs('counterparty', key);
    const { borrower, lender, ids } = world;
    const ofBorrower = [borrower.memberId, ids.walletId, ids.bankAccountId, ids.depositId, ids.withdrawalId, ids.caseId, ids.assessmentId];
    const ofLender = [lender.memberId, lender.walletId, lender.bankAccountId];
    for (const id of owner === 'borrower' ? ofBorrower : ofLender) expect(text).not.toContain(id);
  });

  test('naming another member in a filter shows nothing of his', async () => {
    const { memberId } = world.borrower;
    const filters = [
      ...[`/v1/loan-requests?borrowerId=${memberId}`, `/v1/offers?lenderId=${world.lender.memberId}`],
      ...[`/v1/wallets?memberId=${memberId}`, `/v1/performance?memberId=${memberId}`, `/v1/notes?loanId=${world.ids.loanId}`],
      `/v1/credit-assessments?requestId=${world.ids.requestId}`,
    ];
    for (const path of filters) {
      const { status, text } = await world.platform.api.call({ path, token: world.other.accessToken });
      expect([200, 403, 404], path).toContain(status);
      const shown = Object.entries(world.ids).filter(([name, id]) => !everybodys.has(name) && text.replaceAll(path, '').includes(id));
      expect(shown, path).toEqual([]);
    }
  });
});

describe('fields that nobody may set', () => {
  const fields = ['role', 'roles2', 'status', 'ownerId', 'memberId', 'balance', '__proto__', 'constructor', 'prototype'] as const;
  const withBody = rows.filter(([key, { body }]) => body !== undefined && !key.startsWith('GET'));

  let stored: Awaited<ReturnType<typeof openFingerprint>>;
  beforeAll(async () => {
    stored = await openFingerprint(world.platform);
    await untilQuiet(world.platform);
  });
  afterAll(() => stored?.close());

  test('every operation that takes a body is tried', async () => {
    const { paths } = await contract();
    const taking = Object.entries(paths).flatMap(([path, item]) =>
      methods.filter((method) => item[method]?.requestBody !== undefined).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(withBody.map(([key]) => key).toSorted()).toEqual(taking.toSorted());
  });

  test.each(withBody)('%s', async (key, { cells, owner, body }) => {
    const principal = principals.find((one) => cells[one] === 'allowed') ?? 'admin';
    const { api } = world.platform;
    const good = JSON.stringify(await body?.(world));
    const before = await stored.read();
    for (const field of fields) {
      const text = `{"${field}":{"role":"admin"}${good === '{}' ? '' : ','}${good.slice(1)}`;
      const method = key.split(' ')[0] ?? '';
      const answer = await api.call({ method, path: pathOf(key, world.ids), token: world.token(principal, owner), text });
      expect([answer.status, answer.body['code']], field).toEqual([400, 'request.invalid']);
    }
    expect(await stored.read()).toEqual(before);
  });
});
