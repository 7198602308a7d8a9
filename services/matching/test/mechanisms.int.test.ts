/** What a listing says of its mechanism reaches the book, its batches come by the clock, and a slow database slows the intake and loses nothing. */
import { createHash } from 'node:crypto';
import { addDays, calendarDate } from '@mutua/kernel';
import { eventually } from '@mutua/testkit';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import type { OfferTerms, RequestTerms } from '../src/domain/command.ts';
import { audit } from './audit.ts';
import { eventOf } from './events.ts';
import { member, offerId, requestId } from './model/random-commands.ts';
import { handledCount, world } from './support.ts';

const firstDay = calendarDate('2026-01-01');
const offer = (n: number, minRatePpm: bigint): OfferTerms => ({
  ...{ offerId: offerId(n), lenderId: member(n), requestId: null, totalMinor: 100n, goodTillOn: null },
  criteria: { minRatePpm, grades: ['A'], minTermMonths: 13, maxTermMonths: 36, purposes: null, capPerLoanMinor: 50n },
});
const request: RequestTerms = {
  ...{ requestId: requestId(1), borrowerId: member(901), amountMinor: 100n, minimumMinor: 70n, noteMinimumMinor: 25n },
  ...{ termMonths: 36, purpose: 'car', grade: 'A', ratePpm: 90_000n, listedOn: firstDay, closesOn: addDays(firstDay, 14) },
  ...{ clearing: 'uniform-price', timing: 'batch', allocation: 'random' },
};

test('a uniform price in batches: all get the rate of the marginal winner, and the batch reveals its seed', async () => {
  const w = await world({ MUTUA_MATCHING_BATCH_MS: '200' });
  try {
    const api = supertest((await w.start()).app);
    await w.say(eventOf({ type: 'tick', businessDate: firstDay }));
    await w.handled(1);
    const offers = [offer(1, 50_000n), offer(2, 60_000n), offer(3, 70_000n), offer(4, 95_000n)];
    await w.say(...offers.map((terms) => eventOf({ type: 'place-offer', terms })), eventOf({ type: 'list-request', terms: request }));
    const filled = await eventually(() => w.heardOf('matching.request-filled.v1')[0]);
    expect(filled.data).toMatchObject({ ratePpm: 60_000, fills: [{ ratePpm: 60_000 }, { ratePpm: 60_000 }] });
    expect(await w.db.sql.query('select distinct rate_ppm from fills')).toEqual([{ rate_ppm: 60_000n }]);
    const [batch] = await w.db.sql.query<{ market: string; seq: bigint; type: string; seed: string | null }>(
      'select market, seq, type, seed from batches where fills > 0',
    );
    expect(batch).toMatchObject({ type: 'clear', seed: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const authorization = await w.issuer.bearer({ memberId: member(1), roles: ['member'] });
    const proof = await api.get(`/v1/matching-batches/EUR-${batch?.seq}/proof`).set('authorization', authorization);
    expect(proof.body).toMatchObject({
      seed: batch?.seed,
      configuration: { requests: [{ clearing: 'uniform-price', timing: 'batch', allocation: 'random' }] },
    });
    const before = await w.db.sql.query<{ payload: string }>(
      `select payload from commands where type in ('tick', 'clear') and seq < $1 order by seq desc limit 1`,
      [batch?.seq],
    );
    const commitment = createHash('sha256').update(String(batch?.seed)).digest('hex');
    expect(before[0]?.payload).toContain(commitment);
    expect((await audit(w.db)).problems).toEqual([]);
  } finally {
    await w.close();
  }
}, 60_000);

test('while the database stands still events wait in Kafka, and all are handled once it moves again', async () => {
  const w = await world();
  try {
    await w.start();
    await w.say(eventOf({ type: 'tick', businessDate: firstDay }));
    await w.handled(1);
    const offers = 3_000;
    await w.db.run(async (tx) => {
      await tx.run('select 1 from engines for update');
      for (let from = 0; from < offers; from += 500) {
        await w.say(...Array.from({ length: 500 }, (_, n) => eventOf({ type: 'place-offer', terms: offer(from + n + 1, 50_000n) })));
      }
      await eventually(async () => (await w.outside.sql.query('select 1 from outbox_pending limit 1')).length === 0, { timeoutMs: 30_000 });
      expect(await handledCount(w.db)).toBe(1);
    });
    await w.handled(offers + 1, 90_000);
    expect((await audit(w.db)).problems).toEqual([]);
    expect(await w.db.sql.one('select count(*)::int as n from dead_letters')).toEqual({ n: 0 });
  } finally {
    await w.close();
  }
}, 150_000);

test('open to the deadline: who is displaced is told, fill by fill, before the fills that displaced them', async () => {
  const w = await world();
  try {
    await w.start();
    await w.say(eventOf({ type: 'tick', businessDate: firstDay }));
    await w.handled(1);
    const untilDeadline = { ...request, timing: 'continuous', allocation: 'time', closing: 'at-deadline' } as const;
    const dear = { ...offer(1, 80_000n), criteria: { ...offer(1, 80_000n).criteria, capPerLoanMinor: 100n } };
    await w.say(eventOf({ type: 'place-offer', terms: dear }));
    await w.handled(2);
    await w.say(eventOf({ type: 'list-request', terms: untilDeadline }));
    await w.handled(3);
    await w.say(eventOf({ type: 'place-offer', terms: offer(2, 70_000n) }));
    await w.handled(4);
    await w.say(eventOf({ type: 'place-offer', terms: offer(3, 60_000n) }));
    await w.handled(5);
    const told = await eventually(() => {
      const ofRequest = w.heard.filter(({ aggregateId }) => aggregateId === request.requestId);
      return ofRequest.length === 5 ? ofRequest : undefined;
    });
    const [first, half, , whole] = told.map(({ data }) => data as { fills: { fillId: string }[]; outbid: object[] });
    expect(told.map(({ name }) => name.split('.')[1])).toEqual(['fills-made', 'fills-outbid', 'fills-made', 'fills-outbid', 'fills-made']);
    const fillId = first?.fills[0]?.fillId;
    const dearest = { fillId, offerId: dear.offerId, lenderId: dear.lenderId };
    const eur = (amountMinor: string) => ({ amountMinor, currency: 'EUR' });
    expect(half?.outbid).toEqual([{ ...dearest, released: eur('50'), left: eur('50') }]);
    expect(whole?.outbid).toEqual([{ ...dearest, released: eur('50'), left: eur('0') }]);
    expect((await w.db.sql.query<{ offer_id: string }>('select offer_id from fills order by seq')).map((row) => row.offer_id)).toEqual([
      offerId(2),
      offerId(3),
    ]);
    expect((await audit(w.db)).problems).toEqual([]);
  } finally {
    await w.close();
  }
}, 60_000);
