/** Default rates over the years: who was there and not in default when a window began, and who came into default in it. */
import { calendarDate } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectWhole, lend, openDay, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  await expectWhole(world);
  await world.close();
});

test('a loan that stops paying is a default in the window of its 121st day, and in none after', async () => {
  await lend(world, { name: 'short', borrower: 'borrower', slices: [['ann', 50_000n]] });
  await lend(world, { name: 'long', borrower: 'borrower', slices: [['ann', 50_000n]], terms: { termMonths: 48 } });
  const first = await world.get('/v1/reports/default-rates', 'ann').expect(200);
  expect(first.body.items).toEqual([]);
  await openDay(world, calendarDate('2026-07-20'));
  await world.db.sql.run("update business_clock set business_date = '2027-01-16'");
  const report = await world.get('/v1/reports/default-rates', 'ann').expect(200);
  expect(report.body).toMatchObject({
    asOf: '2027-01-16',
    items: [
      {
        currency: 'EUR',
        meanRatePpm: null,
        windows: [{ from: '2026-01-16', to: '2027-01-16', loans: 2, defaults: 2, ratePpm: 1_000_000 }],
      },
    ],
  });
});
