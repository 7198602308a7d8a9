/** The small contract served by a real application on a real database. */
import { fileURLToPath } from 'node:url';
import { systemClock, systemIds } from '@mutua/config';
import { type Database, openDatabase } from '@mutua/db';
import { reject } from '@mutua/kernel';
import { createLogger, createMetrics } from '@mutua/telemetry';
import { testDatabase, testIssuer } from '@mutua/testkit';
import type { Express } from 'express';
import { createAppFrom } from '../src/app.ts';
import { createAuthenticator } from '../src/auth.ts';
import { reply } from '../src/reply.ts';
import { readOperations } from '../src/spec.ts';
import type { Ctx, Handlers, Policy } from '../src/types.ts';
import { type NotesOperations, notesDocument } from './notes-document.ts';

export type NotesApp = {
  readonly app: Express;
  readonly db: Database;
  readonly token: (claims: { memberId: string; roles: readonly string[] }) => Promise<string>;
  /** Log lines so far. */
  readonly log: () => string;
  close(): Promise<void>;
};

type Row = { note_id: string; owner_id: string; text: string; amount_minor: bigint };
const view = (row: Row) => ({ noteId: row.note_id, text: row.text, amountMinor: row.amount_minor.toString() });

const handlers: Handlers<NotesOperations> = {
  listNotes: async ({ query }) => reply.ok({ limit: query.limit, tag: query.tag ?? null }),
  createNote: async ({ tx, body, actor, ids }) => {
    if (body.text === 'refuse me') return reject('note.refused', { amountMinor: 12n });
    const noteId = ids.next('note');
    await tx.run('insert into notes values ($1, $2, $3, $4)', [noteId, actor.memberId, body.text, body.amountMinor]);
    if (body.text === 'write then refuse') return reject('note.refused');
    return reply.created({ noteId, text: body.text, amountMinor: body.amountMinor }, `/v1/notes/${noteId}`);
  },
  getNote: async ({ sql, params }) => {
    const row = await sql.one<Row>('select * from notes where note_id = $1', [params.noteId]);
    return row === undefined ? reject('note.not_found') : reply.ok(view(row));
  },
  changeNote: async ({ tx, params, body }) => {
    await tx.run('update notes set text = $2 where note_id = $1', [params.noteId, body.text]);
    if (body.text === 'write then refuse') return reject('note.refused');
    return reply.ok({ noteId: params.noteId, text: body.text, amountMinor: body.amountMinor });
  },
  deleteNote: async ({ tx, params }) => {
    await tx.run('delete from notes where note_id = $1', [params.noteId]);
    return reply.noContent();
  },
  getBroken: async (ctx) => breakDown(ctx),
  getOpen: async () => reply.ok({ open: true }),
};

async function breakDown({ query, sql }: Ctx<NotesOperations['getBroken']>) {
  if (query.how === 'sql') await sql.query('select * from secret_table_name');
  if (query.how === 'gone') throw Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' });
  if (query.how === 'unknown-code') return reject('nobody.knows_this');
  if (query.how === 'answer') return reply.ok({ noteId: 'not an id', text: 'x', amountMinor: '1' });
  throw new Error('a secret of the implementation');
}

const owners: Extract<Policy<NotesOperations>['getNote'], { access: 'object' }>['owners'] = async (sql, { noteId }) => {
  const row = await sql.one<Row>('select * from notes where note_id = $1', [noteId]);
  return row && [row.owner_id];
};
const ownNote = { access: 'object', kind: 'note', owners } as const;

const policy: Policy<NotesOperations> = {
  listNotes: { access: 'roles', roles: ['member'] },
  createNote: { access: 'roles', roles: ['member'] },
  getNote: { ...ownNote, alsoRoles: ['auditor'] },
  changeNote: { ...ownNote, alsoRoles: ['admin'] },
  deleteNote: { access: 'roles', roles: ['admin'] },
  getBroken: { access: 'public' },
  getOpen: { access: 'public' },
};

export async function openNotesApp(): Promise<NotesApp> {
  const database = await testDatabase('notes', { directory: fileURLToPath(new URL('migrations', import.meta.url)) });
  const lines: string[] = [];
  const logger = createLogger({ service: 'notes', level: 'debug', destination: { write: (line: string) => void lines.push(line) } });
  const db = await openDatabase({ url: database.url, applicationName: 'notes-test', poolMax: 10, logger });
  const issuer = await testIssuer();
  const app = createAppFrom(readOperations(notesDocument), {
    spec: 'identity',
    handlers,
    policy,
    problems: {
      'note.refused': { status: 409, title: 'This note is refused' },
      'note.not_found': { status: 404, title: 'There is no such note' },
    },
    db,
    auth: createAuthenticator({ ...issuer, clock: systemClock }),
    clock: systemClock,
    ids: systemIds,
    logger,
    metrics: createMetrics({ service: 'notes' }),
    validateResponses: true,
  });
  return {
    app,
    db,
    token: (claims) => issuer.token(claims),
    log: () => lines.join(''),
    async close() {
      await db.close();
      await issuer.close();
      await database.drop();
    },
  };
}
