/** One effect per event, in order per aggregate, whatever the broker repeats, reorders or the consumer cannot digest. */
import type { Sql, Statement } from '@mutua/db';
import { reject } from '@mutua/kernel';
import { eventually, silentLogger } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockPositions, movePositions } from '../src/inbox.ts';
import { type Handlers, type Messaging, TransientError } from '../src/index.ts';
import { createProcessor } from '../src/processor.ts';
import { leaveEffect, occurredAt, openStage, type Stage, topic } from './stage.ts';

let stage: Stage;
let messaging: Messaging;
const poisoned = new Set<string>();
const refused = new Set<string>();
const early = new Set<string>();
const key = (event: { aggregateId: string; aggregateVersion: bigint }): string => `${event.aggregateId}/${event.aggregateVersion}`;

const handlers: Handlers = {
  'identity.member-verified.v1': async (event, tx) => {
    await leaveEffect(event, tx); // before the failures, so that a lost rollback would show
    if (poisoned.has(key(event))) throw new Error('cannot be handled');
    if (early.has(key(event))) throw new TransientError('not yet');
    return refused.has(key(event)) ? reject('member.odd', { amount: 5n }) : undefined;
  },
};

beforeAll(async () => {
  stage = await openStage();
  messaging = await stage.start({ handlers });
  await stage.append([stage.ids.next('member')]);
  await stage.settled(1); // the group has joined
});
afterAll(() => stage?.end());

const statuses = async (memberId: string) =>
  (await stage.letters(memberId)).map((letter) => `${letter.aggregate_version} ${letter.status}`);
const idOf = async (memberId: string, version: bigint): Promise<string> =>
  (await stage.letters(memberId)).find((letter) => letter.aggregate_version === version)?.dead_letter_id ?? '';

test('an event appended with its state becomes one effect elsewhere, in order', async () => {
  const member = stage.ids.next('member');
  for (let i = 0; i < 5; i += 1) await stage.append([member]);
  await eventually(async () => (await stage.effects(member)).length === 5);
  expect(await stage.effects(member)).toEqual([1n, 2n, 3n, 4n, 5n]);
});

test('every message five times, even in one batch: one effect each', async () => {
  const member = stage.ids.next('member');
  const once = [1, 2, 3].map((version) => ({ memberId: member, version }));
  await stage.send([...once, ...once, ...once]);
  await stage.send([...once, ...once, { memberId: member, version: 4 }]);
  await eventually(async () => (await stage.effects(member)).at(-1) === 4n);
  expect(await stage.effects(member)).toEqual([1n, 2n, 3n, 4n]);
});

test('an event that comes too soon is parked, and handled after the one it waited for', async () => {
  const member = stage.ids.next('member');
  await stage.send([
    { memberId: member, version: 1 },
    { memberId: member, version: 4 },
    { memberId: member, version: 3 },
  ]);
  await eventually(async () => (await statuses(member)).length === 2);
  expect(await statuses(member)).toEqual(['3 parked', '4 parked']);
  expect(await stage.effects(member)).toEqual([1n]);
  await stage.send([{ memberId: member, version: 2 }]);
  await eventually(async () => (await stage.effects(member)).length === 4);
  expect(await stage.effects(member)).toEqual([1n, 2n, 3n, 4n]);
  expect(await statuses(member)).toEqual(['3 replayed', '4 replayed']);
});

