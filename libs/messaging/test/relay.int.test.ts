/** The relay sends everything at least once and in order; one leads, another takes over; groups share the work without doubling it. */
import type { Tx } from '@mutua/db';
import { eventually, silentLogger } from '@mutua/testkit';
import type { TopicMessages } from 'kafkajs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EventEnvelope, type Relay, startRelay } from '../src/index.ts';
import { asOwner, leaveEffect, occurredAt, openStage, type Stage } from './stage.ts';

let stage: Stage;
const relays: Relay[] = [];
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.close()));
  await stage?.end();
});

const handlers = { 'identity.member-verified.v1': leaveEffect };

const versionsOf = (sent: readonly TopicMessages[], memberId: string): number[] =>
  sent.flatMap(({ messages }) =>
    messages.filter(({ key }) => key === memberId).map(({ headers }) => Number(headers?.['ce_aggregateversion'])),
  );

/** A relay that writes down what it sends; `before` may throw. */
function spyRelay(sent: TopicMessages[], { before }: { before?: () => void } = {}): void {
  const relay = startRelay({
    db: stage.db,
    topicPrefix: stage.prefix,
    service: 'msgtest',
    logger: silentLogger,
    send: async (batches) => {
      before?.();
      sent.push(...batches);
    },
  });
  relays.push(relay);
}
const isDrained = (): Promise<boolean> =>
  stage.db.sql.one<{ n: number }>('select count(*)::int as n from outbox_pending').then((row) => row?.n === 0);

test('of two relays one leads; when its connection dies the other takes over, and nothing is lost', async () => {
  const members = Array.from({ length: 5 }, () => stage.ids.next('member'));
  const sent: TopicMessages[] = [];
  spyRelay(sent);
  spyRelay(sent);
  const leaders = async (): Promise<number> =>
    (await Promise.all(relays.map((relay) => relay.status()))).filter(({ leads }) => leads).length;
  await eventually(async () => (await leaders()) === 1);
  let hasKilled = false;
  for (let i = 0; i < 60; i += 1) {
    await stage.append(members);
    if (i !== 30) continue;
    hasKilled = true;
    await asOwner(
      stage.database.adminUrl,
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database()) and objid = 7405002`,
    );
  }
  await eventually(isDrained);
  expect(hasKilled).toBe(true);
  expect(await leaders()).toBe(1);
  for (const member of members) {
    const versions = versionsOf(sent, member);
    expect([...new Set(versions)].sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    // Repetitions are allowed, a step over a version is not.
    let highest = 0;
    for (const version of versions) {
      expect(version).toBeLessThanOrEqual(highest + 1);
      highest = Math.max(highest, version);
    }
  }
});

test('a broker that fails is asked again until it takes the events', async () => {
  const member = stage.ids.next('member');
  const sent: TopicMessages[] = [];
  let failures = 2;
  spyRelay(sent, {
    before: () => {
      failures -= 1;
      if (failures >= 0) throw new Error('no leader for the partition');
    },
  });
  await stage.append([member]);
  await eventually(isDrained);
  expect(versionsOf(sent, member)).toEqual([1]);
});

test('a relay that dies between ack and settling sends again, and consumers notice nothing', async () => {
  const members = Array.from({ length: 20 }, () => stage.ids.next('member'));
  const messaging = await stage.start({ handlers });
  await stage.append(members);
  await stage.settled(20);
  // Exactly what a crash at that point leaves: sent, handled, and not settled.
  await stage.db.sql.run('insert into outbox_pending select position from outbox where aggregate_version = $1', [1]);
  await stage.append(members);
  await stage.settled(40);
  await eventually(isDrained);
  await eventually(async () => Object.values(await messaging.lag()).every((lag) => lag === 0));
  for (const member of members) expect(await stage.effects(member)).toEqual([1n, 2n]);
});

test('republished events reach a broker that lost them, and change nothing elsewhere', async () => {
  const members = Array.from({ length: 10 }, () => stage.ids.next('member'));
  const messaging = await stage.start({ handlers });
  await stage.append(members);
  await stage.settled(10);
  const row = await stage.db.sql.one<{ at: Parameters<typeof messaging.republish>[0] }>('select min(occurred_at) as at from outbox');
  if (row === undefined) throw new Error('the outbox is empty');
  expect(await messaging.republish(row.at)).toBe(10);
  await stage.append(members);
  await stage.settled(20);
  await eventually(async () => Object.values(await messaging.lag()).every((lag) => lag === 0));
  expect((await stage.effects()).length).toBe(20);
});

test('members of a group come and go under load: no effect is doubled, lost or out of order', async () => {
  const members = Array.from({ length: 40 }, () => stage.ids.next('member'));
  const first = await stage.start({ handlers });
  const rounds = 40;
  const write = async (): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) await stage.append(members);
  };
  const writing = write();
  await stage.settled(200);
  const second = await stage.start({ handlers });
  await writing;
  await eventually(async () => (await second.status()).consumer?.running === true);
  await first.close();
  await stage.settled(rounds * members.length);
  for (const member of members)
    expect(await stage.effects(member)).toEqual(Array.from({ length: rounds }, (_, index) => BigInt(index + 1)));
});

test('events that together are too large for one message go one after the other, and one that never fits is refused at once', async () => {
  const journalId = stage.ids.next('journal');
  const told = (transfers: number) => ({
    id: stage.ids.next('event'),
    name: 'payments.journals-posted.v1',
    aggregateId: journalId,
    data: {
      journals: [
        {
          ...{ journalId, reference: 'r', kind: 'test', businessDate: '2026-01-02' },
          transfers: Array.from({ length: transfers }, () => ({
            ...{ debit: 'platform:bank-clearing:EUR:00', credit: 'platform:suspense:EUR:00' },
            ...{ amountMinor: '1', kind: 'post', code: 'deposit' },
          })),
        },
      ],
    },
    occurredAt,
  });
  const count = async (event: EventEnvelope, tx: Tx): Promise<void> => {
    await tx.run('insert into effects (member_id, version) values ($1, $2)', [event.aggregateId, event.aggregateVersion]);
  };
  await stage.start({ handlers: { 'payments.journals-posted.v1': count } });
  await stage.db.run((tx) => tx.outbox.append([told(4_000), told(4_000), told(4_000), told(1)]));
  await stage.settled(4);
  expect(await stage.effects(journalId)).toEqual([1n, 2n, 3n, 4n]);
  await expect(stage.db.run((tx) => tx.outbox.append([told(8_000)]))).rejects.toThrow('an event fits into a message');
});
