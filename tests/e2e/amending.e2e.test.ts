/** A lender changes the terms of a standing offer: through loans, matching and payments, against fills, and until the money is back. */
import { eventually } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectWhole, untilQuiet } from '../support/books.ts';
import { type LiveReader, readDepth } from '../support/live.ts';
import { amend, ask, grades, lend, newLoanRequest, newOffer, type Offer, sign, untilOffer, untilRequest } from '../support/market.ts';
import { cents, deposit, eur, join, type Person } from '../support/people.ts';
import { type Platform, startTestPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform?.close());

const minor = ({ amountMinor }: { readonly amountMinor: string }): number => Number(amountMinor);
const lenderWith = async (name: string, amountMinor: number): Promise<Person> => {
  const lender = await join(platform, name);
  await deposit(platform, lender, amountMinor);
  return lender;
};
const offerAt = (amountMinor: number, minRatePpm: number): object =>
  newOffer(amountMinor, { criteria: { minRatePpm, grades, minTermMonths: 12, maxTermMonths: 12, capPerLoan: eur(amountMinor) } });
const patch = (lender: Person, { offerId }: Offer, body: object) =>
  platform.api.call({ method: 'PATCH', path: `/v1/offers/${offerId}`, token: lender.accessToken, body });
const now = (lender: Person, { offerId }: Offer): Promise<Offer> => platform.api.get<Offer>(lender, `/v1/offers/${offerId}`);
const accountedFor = ({ filled, captured, freed }: Offer): number => minor(filled) + minor(captured) + minor(freed);

type Cell = { readonly offers: readonly { readonly ratePpm: number; readonly amount: { readonly amountMinor: string } }[] };

/** What the last event of the depth says is offered at a rate, in the first cell that has it. */
const amountAt = ({ events }: LiveReader, ratePpm: number): string | undefined => {
  const cells = (events.at(-1)?.data['cells'] ?? []) as readonly Cell[];
  return cells.flatMap(({ offers }) => offers).find((level) => level.ratePpm === ratePpm)?.amount.amountMinor;
};

test('a request that waits is funded once the lender asks for less', async () => {
  const lender = await lenderWith('Dear Lender', 50_000);
  const borrower = await join(platform, 'Waiting Borrower');
  const request = await ask(platform, borrower, newLoanRequest(50_000), 'listed');
  const ratePpm = Number(request.ratePpm);
  const offer = await lend(platform, lender, offerAt(50_000, ratePpm + 1_000));
  await untilQuiet(platform);
  expect((await untilRequest(platform, borrower, request.requestId, 'listed')).filled).toEqual(eur(0));
  expect((await amend(platform, lender, offer, { criteria: { minRatePpm: ratePpm } })).amendment).toMatchObject({
    ...{ status: 'applied', code: null, isPlaceKept: false },
  });
  await sign(platform, borrower, await untilRequest(platform, borrower, request.requestId, 'contracting'));
  expect(await cents(platform, lender)).toEqual([0, 0]);
  await expectWhole(platform);
});

test('a smaller total gives the difference back and nothing else; what is gone is not amended', async () => {
  const lender = await lenderWith('Careful Lender', 100_000);
  const offer = await lend(platform, lender, offerAt(80_000, 999_999));
  const market = await readDepth(platform.api, 'EUR');
  await eventually(() => amountAt(market, 999_999) === '80000', { what: 'the offer in the depth of the market' });
  expect(await cents(platform, lender)).toEqual([100_000, 80_000]);
  const raised = await patch(lender, offer, { total: eur(82_500) });
  expect([raised.status, raised.body['code']]).toEqual([422, 'offer.invalid']);
  expect(raised.body['detail']).toContain('raised_place_another_offer');
  const reduced = await amend(platform, lender, offer, { total: eur(30_000) });
  expect(reduced).toMatchObject({
    status: 'active',
    total: eur(30_000),
    freed: eur(0),
    amendment: { status: 'applied', isPlaceKept: true },
  });
  await untilQuiet(platform);
  expect(await cents(platform, lender)).toEqual([100_000, 30_000]);
  await eventually(() => amountAt(market, 999_999) === '30000', { what: 'the reduction in the depth of the market' });
  await market.close();
  await platform.api.post(lender, `/v1/offers/${offer.offerId}/revoke`);
  const ended = await untilOffer(platform, lender, offer.offerId, ({ status }) => status === 'ended');
  expect(accountedFor(ended)).toBe(30_000);
  await untilQuiet(platform);
  expect(await cents(platform, lender)).toEqual([100_000, 0]);
  const late = await patch(lender, offer, { total: eur(10_000) });
  expect([late.status, late.body['code']]).toEqual([409, 'offer.not_open']);
  await expectWhole(platform);
});

test('a reduction against a fill: one of the two is first, and every cent is accounted for', async () => {
  const rounds = await Promise.all(
    [1, 2, 3, 4].map(async (round) => {
      const lender = await lenderWith(`Racer ${round}`, 60_000);
      const borrower = await join(platform, `Borrower against racer ${round}`);
      const request = await ask(platform, borrower, newLoanRequest(50_000), 'listed', 'contracting');
      const offer = await lend(platform, lender, offerAt(60_000, 10_000));
      const { status } = await patch(lender, offer, { total: eur(10_000) });
      expect([200, 409, 422]).toContain(status);
      return { lender, borrower, request, offer };
    }),
  );
  await untilQuiet(platform);
  for (const { lender, offer } of rounds) {
    const seen = await now(lender, offer);
    const reduced = seen.amendment?.status === 'applied';
    expect(minor(seen.total)).toBe(reduced ? 10_000 : 60_000);
    if (seen.amendment !== null && !reduced) expect(['offer.amend_over_unfilled', 'offer.closed']).toContain(seen.amendment.code);
    const [balance, held] = await cents(platform, lender);
    expect([balance, held]).toEqual([60_000, minor(seen.total) - minor(seen.freed)]);
    if (seen.status === 'active') await platform.api.post(lender, `/v1/offers/${offer.offerId}/revoke`);
  }
  for (const { borrower, request } of rounds) {
    const seen = await untilRequest(platform, borrower, request.requestId, 'listed', 'contracting');
    if (seen.status === 'contracting') await sign(platform, borrower, seen);
    else await platform.api.post(borrower, `/v1/loan-requests/${request.requestId}/withdraw`);
  }
  await expectWhole(platform);
  for (const { lender, offer } of rounds) {
    const ended = await now(lender, offer);
    expect([ended.status, accountedFor(ended)]).toEqual(['ended', minor(ended.total)]);
    expect(await cents(platform, lender)).toEqual([60_000 - minor(ended.captured), 0]);
  }
});
