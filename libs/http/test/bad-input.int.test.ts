/** Bad input over real HTTP and a real database: every case has its own code, all problems come at once, nothing is stored. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { systemIds } from '@mutua/config';
import request, { type Test } from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../src/run.ts';
import { type NotesApp, openNotesApp } from './notes-app.ts';

let notes: NotesApp;
let token: string;
let count = 0;
const good = { text: 'hello', amountMinor: '100', rank: 1 };

beforeAll(async () => {
  notes = await openNotesApp();
  token = await notes.token({ memberId: systemIds.next('member'), roles: ['member'] });
});
afterAll(() => notes?.close());

async function onWire<T>(work: (port: number) => Promise<T>): Promise<T> {
  const server = await listen(notes.app, { host: '127.0.0.1', port: 0 });
  try {
    const address = server.address();
    return await work(address !== null && typeof address === 'object' ? address.port : 0);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const newKey = (): string => `key-${++count}-aaaaaaaa`;
const post = (key = newKey()): Test =>
  request(notes.app)
    .post('/v1/notes')
    .set('authorization', `Bearer ${token}`)
    .set('idempotency-key', key)
    .set('content-type', 'application/json');
const stored = async (): Promise<number> => (await notes.db.sql.query('select 1 from notes')).length;

describe('bodies', () => {
  test.each<[string, string | object, number, string]>([
    ['malformed JSON', '{"text":', 400, 'request.malformed_json'],
    ['no body', '', 400, 'request.invalid'],
    ['a list', [], 400, 'request.invalid'],
    ['null', 'null', 400, 'request.invalid'],
    ['JSON nested 1,000 deep', `${'{"text":'.repeat(1000)}1${'}'.repeat(1000)}`, 400, 'request.too_deep'],
    ['wrong type', { ...good, rank: '1' }, 400, 'request.invalid'],
    ['unknown field', { ...good, isAdmin: true }, 400, 'request.invalid'],
    ['too many digits', { ...good, amountMinor: '1'.repeat(16) }, 400, 'request.invalid'],
    ['amount as number', { ...good, amountMinor: 100 }, 400, 'request.invalid'],
    ['a day that is none', { ...good, on: '2026-02-30' }, 400, 'request.invalid'],
    ['__proto__', '{"__proto__":{"polluted":1},"text":"a","amountMinor":"1","rank":1}', 400, 'request.invalid'],
    ['constructor.prototype', '{"constructor":{"prototype":{"polluted":1}},"text":"a","amountMinor":"1","rank":1}', 400, 'request.invalid'],
    ['65 KiB', { ...good, text: 'x'.repeat(65 * 1024) }, 413, 'request.too_large'],
    ['10 MB', { ...good, text: 'x'.repeat(10_000_000) }, 413, 'request.too_large'],
  ])('%s', async (_name, body, status, code) => {
    const before = await stored();
    const answer = await post().send(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(await stored()).toBe(before);
  });

  test('10 MB without a length', async () => {
    const chunks = Array.from({ length: 160 }, () => 'x'.repeat(64 * 1024));
    const { status, text } = await onWire(async (port) => {
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': newKey(), 'content-type': 'application/json' };
      const sent = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/v1/notes', headers });
      Readable.from(chunks).pipe(sent);
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      return { status: answer.statusCode, text: Buffer.concat(await answer.toArray()).toString() };
    });
    expect([status, JSON.parse(text).code]).toEqual([413, 'request.too_large']);
  });

  test('a length and chunks at the same time, as smugglers send them', async () => {
    const answer = await onWire(async (port) => {
      const socket = connect(port, '127.0.0.1');
      const lines = [
        'POST /v1/notes HTTP/1.1',
        'host: x',
        'content-length: 5',
        'transfer-encoding: chunked',
        '',
        '0',
        '',
        'GET /v1/open HTTP/1.1',
        '',
        '',
      ];
      socket.end(lines.join('\r\n'));
      return Buffer.concat(await socket.toArray()).toString();
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).not.toContain('open');
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16', 'multipart/form-data; boundary=x'])(
    'content type %s',
    async (type) => {
      const answer = await post().set('content-type', type).send(JSON.stringify(good));
      expect([answer.status, answer.body.code]).toEqual([415, 'request.unsupported_media_type']);
    },
  );

  test('a compressed body', async () => {
    const answer = await post().set('content-encoding', 'gzip').send(JSON.stringify(good));
    expect(answer.status).toBe(415);
  });
});

test('all problems at once, each with its pointer', async () => {
  const answer = await post().send({ text: '', amountMinor: 5, mood: 'odd', extra: 1 });
  expect(answer.status).toBe(400);
  expect(answer.body.errors.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`).sort()).toEqual([
    '/body/amountMinor type',
    '/body/extra unknown_field',
    '/body/mood not_allowed',
    '/body/rank required',
    '/body/text length',
  ]);
});

test('the shape of a problem', async () => {
  const answer = await post().set('x-request-id', 'my-request-1').send({});
  expect(answer.body).toEqual({
    type: 'https://mutua.dev/problems/request.invalid',
    title: 'The request does not match the contract',
    status: 400,
    detail: 'The request does not match the contract',
    instance: '/v1/notes',
    code: 'request.invalid',
    errors: expect.any(Array),
    requestId: 'my-request-1',
  });
  expect(answer.headers['x-request-id']).toBe('my-request-1');
});

describe('queries and paths', () => {
  const get = (path: string) => request(notes.app).get(path).set('authorization', `Bearer ${token}`);
  test.each([
    ['/v1/notes?limit=0', '/query/limit range'],
    ['/v1/notes?limit=abc', '/query/limit type'],
    ['/v1/notes?limit=1&limit=2', '/query/limit type'],
    ['/v1/notes?offset=3', '/query/offset unknown_field'],
    ['/v1/notes?__proto__[x]=1', '/query/__proto__[x] unknown_field'],
    ['/v1/notes/note_1', '/path/noteId format'],
  ])('%s', async (path, expected) => {
    const { status, body } = await get(path);
    expect([status, `${body.errors?.[0]?.path} ${body.errors?.[0]?.code}`]).toEqual([400, expected]);
  });
  test('numbers, defaults and lists', async () => {
    expect((await get('/v1/notes')).body).toEqual({ limit: 25, tag: null });
    expect((await get('/v1/notes?limit=7&tag=a&tag=b')).body).toEqual({ limit: 7, tag: ['a', 'b'] });
    expect((await get('/v1/notes?tag=a')).body).toEqual({ limit: 25, tag: ['a'] });
  });
  test.each([
    ['get', '/v1/nothing', 404, 'route.not_found'],
    ['get', '/v1/notes/', 404, 'route.not_found'],
    ['patch', '/v1/notes', 405, 'route.method_not_allowed'],
    ['options', '/v1/notes', 405, 'route.method_not_allowed'],
    ['trace', '/v1/notes', 405, 'route.method_not_allowed'],
  ] as const)('%s %s', async (method, path, status, code) => {
    const answer = await request(notes.app)[method](path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    if (status === 405) expect(answer.headers['allow']).toBe('GET, POST');
  });
});

describe('idempotency', () => {
  test('a missing key, a malformed key', async () => {
    const bare = await request(notes.app).post('/v1/notes').set('authorization', `Bearer ${token}`).send(good);
    expect([bare.status, bare.body.code]).toEqual([400, 'idempotency.key_missing']);
    for (const key of ['short', 'k'.repeat(129), 'with space in it']) {
      const answer = await post(key).send(good);
      expect([answer.status, answer.body.code]).toEqual([400, 'idempotency.key_malformed']);
    }
  });

  test('the same request again gives the same answer and no second effect', async () => {
    const key = newKey();
    const first = await post(key).send(good);
    const before = await stored();
    const second = await post(`"${key}"`).send({ rank: 1, amountMinor: '100', text: 'hello' });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect([first.headers['idempotent-replayed'], second.headers['idempotent-replayed']]).toEqual([undefined, 'true']);
    expect(second.headers['location']).toBe(first.headers['location']);
    expect(await stored()).toBe(before);
  });

  test('another request under a used key', async () => {
    const key = newKey();
    await post(key).send(good);
    const answer = await post(key).send({ ...good, amountMinor: '101' });
    expect([answer.status, answer.body.code]).toEqual([422, 'idempotency.key_reused']);
  });

  test('the key of another member is another key', async () => {
    const key = newKey();
    const mine = await post(key).send(good);
    const other = await notes.token({ memberId: systemIds.next('member'), roles: ['member'] });
    const theirs = await post(key).set('authorization', `Bearer ${other}`).send(good);
    expect(theirs.status).toBe(201);
    expect(theirs.body.noteId).not.toBe(mine.body.noteId);
  });

  test('a refusal is stored and leaves nothing behind', async () => {
    const before = await stored();
    const key = newKey();
    const first = await post(key).send({ ...good, text: 'write then refuse' });
    const second = await post(key).send({ ...good, text: 'write then refuse' });
    expect([first.status, first.body.code, second.status, second.body.code]).toEqual([409, 'note.refused', 409, 'note.refused']);
    expect(await stored()).toBe(before);
  });

  test('a hundred at once: one effect, the others replay or are told to wait', async () => {
    const key = newKey();
    const before = await stored();
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(key).send(good)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThan(0);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.noteId)).size).toBe(1);
    for (const { status, body, headers } of answers)
      if (status === 409) expect([body.code, headers['retry-after']]).toEqual(['idempotency.in_progress', '1']);
    expect(await stored()).toBe(before + 1);
  });
});

describe('failures of ours', () => {
  test.each([
    ['throw', 500, 'internal'],
    ['sql', 500, 'internal'],
    ['unknown-code', 500, 'internal'],
    ['answer', 500, 'internal'],
    ['gone', 503, 'service.unavailable'],
  ])('%s', async (how, status, code) => {
    const answer = await request(notes.app).get(`/v1/broken?how=${how}`);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|note_id|stack|nobody/i);
    expect(answer.headers['retry-after']).toBe(status === 503 ? '1' : undefined);
  });
});

test('security headers are on answers and on problems', async () => {
  for (const path of ['/v1/open', '/v1/nothing', '/v1/broken']) {
    const { headers } = await request(notes.app).get(path);
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['strict-transport-security']).toContain('max-age=31536000');
    expect(headers['cache-control']).toBe('no-store');
  }
});

test('logs hold no bodies, queries or tokens', async () => {
  await post().send({ ...good, text: 'canary-in-the-body' });
  await request(notes.app).get('/v1/notes?tag=canary-in-the-query').set('authorization', `Bearer ${token}`);
  expect(notes.log()).not.toMatch(/canary/);
  expect(notes.log()).not.toContain(token.slice(0, 40));
  expect(notes.log()).toContain('createNote');
});
