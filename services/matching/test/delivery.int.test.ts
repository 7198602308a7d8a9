/** Kafka gives an event twice, late, or out of order: the log has each command once and in the order of its aggregate. */
import { calendarDate } from '@mutua/kernel';
import { eventually } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OfferTerms, RequestTerms } from '../src/domain/command.ts';
import { audit } from './audit.ts';
import { eventOf } from './events.ts';
import { chance, member, offerId, requestId } from './model/random-commands.ts';
import { type World, world } from './support.ts';

let w: World;
beforeAll(async () => {
  w = await world();
  await w.start();
});
afterAll(() => w.close());

const offer = (n: number, totalMinor = 100n) => {
  const criteria = { minRatePpm: 50_000n, grades: ['A'], minTermMonths: 12, maxTermMonths: 60, purposes: null, capPerLoanMinor: 50n };
  const terms: OfferTerms = { offerId: offerId(n), lenderId: member(n), requestId: null, totalMinor, criteria, goodTillOn: null };
  return eventOf({ type: 'place-offer', terms });
};
const request = (n: number, amountMinor: bigint, grade = 'A') => {
  const terms: RequestTerms = {
    ...{ requestId: requestId(n), borrowerId: member(1_000 + n), amountMinor, minimumMinor: amountMinor, noteMinimumMinor: 25n },
    ...{ termMonths: 36, purpose: 'car', grade, ratePpm: 90_000n, clearing: 'posted-rate' },
    ...{ listedOn: calendarDate('2026-01-01'), closesOn: calendarDate('2026-01-15') },
  };
  return eventOf({ type: 'list-request', terms });
};
const withdraw = (n: number) => eventOf({ type: 'withdraw-request', requestId: requestId(n) });
const revoke = (n: number) => eventOf({ type: 'revoke-offer', offerId: offerId(n) });

test('everything sent three times has one effect', async () => {
  await w.say(offer(1), offer(2), request(1, 100n), withdraw(1));
  await w.handled(4);
  const before = await audit(w.db);
  for (let again = 0; again < 2; again += 1) {
    await w.outside.sql.run(`insert into outbox_pending select position from outbox where name like 'loans.%' on conflict do nothing`);
    await w.say(offer(10 + again));
    await w.handled(5 + again);
  }
  const after = await audit(w.db);
  expect(after).toMatchObject({ seq: before.seq + 2, problems: [] });
});

/** The relay does not see this one event until it is asked to. */
const keepBack = async (aggregateId: string, version: bigint): Promise<void> => {
  await w.outside.sql.run(`create function keep_back() returns trigger language plpgsql as $$ begin
    delete from outbox_pending p using outbox o where p.position = new.position and o.position = p.position
      and o.aggregate_id = '${aggregateId}' and o.aggregate_version = ${version};
    return null; end $$`);
  await w.outside.sql.run('create trigger keep_back after insert on outbox_pending for each row execute function keep_back()');
};

test('a withdrawal that overtakes its listing waits for it', async () => {
  // A grade of its own: nothing fills it.
  await keepBack(requestId(2), 1n);
  await w.say(request(2, 100n, 'B'), withdraw(2));
  await eventually(async () => {
    const [row] = await w.db.sql.query<{ status: string }>('select status from dead_letters where aggregate_id = $1', [requestId(2)]);
    return row?.status === 'parked';
  });
  await w.outside.sql.run('drop trigger keep_back on outbox_pending');
  await w.outside.sql.run('insert into outbox_pending select position from outbox where aggregate_id = $1', [requestId(2)]);
  const closed = await eventually(() => w.heardOf('matching.request-closed.v1').find((event) => event.aggregateId === requestId(2)));
  expect(closed.data).toMatchObject({ outcome: 'withdrawn', released: [] });
  expect((await audit(w.db)).problems).toEqual([]);
});

test('revocations racing with fills: each cent is either filled or freed, once', async () => {
  const { below } = chance(Number(process.env['MUTUA_SEED'] ?? 11));
  const offers = Array.from({ length: 60 }, (_, i) => 100 + i);
  await w.say(...offers.map((n) => offer(n, BigInt(50 + below(100)))));
  await w.say(...offers.map((n) => request(n, 75n)).slice(0, 30));
  const race = [...offers.map(revoke), ...offers.slice(30).map((n) => request(n, 75n)), ...offers.slice(0, 15).map(withdraw)];
  for (const event of race.sort(() => below(3) - 1)) await w.say(event);
  const found = await eventually(
    async () => {
      const rows = await w.db.sql.query<{ offer_id: string; freed_minor: bigint; outcome: string | null }>(
        'select offer_id, freed_minor, outcome from offers where offer_id = any($1)',
        [offers.map(offerId)],
      );
      return rows.length === offers.length && rows.every((row) => row.outcome !== null) ? rows : undefined;
    },
    { what: 'every offer is closed' },
  );
  expect((await audit(w.db)).problems).toEqual([]);
  const freedOf = (id: string): bigint =>
    w.heard
      .filter((event) => event.aggregateId === id && event.name.startsWith('matching.offer-'))
      .reduce((sum, event) => sum + BigInt((event.data as { freed: { amountMinor: string } }).freed.amountMinor), 0n);
  await eventually(() => found.every((row) => freedOf(row.offer_id) >= row.freed_minor), { what: 'what was freed is told' });
  const late = await w.db.sql.query<{ offer_id: string; freed_minor: bigint }>(
    'select offer_id, freed_minor from offers where offer_id = any($1)',
    [offers.map(offerId)],
  );
  await eventually(() => late.every((row) => freedOf(row.offer_id) === row.freed_minor), { what: 'what was freed is told once' });
});
