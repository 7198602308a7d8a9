/** Listings that stay open to their deadline, through every service: cheaper money displaces dearer, and nobody's figures lose a cent. */
import { addDays, calendarDate } from '@mutua/kernel';
import { eventually } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectWhole } from '../support/books.ts';
import { firstDay } from '../support/environment.ts';
import {
  advanceTo,
  ask,
  grades,
  type LoanRequest,
  lend,
  newLoanRequest,
  newOffer,
  notesOf,
  type Offer,
  productFunded,
  sign,
  untilOffer,
  untilRequest,
} from '../support/market.ts';
import { cents, deposit, eur, join, type Person } from '../support/people.ts';
import { type Platform, startTestPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform?.close());

type Lender = { readonly person: Person; readonly offer: Offer };

async function lenderAt(name: string, amountMinor: number, minRatePpm: number): Promise<Lender> {
  const person = await join(platform, name);
  await deposit(platform, person, amountMinor);
  const criteria = { minRatePpm, grades, minTermMonths: 12, maxTermMonths: 12, capPerLoan: eur(amountMinor) };
  return { person, offer: await lend(platform, person, newOffer(amountMinor, { criteria })) };
}

const filledOf = async ({ person, offer }: Lender, amountMinor: number): Promise<Offer> =>
  await untilOffer(platform, person, offer.offerId, ({ filled }) => filled.amountMinor === String(amountMinor));

const requestFilled = (borrower: Person, requestId: string, amountMinor: number): Promise<LoanRequest> =>
  eventually(async () => {
    const request = await platform.api.get<LoanRequest>(borrower, `/v1/loan-requests/${requestId}`);
    if (request.filled.amountMinor !== String(amountMinor)) throw new Error(JSON.stringify(request));
    return request;
  });

test('displaced from its top, displaced whole, then the deadline: what stands becomes the contract, what was displaced is free again', async () => {
  const [first, second] = [await lenderAt('First', 60_000, 80_000), await lenderAt('Second', 40_000, 70_000)];
  const borrower = await join(platform, 'Borrower');
  const funding = { mechanism: 'uniform-price', timing: 'continuous', closing: 'at-deadline' };
  const productId = await productFunded(platform, { name: 'Open to the deadline', ...funding });
  const { requestId, closesOn } = await ask(platform, borrower, newLoanRequest(100_000, { productId, maxRatePpm: 300_000 }), 'listed');
  await requestFilled(borrower, requestId, 100_000);
  await Promise.all([filledOf(first, 60_000), filledOf(second, 40_000)]);

  const third = await lenderAt('Third', 25_000, 50_000);
  await Promise.all([filledOf(third, 25_000), filledOf(first, 35_000)]);
  const listing = `/v1/listings/${requestId}`;
  expect(await platform.api.get(borrower, listing)).toMatchObject({ status: 'open', filled: eur(100_000), fillCount: 3 });
  // The money stays held for the offer: it may be lent again.
  expect(await cents(platform, first.person)).toEqual([60_000, 60_000]);

  const fourth = await lenderAt('Fourth', 40_000, 40_000);
  await Promise.all([filledOf(fourth, 40_000), filledOf(first, 0), filledOf(second, 35_000)]);
  expect(await platform.api.get(borrower, listing)).toMatchObject({ status: 'open', filled: eur(100_000), fillCount: 3 });
  const position = await platform.api.get(first.person, `/v1/offers/${first.offer.offerId}/position`);
  expect(position).toMatchObject({ status: 'open', remaining: eur(60_000), held: eur(0) });

  // What is free again can be asked back, all of it.
  await platform.api.post(first.person, `/v1/offers/${first.offer.offerId}/revoke`);
  await untilOffer(platform, first.person, first.offer.offerId, ({ status, freed }) => status === 'ended' && freed.amountMinor === '60000');
  await eventually(async () => expect(await cents(platform, first.person)).toEqual([60_000, 0]));

  await advanceTo(platform, addDays(calendarDate(String(closesOn)), 1));
  const funded = await untilRequest(platform, borrower, requestId, 'contracting');
  expect(funded).toMatchObject({ finalRatePpm: 70_000 });
  const contract = await sign(platform, borrower, funded);
  expect(contract.terms).toMatchObject({ principal: eur(100_000), ratePpm: 70_000 });
  const principals = await Promise.all(
    [first, second, third, fourth].map(async ({ person }) =>
      (await notesOf(platform, person)).map(({ principal }) => principal.amountMinor),
    ),
  );
  expect(principals).toEqual([[], ['35000'], ['25000'], ['40000']]);
  expect(await cents(platform, second.person)).toEqual([5_000, 5_000]);
  expect(calendarDate(firstDay) < calendarDate(String(closesOn))).toBe(true);
  await expectWhole(platform);
});
