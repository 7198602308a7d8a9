/** How a listing ends when it is not filled at once: partly funded with or without consent, expired, withdrawn, or while offers are taken back. */
import { addDays, calendarDate } from '@mutua/kernel';
import { eventually } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectWhole, untilQuiet } from '../support/books.ts';
import {
  advanceTo,
  ask,
  type LoanRequest,
  lend,
  newLoanRequest,
  newOffer,
  notesOf,
  type Offer,
  sign,
  today,
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

const minor = (money: { readonly amountMinor: string } | null): number => Number(money?.amountMinor);
const after = (date: string | null, days: number): string => addDays(calendarDate(String(date)), days);
/** Only this request's own offers may fill it: standing offers of other tests want more. */
const directed = (request: LoanRequest, amountMinor: number): object => ({
  kind: 'directed',
  requestId: request.requestId,
  total: eur(amountMinor),
});

const lenderWith = async (name: string, amountMinor: number): Promise<Person> => {
  const lender = await join(platform, name);
  await deposit(platform, lender, amountMinor);
  return lender;
};

/** A listed request of 1,000.00 with directed offers on it. */
async function listing(name: string, offers: readonly (readonly [Person, number])[]) {
  const borrower = await join(platform, `Borrower ${name}`);
  const request = await ask(platform, borrower, newLoanRequest(100_000), 'listed');
  const placed: Offer[] = [];
  for (const [lender, amountMinor] of offers) placed.push(await lend(platform, lender, directed(request, amountMinor)));
  const filled = offers.reduce((sum, [, amountMinor]) => sum + amountMinor, 0);
  await eventually(async () => minor((await read(borrower, request)).filled) === filled, { what: `fills of ${name}` });
  return { borrower, request, offers: placed };
}

const read = (borrower: Person, { requestId }: LoanRequest): Promise<LoanRequest> =>
  platform.api.get<LoanRequest>(borrower, `/v1/loan-requests/${requestId}`);

test('at the closing date an amount above the threshold waits for the borrower, who takes it', async () => {
  const lender = await lenderWith('Partial Lender', 80_000);
  const { borrower, request, offers } = await listing('who accepts', [[lender, 80_000]]);
  expect(request.closesOn).toBe(after(await today(platform), 14));
  await advanceTo(platform, after(request.closesOn, 1));
  const partial = await untilRequest(platform, borrower, request.requestId, 'partially-funded');
  expect(minor(partial.filled)).toBe(80_000);
  await platform.api.post(borrower, `/v1/loan-requests/${request.requestId}/accept-partial`);
  const contracting = await untilRequest(platform, borrower, request.requestId, 'contracting');
  const contract = await sign(platform, borrower, contracting);
  expect(minor(contract.terms.principal)).toBe(80_000);
  expect(await cents(platform, borrower)).toEqual([78_400, 0]);
  expect((await notesOf(platform, lender)).map(({ principal }) => minor(principal))).toEqual([80_000]);
  expect(await cents(platform, lender)).toEqual([0, 0]);
  expect((await untilOffer(platform, lender, offers[0]?.offerId ?? '', ({ status }) => status === 'ended')).outcome).toBe('exhausted');
  await expectWhole(platform);
});

test.each([
  ['declines', 'declined'],
  ['says nothing', 'expired'],
] as const)('a borrower who %s gives every cent back', async (what, status) => {
  const [first, second] = [await lenderWith(`First of who ${what}`, 40_000), await lenderWith(`Second of who ${what}`, 50_000)];
  const { borrower, request } = await listing(`who ${what}`, [
    [first, 40_000],
    [second, 35_000],
  ]);
  await advanceTo(platform, after(request.closesOn, 1));
  const partial = await untilRequest(platform, borrower, request.requestId, 'partially-funded');
  if (what === 'declines') await platform.api.post(borrower, `/v1/loan-requests/${request.requestId}/decline-partial`);
  else await advanceTo(platform, after(partial.consentDeadlineOn, 1));
  const ended = await untilRequest(platform, borrower, request.requestId, 'declined', 'expired');
  expect(ended.status).toBe(status);
  await untilQuiet(platform);
  expect(await cents(platform, first)).toEqual([40_000, 0]);
  expect(await cents(platform, second)).toEqual([50_000, 0]);
  const late = await platform.api.call({
    method: 'POST',
    path: `/v1/loan-requests/${request.requestId}/accept-partial`,
    token: borrower.accessToken,
  });
  expect([late.status, late.body['code']]).toEqual([409, 'loan_request.not_awaiting_consent']);
  await expectWhole(platform);
});

test('a listing below its threshold expires and releases every hold', async () => {
  const [first, second] = [await lenderWith('First of the expired', 30_000), await lenderWith('Second of the expired', 30_000)];
  const { borrower, request, offers } = await listing('without enough', [
    [first, 30_000],
    [second, 25_000],
  ]);
  expect(await cents(platform, first)).toEqual([30_000, 30_000]);
  await advanceTo(platform, after(request.closesOn, 1));
  await untilRequest(platform, borrower, request.requestId, 'expired');
  for (const [lender, offer] of [
    [first, offers[0]],
    [second, offers[1]],
  ] as const) {
    const ended = await untilOffer(platform, lender, offer?.offerId ?? '', ({ status }) => status === 'ended');
    expect(ended.outcome).toBe('request-closed');
  }
  await untilQuiet(platform);
  expect(await cents(platform, first)).toEqual([30_000, 0]);
  expect(await cents(platform, second)).toEqual([30_000, 0]);
  await expectWhole(platform);
});

const rounds = [1, 2, 3, 4, 5, 6];

test('withdrawing against the last fill: one of the two wins, and the money follows', async () => {
  const outcomes = await Promise.all(
    rounds.map(async (round) => {
      const [early, late] = [await lenderWith(`Early ${round}`, 50_000), await lenderWith(`Late ${round}`, 50_000)];
      const { borrower, request } = await listing(`in round ${round}`, [[early, 50_000]]);
      const withdraw = (): Promise<unknown> =>
        platform.api.call({ method: 'POST', path: `/v1/loan-requests/${request.requestId}/withdraw`, token: borrower.accessToken });
      // Half of the borrowers withdraw while the money is being held, the others when it is: then the fill may come first.
      const fill = lend(platform, late, directed(request, 50_000));
      if (round % 2 === 1) await withdraw();
      await fill.catch(() => undefined);
      if (round % 2 === 0) await withdraw();
      const ended = await untilRequest(platform, borrower, request.requestId, 'withdrawn', 'contracting');
      return { borrower, early, late, ended };
    }),
  );
  await untilQuiet(platform);
  for (const { borrower, early, late, ended } of outcomes) {
    if (ended.status === 'contracting') {
      const { withdrawal } = await read(borrower, ended);
      expect(withdrawal).toEqual({ status: 'refused', code: 'loan_request.already_filled' });
      await sign(platform, borrower, ended);
      expect([await cents(platform, early), await cents(platform, late)]).toEqual([
        [0, 0],
        [0, 0],
      ]);
    } else {
      expect([await cents(platform, early), await cents(platform, late)]).toEqual([
        [50_000, 0],
        [50_000, 0],
      ]);
    }
  }
  await expectWhole(platform);
});

test('revoking an offer against its fill: exactly the unfilled part comes back', async () => {
  const outcomes = await Promise.all(
    rounds.map(async (round) => {
      const lender = await lenderWith(`Revoker ${round}`, 60_000);
      const borrower = await join(platform, `Borrower against revoker ${round}`);
      const request = await ask(platform, borrower, newLoanRequest(50_000), 'listed', 'contracting');
      const { offerId } = await lend(platform, lender, newOffer(60_000));
      const revoke = platform.api.call({ method: 'POST', path: `/v1/offers/${offerId}/revoke`, token: lender.accessToken });
      const { status } = await revoke;
      expect([200, 409]).toContain(status);
      await untilOffer(platform, lender, offerId, (seen) => seen.status === 'ended');
      return { lender, borrower, request, offerId };
    }),
  );
  await untilQuiet(platform);
  const now = (lender: Person, offerId: string): Promise<Offer> => platform.api.get<Offer>(lender, `/v1/offers/${offerId}`);
  for (const { lender, offerId } of outcomes) {
    const [balance, held] = await cents(platform, lender);
    const offer = await now(lender, offerId);
    expect(balance).toBe(60_000 - minor(offer.captured));
    expect(held).toBe(minor(offer.filled));
    expect(minor(offer.filled) + minor(offer.captured) + minor(offer.freed)).toBe(60_000);
  }
  for (const { borrower, request } of outcomes) {
    const seen = await read(borrower, request);
    if (seen.status === 'contracting') await sign(platform, borrower, seen);
    else await platform.api.post(borrower, `/v1/loan-requests/${request.requestId}/withdraw`);
  }
  await expectWhole(platform);
  for (const { lender, offerId } of outcomes) {
    const ended = await now(lender, offerId);
    expect(minor(ended.filled)).toBe(0);
    expect(await cents(platform, lender)).toEqual([60_000 - minor(ended.captured), 0]);
  }
});

test('money that is held for an offer cannot be withdrawn or transferred', async () => {
  const lender = await lenderWith('Holder', 50_000);
  const offer = await lend(platform, lender, newOffer(40_000, { criteria: nothingSuits }));
  const refused = await platform.api.call({
    method: 'POST',
    path: '/v1/withdrawals',
    token: lender.accessToken,
    body: { bankAccountId: lender.bankAccountId, amount: eur(10_001) },
  });
  expect([refused.status, refused.body['code']]).toEqual([422, 'wallet.insufficient_funds']);
  const second = await platform.api.post<Offer>(lender, '/v1/offers', newOffer(12_500, { criteria: nothingSuits }));
  const unfunded = await untilOffer(platform, lender, second.offerId, ({ status }) => status !== 'placed');
  expect(unfunded).toMatchObject({ status: 'refused', refusalCode: 'wallet.insufficient_funds' });
  await platform.api.post(lender, `/v1/offers/${offer.offerId}/revoke`);
  expect((await untilOffer(platform, lender, offer.offerId, ({ status }) => status === 'ended')).outcome).toBe('revoked');
  await eventually(async () => (await cents(platform, lender))[1] === 0, { what: 'the release of the hold' });
  await expectWhole(platform);
});

const nothingSuits = { minRatePpm: 999_999, grades: ['A'], minTermMonths: 12, maxTermMonths: 12, capPerLoan: eur(10_000) };
