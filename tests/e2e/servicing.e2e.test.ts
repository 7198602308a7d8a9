/** A loan that does not simply run to its end: paid off early, or not paid at all until it is charged off and partly recovered. */
import { addDays, addMonths, calendarDate } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from '../support/api.ts';
import { expectWhole } from '../support/books.ts';
import { advanceTo, ask, type Contract, lend, loanOf, newLoanRequest, newOffer, notesOf, sign, today } from '../support/market.ts';
import { type Behaviour, cents, deposit, eur, join, type Money, type Person } from '../support/people.ts';
import { type Platform, startTestPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform?.close());

const minor = (money: Money): number => Number(money.amountMinor);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const plus = (date: string, days: number): string => addDays(calendarDate(date), days);

/** Two lenders with unequal slices in a loan of 1,000.00. */
async function fundedLoan(name: string, behaviour: Behaviour) {
  const [large, small] = await Promise.all([join(platform, `Large lender of ${name}`), join(platform, `Small lender of ${name}`)]);
  await Promise.all([deposit(platform, large, 67_500), deposit(platform, small, 32_500)]);
  await lend(platform, large, newOffer(67_500));
  await lend(platform, small, newOffer(32_500));
  const borrower = await join(platform, name, behaviour);
  const request = await ask(platform, borrower, newLoanRequest(100_000), 'contracting');
  const contract = await sign(platform, borrower, request);
  return { large, small, borrower, contract };
}

type Repayment = { readonly amount: Money; readonly components: Readonly<Record<'principal' | 'interest' | 'lateFee', Money>> };

test('a loan that is paid off early closes at the quote and the notes get every cent of it', async () => {
  const start = await today(platform);
  const { large, small, borrower, contract } = await fundedLoan('Early Payer', { behaviour: 'pays' });
  await advanceTo(platform, plus(addMonths(calendarDate(start), 1), 14));
  const quote = await platform.api.get<{ total: Money; components: Repayment['components'] }>(
    borrower,
    `/v1/loans/${contract.loanId}/payoff-quote`,
  );
  expect(minor(quote.components.interest)).toBeGreaterThan(0);
  expect(minor(quote.total)).toBe(sum(Object.values(quote.components).map(minor)));
  const [before] = await cents(platform, borrower);
  await deposit(platform, borrower, 10_000);
  const paid = await platform.api.post<Repayment>(borrower, `/v1/loans/${contract.loanId}/repayments`, { payoff: true });
  expect(paid).toMatchObject({ amount: quote.total, components: quote.components, loanStatus: 'closed' });
  expect(await cents(platform, borrower)).toEqual([before + 10_000 - minor(quote.total), 0]);
  expect(await loanOf(platform, borrower, contract.loanId)).toMatchObject({ status: 'closed', outcome: 'prepaid' });
  const notes = [...(await notesOf(platform, large)), ...(await notesOf(platform, small))];
  expect(notes.map(({ status, outstanding, received }) => [status, minor(outstanding), minor(received.principal)])).toEqual([
    ['repaid', 0, 67_500],
    ['repaid', 0, 32_500],
  ]);
  const again = await platform.api.call({
    method: 'POST',
    path: `/v1/loans/${contract.loanId}/repayments`,
    token: borrower.accessToken,
    body: { payoff: true },
  });
  expect([again.status, again.body['code']]).toEqual([409, 'loan.not_open']);
  await expectWhole(platform);
});

test('a borrower who stops paying goes through arrears, late fee, default and charge-off; a recovery reaches the notes', async () => {
  const start = await today(platform);
  const missedOn = addMonths(calendarDate(start), 2);
  const story = await fundedLoan('Stopping Payer', { behaviour: 'stops-on', stopsOn: missedOn });
  const { borrower, contract } = story;
  // What the borrower has in the wallet could be drawn on as well: it goes home first.
  await emptyWallet(borrower);
  const at = async (days: number) => {
    await advanceTo(platform, plus(missedOn, days));
    return await loanOf(platform, borrower, contract.loanId);
  };
  // A day's work is done when it closes: two days after the due date the first day in arrears is in the books.
  expect(await at(2)).toMatchObject({ status: 'in-arrears', daysPastDue: 2, bucket: 'grace' });
  const late = await at(17);
  expect(late).toMatchObject({ status: 'in-arrears', bucket: 'late-16-30' });
  expect(minor(late.outstanding.lateFee)).toBe(1_500);
  expect(await at(40)).toMatchObject({ status: 'in-arrears', bucket: 'late-31-120' });
  expect(await at(122)).toMatchObject({ status: 'defaulted', bucket: 'default' });
  const chargedOff = await at(151);
  expect(chargedOff).toMatchObject({ status: 'charged-off', bucket: 'charged-off' });
  await expectWhole(platform);
  await expectRecovery(story);
});

async function emptyWallet(person: Person): Promise<void> {
  const [balance] = await cents(platform, person);
  const sink = await join(platform, 'Friend of the borrower');
  await platform.api.post(person, '/v1/transfers', { fromWalletId: person.walletId, toWalletId: sink.walletId, amount: eur(balance) });
}

type Recovered = { readonly fee: Money; readonly distributed: Money };

async function expectRecovery({ large, small, contract }: { large: Person; small: Person; contract: Contract }): Promise<void> {
  const walletsBefore = [(await cents(platform, large))[0], (await cents(platform, small))[0]];
  const path = `/v1/loans/${contract.loanId}/recoveries`;
  const recovered = await platform.api.post<Recovered>(platform.admin, path, { amount: eur(10_001) });
  expect(minor(recovered.fee)).toBe(3_000);
  expect(minor(recovered.distributed)).toBe(7_001);
  const gained = [(await cents(platform, large))[0], (await cents(platform, small))[0]].map((now, i) => now - (walletsBefore[i] ?? 0));
  expect(sum(gained)).toBe(7_001);
  expect(Math.abs((gained[0] ?? 0) - (7_001 * 675) / 1_000)).toBeLessThan(1);
  const notes = [...(await notesOf(platform, large)), ...(await notesOf(platform, small))];
  expect(notes.map(({ status }) => status)).toEqual(['charged-off', 'charged-off']);
  expect(notes.map(({ received }) => minor(received.recovery))).toEqual(gained);
  const tooMuch = await platform.api.call({
    method: 'POST',
    path,
    token: platform.admin.accessToken,
    body: { amount: eur(10_000_000) },
  });
  expect([tooMuch.status, tooMuch.body['code']]).toEqual([422, 'recovery.exceeds_owed']);
  const book = await platform.api.get<{ items: readonly { currency: string; recovered: Money; byStatus: Record<string, number> }[] }>(
    platform.admin,
    '/v1/reports/loan-book',
  );
  const euro = book.items.find(({ currency }) => currency === 'EUR');
  expect(euro).toMatchObject({ recovered: eur(10_001), byStatus: { 'charged-off': 1, closed: 1 } });
  const flows = await platform.api.get<Page<{ kind: string }>>(large, `/v1/notes/${notes[0]?.noteId}/cash-flows?limit=100`);
  expect(flows.items.at(-1)?.kind).toBe('recovery');
  await expectWhole(platform);
}
