/** Loans funded by auction, through every service: the borrower pays less than was listed, and each lender earns what his note bears. */
import { addDays, addMonths, calendarDate } from '@mutua/kernel';
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
  productFunded,
  sign,
} from '../support/market.ts';
import { deposit, eur, join, type Person } from '../support/people.ts';
import { type Platform, startTestPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startTestPlatform({ variables: { MUTUA_MATCHING_BATCH_MS: '200' } });
});
afterAll(() => platform?.close());

/** Lends all of the amount from a minimum rate on. */
async function lenderAt(name: string, amountMinor: number, minRatePpm: number): Promise<Person> {
  const lender = await join(platform, name);
  await deposit(platform, lender, amountMinor);
  const criteria = { minRatePpm, grades, minTermMonths: 12, maxTermMonths: 12, capPerLoan: eur(amountMinor) };
  const limits = { capPerBorrower: eur(amountMinor), minimumSlice: eur(2_500) };
  await lend(platform, lender, newOffer(amountMinor, { criteria: { ...criteria, ...limits } }));
  return lender;
}

type Funded = LoanRequest & { readonly finalRatePpm: number | null };

/** 1,000.00 for a borrower of the product, 600.00 of it asked at 3 % and 400.00 at 5 %. */
async function funded(mechanism: string, timing: string) {
  const productId = await productFunded(platform, { name: `${mechanism}, ${timing}`, mechanism, timing, closing: 'when-full' });
  const cheaper = await lenderAt(`Cheaper ${mechanism}`, 60_000, 30_000);
  const dearer = await lenderAt(`Dearer ${mechanism}`, 40_000, 50_000);
  const borrower = await join(platform, `Borrower ${mechanism}`);
  const request = (await ask(platform, borrower, newLoanRequest(100_000, { productId }), 'contracting')) as Funded;
  expect(request.ratePpm).toBeGreaterThan(50_000);
  return { request, contract: await sign(platform, borrower, request), lenders: [cheaper, dearer] as const };
}

const interestOf = async (lender: Person): Promise<number> => {
  const notes = await notesOf(platform, lender);
  return notes.reduce((sum, { received }) => sum + Number(received.interest.amountMinor), 0);
};

test('uniform price: both lenders get the dearer rate; pay your bid: each his own, to the cent of each instalment', async () => {
  const uniform = await funded('uniform-price', 'continuous');
  expect(uniform.request.finalRatePpm).toBe(50_000);
  expect(uniform.contract.terms.ratePpm).toBe(50_000);
  const bids = await funded('pay-your-bid', 'batch');
  // (600 × 3 % + 400 × 5 %) / 1,000
  expect(bids.request.finalRatePpm).toBe(38_000);
  expect(bids.contract.terms.ratePpm).toBe(38_000);

  await advanceTo(platform, addDays(addMonths(calendarDate(firstDay), 1), 1));
  // A month of 5 % on 1,000.00 is 4.17, shared as 600 to 400.
  expect(await Promise.all(uniform.lenders.map(interestOf))).toEqual([250, 167]);
  // A month of 3.8 % on 1,000.00 is 3.17: 1.50 of it is 3 % on 600.00 and 1.67 is 5 % on 400.00.
  expect(await Promise.all(bids.lenders.map(interestOf))).toEqual([150, 167]);
  await expectWhole(platform);
});