test('a poison event stops only its aggregate; replay heals it', async () => {
  const [sick, well] = [stage.ids.next('member'), stage.ids.next('member')];
  poisoned.add(`${sick}/2`);
  const versions = [1, 2, 3];
  await stage.send(versions.flatMap((version) => [sick, well].map((memberId) => ({ memberId, version }))));
  await eventually(async () => (await stage.effects(well)).length === 3 && (await statuses(sick)).length === 2);
  expect(await statuses(sick)).toEqual(['2 dead', '3 parked']);
  expect(await stage.effects(sick)).toEqual([1n]);
  expect(await messaging.replay(await idOf(sick, 3n))).toMatchObject({ ok: false, error: { code: 'dead_letter.not_next' } });
  const again = { code: 'dead_letter.failed_again', details: { cause: 'event.handler_failed', detail: 'cannot be handled' } };
  expect(await messaging.replay(await idOf(sick, 2n))).toEqual({ ok: false, error: again });
  expect(await statuses(sick)).toEqual(['2 dead', '3 parked']);
  poisoned.clear();
  expect(await messaging.replay(await idOf(sick, 2n))).toMatchObject({ ok: true });
  await eventually(async () => (await stage.effects(sick)).length === 3);
  expect(await stage.effects(sick)).toEqual([1n, 2n, 3n]);
  expect(await messaging.replay(await idOf(sick, 2n))).toMatchObject({ ok: false, error: { code: 'dead_letter.settled' } });
  expect(await messaging.replay('dlq_unknown')).toMatchObject({ ok: false, error: { code: 'dead_letter.not_found' } });
});

test('a rejection is kept with its code and leaves no effect; discarding lets the later ones go on', async () => {
  const member = stage.ids.next('member');
  refused.add(`${member}/1`);
  await stage.send([1, 2].map((version) => ({ memberId: member, version })));
  await eventually(async () => (await statuses(member)).length === 2);
  expect(await stage.letters(member)).toMatchObject([{ status: 'dead', cause_code: 'member.odd' }, { status: 'parked' }]);
  expect(await messaging.discard(await idOf(member, 1n))).toMatchObject({ ok: true });
  await eventually(async () => (await stage.effects(member)).length === 1);
  expect(await stage.effects(member)).toEqual([2n]);
  expect(await statuses(member)).toEqual(['1 discarded', '2 replayed']);
});

test('an event whose time has not come is tried again until it has', async () => {
  const member = stage.ids.next('member');
  early.add(`${member}/1`);
  await stage.send([1, 2].map((version) => ({ memberId: member, version })));
  await eventually(async () => (await statuses(member)).length === 2);
  expect(await statuses(member)).toEqual(['1 retrying', '2 parked']);
  early.clear();
  await eventually(async () => (await stage.effects(member)).length === 2);
  expect(await stage.effects(member)).toEqual([1n, 2n]);
});

test('what is no event of ours is kept aside, and the partition goes on', async () => {
  const [broken, unknown, odd, after] = [1, 2, 3, 4].map(() => stage.ids.next('member'));
  await stage.send([
    { memberId: broken ?? '', version: 1, payload: '{"memberId":' },
    { memberId: unknown ?? '', version: 1, headers: { ce_type: 'identity.member-vanished.v9' } },
    { memberId: odd ?? '', version: 1, headers: { ce_aggregateversion: 'many' } },
    { memberId: broken ?? '', version: 2, payload: '{"memberId":1}' },
    { memberId: after ?? '', version: 1 },
  ]);
  await eventually(async () => (await stage.effects(after)).length === 1);
  const causeOf = async (memberId = '') => (await stage.letters(memberId)).map((letter) => letter.cause_code);
  await eventually(async () => (await causeOf(broken)).length === 2);
  expect(await causeOf(broken)).toEqual(['event.unreadable', 'event.gap']);
  await eventually(async () => (await causeOf(unknown))[0] === 'event.unknown');
  const unreadable = () => stage.db.sql.query('select status, payload from dead_letters where name = $1', ['unreadable']);
  const kept = await eventually(async () => (await unreadable())[0]);
  expect(kept).toEqual({ status: 'dead', payload: JSON.stringify({ memberId: odd }) });
});

test('a consumer that stopped after its commit and before its ack makes no second effect', async () => {
  const member = stage.ids.next('member');
  await stage.append([member, member, member]);
  await eventually(async () => (await stage.effects(member)).length === 3);
  const before = (await stage.effects()).length;
  await messaging.close();
  // As after a crash: the database has moved on, the broker has not heard of it.
  const admin = stage.kafka.admin();
  await admin.connect();
  await admin.resetOffsets({ groupId: `${stage.prefix}msgtest`, topic: `${stage.prefix}${topic}`, earliest: true });
  messaging = await stage.start({ handlers });
  await stage.append([member]);
  await eventually(async () => (await stage.effects(member)).length === 4);
  await eventually(async () => Object.values(await messaging.lag()).every((lag) => lag === 0));
  await admin.disconnect();
  expect(await stage.effects(member)).toEqual([1n, 2n, 3n, 4n]);
  expect((await stage.effects()).length).toBe(before + 1);
});

