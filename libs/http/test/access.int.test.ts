/** Who may do what, decided in one place; probes; audit of administrators. */
import { systemIds } from '@mutua/config';
import type { Id } from '@mutua/kernel';
import request, { type Test } from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NotesApp, openNotesApp } from './notes-app.ts';

let notes: NotesApp;
let noteId: string;
const owner = systemIds.next('member');
const stranger = systemIds.next('member');
const admin = systemIds.next('member');
const auditor = systemIds.next('member');
const body = { text: 'hello', amountMinor: '100', rank: 1 };

beforeAll(async () => {
  notes = await openNotesApp();
  const made = await as(request(notes.app).post('/v1/notes'), owner, ['member']).then((test) =>
    test.set('idempotency-key', 'a-first-key').send(body),
  );
  noteId = made.body.noteId;
});
afterAll(() => notes?.close());

// A supertest request is thenable, so it must not be the value of a promise by itself.
async function as(test: Test, memberId: Id<'member'>, roles: string[]): Promise<{ set: Test['set']; send: Test['send'] }> {
  const token = await notes.token({ memberId, roles });
  test.set('authorization', `Bearer ${token}`);
  return { set: test.set.bind(test), send: test.send.bind(test) };
}

type Case = { name: string; memberId?: Id<'member'>; roles: string[]; statuses: [read: number, change: number, remove: number] };

test.each<Case>([
  { name: 'nobody', roles: [], statuses: [401, 401, 401] },
  { name: 'owner', memberId: owner, roles: ['member'], statuses: [200, 200, 403] },
  { name: 'stranger', memberId: stranger, roles: ['member'], statuses: [404, 404, 403] },
  { name: 'auditor', memberId: auditor, roles: ['auditor'], statuses: [200, 404, 403] },
])('$name', async ({ memberId, roles, statuses }) => {
  const call = async (test: Test, payload?: object): Promise<number> => {
    if (memberId === undefined) return (await test.send(payload)).status;
    return (await (await as(test, memberId, roles)).send(payload)).status;
  };
  const path = `/v1/notes/${noteId}`;
  const read = await call(request(notes.app).get(path));
  const change = await call(request(notes.app).put(path), body);
  const remove = await call(request(notes.app).delete(path));
  expect([read, change, remove]).toEqual(statuses);
});

test('a foreign and an unknown object cannot be told apart', async () => {
  const path = (id: string) => `/v1/notes/${id}`;
  const ask = async (id: string) => (await as(request(notes.app).get(path(id)), stranger, ['member'])).send();
  const foreign = await ask(noteId);
  const unknown = await ask(systemIds.next('note'));
  const strip = (problem: Record<string, unknown>) => ({ ...problem, instance: '', requestId: '' });
  expect(strip(foreign.body)).toEqual(strip(unknown.body));
  expect(foreign.body.code).toBe('note.not_found');
});

test('what an administrator changes is recorded with it, and not when it is refused', async () => {
  const put = async (text: string) => (await as(request(notes.app).put(`/v1/notes/${noteId}`), admin, ['admin'])).send({ ...body, text });
  expect((await put('write then refuse')).status).toBe(409);
  expect((await put('changed')).status).toBe(200);
  const rows = await notes.db.sql.query('select actor_id, action, object_id, details from audit_events');
  expect(rows).toEqual([
    {
      actor_id: admin,
      action: 'changeNote',
      object_id: noteId,
      details: { params: { noteId }, body: { ...body, text: 'changed' }, requestId: expect.any(String) },
    },
  ]);
  const note = await notes.db.sql.one('select text from notes where note_id = $1', [noteId]);
  expect(note).toEqual({ text: 'changed' });
});

test('a missing, broken or foreign token is 401 and says how', async () => {
  for (const authorization of [undefined, 'Bearer x.y.z', 'Basic YTpi', `Bearer ${'A'.repeat(9000)}.b.c`]) {
    const test = request(notes.app).get('/v1/notes');
    if (authorization !== undefined) test.set('authorization', authorization);
    const answer = await test;
    expect([answer.status, answer.body.code, answer.headers['www-authenticate']]).toEqual([401, 'auth.unauthenticated', 'Bearer']);
  }
});

test('probes and metrics', async () => {
  expect((await request(notes.app).get('/healthz')).body).toEqual({ status: 'ok' });
  expect((await request(notes.app).get('/readyz')).body).toEqual({ status: 'ok' });
  notes.app.locals['draining'] = true;
  expect((await request(notes.app).get('/readyz')).status).toBe(503);
  notes.app.locals['draining'] = false;
  expect((await request(notes.app).get('/metrics')).text).toMatch(
    /http_request_duration_seconds_count\{.*operation="getNote".*status="200"/,
  );
});
