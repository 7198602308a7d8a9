/** The operations endpoints that every service serves under its own name: status, dead letters, audit trail. */
import type { OperationsComponents, OperationsOperations } from '@mutua/contracts';
import type { Sql } from '@mutua/db';
import { epochMsOf, type Instant, type Rejection, type Result, reject } from '@mutua/kernel';
import { decodeCursor, pageOf } from './cursor.ts';
import { reply } from './reply.ts';
import type { AppOptions, MessagingOperations } from './service.ts';
import type { Answer, Ctx, Handlers, Policy } from './types.ts';

type Ops = OperationsOperations;
type Schemas = OperationsComponents['schemas'];
type Platform = Pick<AppOptions<unknown>, 'spec' | 'db' | 'operations'>;

const staff = ['admin', 'auditor'] as const;

export const operationsPolicy: Policy<Ops> = {
  getOperationsStatus: { access: 'roles', roles: staff },
  listDeadLetters: { access: 'roles', roles: staff },
  getDeadLetter: { access: 'roles', roles: staff },
  replayDeadLetter: { access: 'roles', roles: ['admin'] },
  discardDeadLetter: { access: 'roles', roles: ['admin'] },
  listAuditEvents: { access: 'roles', roles: staff },
};

export function operationsHandlers(platform: Platform): Handlers<Ops> {
  const startedMs = performance.now();
  return {
    getOperationsStatus: async ({ sql, now }) => reply.ok(await statusOf(platform, { sql, now, startedMs })),
    listDeadLetters,
    getDeadLetter: async ({ sql, params }) => (await deadLetter(sql, params.deadLetterId)) ?? reject('dead_letter.not_found'),
    replayDeadLetter: { transaction: 'own', handle: (ctx) => settle(platform, ctx, (messaging, id) => messaging.replay(id)) },
    discardDeadLetter: { transaction: 'own', handle: (ctx) => settle(platform, ctx, (messaging, id) => messaging.discard(id)) },
    listAuditEvents,
  };
}

type Look = { readonly sql: Sql; readonly now: Instant; readonly startedMs: number };

async function statusOf({ spec, operations }: Platform, { sql, now, startedMs }: Look): Promise<Schemas['OperationsStatus']> {
  const outbox = await sql.one<{ unpublished: number; oldest: Instant | null }>(
    'select count(*)::int as unpublished, min(occurred_at) as oldest from outbox_pending join outbox using (position)',
  );
  const letters = await sql.query<{ status: string; count: number }>(
    `select status, count(*)::int as count from dead_letters where status in ('dead', 'parked', 'retrying') group by status`,
  );
  const lag = await lagOf(operations);
  const oldest = outbox?.oldest ?? null;
  return {
    service: spec,
    uptimeSeconds: Math.floor((performance.now() - startedMs) / 1000),
    outbox: {
      unpublished: outbox?.unpublished ?? 0,
      oldestAgeSeconds: oldest === null ? 0 : Math.max(0, (epochMsOf(now) - epochMsOf(oldest)) / 1000),
    },
    consumers: Object.entries(lag).map(([topic, behind]) => ({ topic, lag: String(behind) })),
    deadLetters: Object.fromEntries(letters.map(({ status, count }) => [status, count])),
    queues: (await operations?.queues?.()) ?? {},
  };
}

/** The broker may be away just when an operator looks: then the rest is still told, without consumers. */
async function lagOf(operations: Platform['operations']): Promise<Readonly<Record<string, bigint | number>>> {
  try {
    return (await operations?.messaging?.()?.lag()) ?? {};
  } catch {
    return {};
  }
}

type LetterRow = {
  dead_letter_id: string;
  consumer: string;
  event_id: string;
  name: string;
  aggregate_id: string;
  aggregate_version: bigint;
  status: Schemas['DeadLetterStatus'];
  cause_code: string;
  cause_detail: string;
  attempts: number;
  payload: string;
  created_at: Instant;
};

const letterColumns =
  'dead_letter_id, consumer, event_id, name, aggregate_id, aggregate_version, status, cause_code, cause_detail, attempts, payload, created_at';