test('hooks surround each transaction and hear of each rollback', async () => {
  const open = new Set<object>();
  const told = { begun: 0, ended: 0, rolledBack: 0 };
  await messaging.close();
  messaging = await stage.start({
    handlers,
    hooks: {
      begin: async (tx) => {
        open.add(tx);
        told.begun += 1;
      },
      end: async (tx) => {
        if (open.delete(tx)) told.ended += 1;
      },
      rolledBack: async (tx) => {
        open.delete(tx);
        told.rolledBack += 1;
      },
    },
  });
  const [sick, well] = [stage.ids.next('member'), stage.ids.next('member')];
  poisoned.add(`${sick}/1`);
  await stage.send([sick, well].map((memberId) => ({ memberId, version: 1 })));
  await eventually(async () => (await stage.effects(well)).length === 1 && (await statuses(sick)).length === 1);
  expect(told.rolledBack).toBeGreaterThanOrEqual(3); // each try of the poison event
  expect(told.begun).toBeGreaterThan(told.rolledBack);
  expect(open.size).toBe(0);
});

test('two consumers that meet a new aggregate at the same time make one effect', async () => {
  const member = stage.ids.next('member');
  const both = Promise.withResolvers<void>();
  let tries = 0;
  const slow: Handlers = {
    'identity.member-verified.v1': async (event, tx) => {
      await leaveEffect(event, tx);
      tries += 1;
      if (tries === 2) both.resolve();
      await both.promise; // until the other one is at the same event
    },
  };
  const event = { ...storedEvent(member), text: JSON.stringify({ memberId: member }) };
  const { ids, db } = stage;
  const twins = [1, 2].map(() => createProcessor({ db, consumer: 'twins', handlers: slow, ids, logger: silentLogger }));
  const alive = { heartbeat: async () => undefined, signal: new AbortController().signal };
  await Promise.all(twins.map((twin) => twin.handle([event], alive)));
  expect(await stage.effects(member)).toEqual([1n]);
  expect(tries).toBe(2);
});

const storedEvent = (member: string) => ({
  ...{ id: `evt-${member}`, name: 'identity.member-verified.v1', topic, aggregateId: member, aggregateVersion: 1n },
  ...{ occurredAt, subjects: [], data: undefined },
});

test('a batch reads its own streams only, in a database whose statistics say that there are none', async () => {
  const consumer = 'busy';
  const streams = Array.from({ length: 50 }, (_, n) => `t:${n * 40}`);
  await stage.db.run(async (tx) => {
    await tx.run(`insert into inbox select $1, 't:' || n, 1 from generate_series(0, 2999) as n`, [consumer]);
    const before = await inboxRowsRead(tx);
    const from = await lockPositions(tx, consumer, streams);
    expect([...from.keys()].sort()).toEqual([...streams].sort());
    const moves: Statement[] = [];
    const to = new Map(streams.map((stream) => [stream, 2n]));
    movePositions({ ...tx, defer: (make) => void moves.push(...[make()].filter((one) => one !== undefined)) }, consumer, { from, to });
    for (const { text, params } of moves) await tx.run(text, params);
    // Read to be locked, and once more to be moved.
    expect((await inboxRowsRead(tx)) - before).toBeLessThanOrEqual(streams.length * 4);
    expect(new Set((await lockPositions(tx, consumer, streams)).values())).toEqual(new Set([2n]));
  });
});

const inboxRowsRead = async (tx: Sql): Promise<number> =>
  Number(
    (await tx.one<{ n: bigint }>(`select seq_tup_read + idx_tup_fetch as n from pg_stat_xact_user_tables where relname = 'inbox'`))?.n,
  );
