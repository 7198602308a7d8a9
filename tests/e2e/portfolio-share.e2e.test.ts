/** A cap as a share of the portfolio: the platform values the portfolio, the book keeps the cap, and a cap that fits no note is told. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectWhole } from '../support/books.ts';
import { ask, grades, lend, newLoanRequest, newOffer, notesOf, type Offer, sign, untilOffer } from '../support/market.ts';
import { cents, deposit, eur, join } from '../support/people.ts';
import { type Platform, startTestPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform?.close());

const withShare = (totalMinor: number, portfolioSharePpm: number, more: object = {}): object => {
  const criteria = { minRatePpm: 10_000, grades, minTermMonths: 12, maxTermMonths: 60, capPerLoan: eur(totalMinor), ...more };
  return newOffer(totalMinor, { criteria: { ...criteria, portfolioSharePpm } });
};

test('a tenth of cash and notes into one borrower; less than the smallest note is refused and the money is back', async () => {
  const [careful, bold] = [await join(platform, 'Careful'), await join(platform, 'Bold')];
  await Promise.all([deposit(platform, careful, 300_000), deposit(platform, bold, 100_000)]);
  const first = (await lend(platform, careful, withShare(100_000, 100_000))) as Offer & { readonly portfolio: unknown };
  expect(first.portfolio).toEqual(eur(300_000));
  await lend(platform, bold, newOffer(100_000));
  const borrower = await join(platform, 'Borrower');
  await sign(platform, borrower, await ask(platform, borrower, newLoanRequest(100_000), 'contracting'));
  expect(await notesOf(platform, careful)).toMatchObject([{ principal: eur(30_000) }]);
  expect(await cents(platform, careful)).toEqual([270_000, 70_000]);

  // Cash and notes are worth what the cash was.
  const second = (await lend(platform, careful, withShare(50_000, 100_000))) as Offer & { readonly portfolio: unknown };
  expect(second.portfolio).toEqual(eur(300_000));
  expect(await cents(platform, careful)).toEqual([270_000, 120_000]);

  const body = withShare(50_000, 10_000, { minimumSlice: eur(5_000) });
  const { offerId } = await platform.api.post<Offer>(careful, '/v1/offers', body);
  const refused = await untilOffer(platform, careful, offerId, ({ status }) => status === 'refused');
  expect(refused).toMatchObject({ refusalCode: 'offer.cap_below_slice', freed: eur(50_000) });
  await expectWhole(platform);
  expect(await cents(platform, careful)).toEqual([270_000, 120_000]);
});