async function listDeadLetters({ sql, query }: Ctx<Ops['listDeadLetters']>): Answer<Ops['listDeadLetters']> {
  const after = decodeCursor(query.cursor, 2);
  if (!after.ok) return after;
  const limit = query.limit ?? 25;
  const rows = await sql.query<LetterRow>(
    `select ${letterColumns} from dead_letters
     where ($1::text is null or status = $1) and ($2::timestamptz is null or (created_at, dead_letter_id) < ($2::timestamptz, $3::text))
     order by created_at desc, dead_letter_id desc limit $4`,
    [query.status ?? null, after.value?.[0] ?? null, after.value?.[1] ?? null, limit + 1],
  );
  return reply.ok(pageOf(rows, limit, { keys: (row) => [row.created_at, row.dead_letter_id], view: letterView }));
}

async function deadLetter(sql: Sql, id: string): Promise<{ status: 200; body: Schemas['DeadLetter'] } | undefined> {
  const row = await sql.one<LetterRow>(`select ${letterColumns} from dead_letters where dead_letter_id = $1`, [id]);
  return row && reply.ok(letterView(row));
}

function letterView(row: LetterRow): Schemas['DeadLetter'] {
  return {
    deadLetterId: row.dead_letter_id,
    consumer: row.consumer,
    eventId: row.event_id,
    name: row.name,
    aggregateId: row.aggregate_id,
    aggregateVersion: row.aggregate_version.toString(),
    status: row.status,
    code: row.cause_code,
    message: row.cause_detail,
    attempts: row.attempts,
    data: payloadOf(row.payload),
    recordedAt: row.created_at,
  };
}

/** A poison message may not even be JSON; then it is shown as it came. */
function payloadOf(payload: string): Record<string, never> {
  try {
    const value: unknown = JSON.parse(payload);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, never>;
  } catch {
    // shown below
  }
  return { text: payload } as unknown as Record<string, never>;
}

type Act = (messaging: MessagingOperations, deadLetterId: string) => Promise<Result<unknown, Rejection>>;
type LetterAction = Ops['replayDeadLetter'] | Ops['discardDeadLetter'];

/** Messaging handles dead letters in transactions of its own, so the audit record comes first: what was tried is never untold. */
async function settle({ db, operations }: Platform, ctx: Ctx<LetterAction>, act: Act): Answer<LetterAction> {
  const { deadLetterId } = ctx.params;
  const messaging = operations?.messaging?.();
  if (messaging === undefined) return reject('service.unavailable');
  const known = await deadLetter(ctx.sql, deadLetterId);
  if (known === undefined) return reject('dead_letter.not_found');
  await db.run(async (tx) => {
    const { actor, operationId: action, requestId } = ctx;
    const id = ctx.ids.next('auditEvent');
    await tx.audit.record({ id, actorId: actor.memberId, action, objectId: deadLetterId, details: { requestId }, at: ctx.now });
  });
  const acted = await act(messaging, deadLetterId);
  if (!acted.ok) return acted;
  return (await deadLetter(ctx.sql, deadLetterId)) ?? reject('dead_letter.not_found');
}

type AuditRow = { audit_event_id: string; actor_id: string; action: string; object_id: string; details: object; recorded_at: Instant };

async function listAuditEvents({ sql, query }: Ctx<Ops['listAuditEvents']>): Answer<Ops['listAuditEvents']> {
  const after = decodeCursor(query.cursor, 2);
  if (!after.ok) return after;
  const limit = query.limit ?? 25;
  const rows = await sql.query<AuditRow>(
    `select audit_event_id, actor_id, action, object_id, details, recorded_at from audit_events
     where ($1::text is null or actor_id = $1) and ($2::text is null or object_id = $2)
       and ($3::timestamptz is null or (recorded_at, audit_event_id) < ($3::timestamptz, $4::text))
     order by recorded_at desc, audit_event_id desc limit $5`,
    [query.actorId ?? null, query.objectId ?? null, after.value?.[0] ?? null, after.value?.[1] ?? null, limit + 1],
  );
  return reply.ok(pageOf(rows, limit, { keys: (row) => [row.recorded_at, row.audit_event_id], view: auditView }));
}

function auditView(row: AuditRow): Schemas['AuditEvent'] {
  return {
    auditEventId: row.audit_event_id,
    actorId: row.actor_id,
    action: row.action,
    objectId: row.object_id,
    details: row.details as Record<string, never>,
    recordedAt: row.recorded_at,
  };
}
