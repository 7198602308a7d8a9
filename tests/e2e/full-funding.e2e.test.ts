/** The main journey: two lenders fund one borrower, who repays to the end; every cent is where it belongs. */
import { addDays, addMonths, calendarDate } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from '../support/api.ts';
import { expectWhole } from '../support/books.ts';
import { firstDay } from '../support/environment.ts';
import {
  advanceTo,
  ask,
  type Contract,
  type Loan,
  lend,
  loanOf,
  type Note,
  newLoanRequest,
  newOffer,
  notesOf,
  sign,
  untilOffer,
} from '../support/market.ts';
import { cents, deposit, join, type Person } from '../support/people.ts';
import { type Platform, startTestPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform?.close());

const minor = (money: { readonly amountMinor: string }): number => Number(money.amountMinor);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const receivedOf = ({ received }: Note): number =>
  minor(received.principal) + minor(received.interest) + minor(received.lateFee) - minor(received.serviceFee);

test('a loan that two lenders fund is paid out and repaid to the cent', async () => {
  const principal = 100_000;
  const [first, second, borrower] = await Promise.all([
    join(platform, 'First Lender'),
    join(platform, 'Second Lender'),
    join(platform, 'Only Borrower'),
  ]);
  await Promise.all([deposit(platform, first, 80_000), deposit(platform, second, 90_000)]);
  const firstOffer = await lend(platform, first, newOffer(60_000));
  const secondOffer = await lend(platform, second, newOffer(70_000));
  expect(await cents(platform, first)).toEqual([80_000, 60_000]);

  const request = await ask(platform, borrower, newLoanRequest(principal), 'contracting');
  expect(minor(request.filled)).toBe(principal);
  const contract = await sign(platform, borrower, request);
  await expectPaidOut({ borrower, contract, principal });
  await expectNotes({ first, second, contract });
  expect((await untilOffer(platform, first, firstOffer.offerId, ({ status }) => status === 'ended')).outcome).toBe('exhausted');
  const rest = await untilOffer(platform, second, secondOffer.offerId, ({ captured }) => minor(captured) === 40_000);
  expect(rest).toMatchObject({ status: 'active' });
  await expectWhole(platform);

  // What falls due on a day is collected when that day closes.
  const maturesOn = addMonths(calendarDate(firstDay), 12);
  for (let month = 1; month <= 11; month += 1) await advanceTo(platform, addMonths(calendarDate(firstDay), month));
  await advanceTo(platform, addDays(maturesOn, 1));
  await expectRepaid({ first, second, borrower, contract, maturesOn });
  await expectWhole(platform);
});

async function expectPaidOut({ borrower, contract, principal }: { borrower: Person; contract: Contract; principal: number }) {
  const { terms, loanId } = contract;
  expect(contract.status).toBe('disbursed');
  expect(minor(terms.principal)).toBe(principal);
  expect(minor(terms.originationFee)).toBe(2_000);
  expect(await cents(platform, borrower)).toEqual([98_000, 0]);
  const loan: Loan = await loanOf(platform, borrower, loanId);
  expect(loan).toMatchObject({ status: 'active', outcome: null, disbursedOn: firstDay });
  expect(minor(loan.outstanding.principal)).toBe(principal);
  expect(loan.instalment).toEqual(contract.schedule.instalment);
}

async function expectNotes({ first, second, contract }: { first: Person; second: Person; contract: Contract }) {
  const [firstNotes, secondNotes] = [await notesOf(platform, first), await notesOf(platform, second)];
  expect(firstNotes.map(({ principal }) => minor(principal))).toEqual([60_000]);
  expect(secondNotes.map(({ principal }) => minor(principal))).toEqual([40_000]);
  expect([...firstNotes, ...secondNotes].every(({ loanId, status }) => loanId === contract.loanId && status === 'current')).toBe(true);
  expect(await cents(platform, first)).toEqual([20_000, 0]);
  expect(await cents(platform, second)).toEqual([50_000, 30_000]);
}

type Repaid = {
  readonly first: Person;
  readonly second: Person;
  readonly borrower: Person;
  readonly contract: Contract;
  readonly maturesOn: string;
};

async function expectRepaid({ first, second, borrower, contract, maturesOn }: Repaid) {
  const loan = await loanOf(platform, borrower, contract.loanId);
  expect(loan).toMatchObject({ status: 'closed', outcome: 'repaid', closedOn: maturesOn });
  expect(sum(Object.values(loan.outstanding).map(minor))).toBe(0);
  const due = minor(contract.schedule.totalDue);
  // Autopay draws on the bank account of the borrower, so what was paid out is still in the wallet.
  expect(await cents(platform, borrower)).toEqual([98_000, 0]);
  const [firstNote, secondNote] = [...(await notesOf(platform, first)), ...(await notesOf(platform, second))];
  if (!firstNote || !secondNote) throw new Error('a note is missing');
  expect([firstNote.status, secondNote.status]).toEqual(['repaid', 'repaid']);
  expect(minor(firstNote.received.principal)).toBe(60_000);
  expect(minor(secondNote.received.principal)).toBe(40_000);
  const fees = minor(firstNote.received.serviceFee) + minor(secondNote.received.serviceFee);
  expect(fees).toBeGreaterThan(0);
  expect(receivedOf(firstNote) + receivedOf(secondNote) + fees).toBe(due);
  expect(await cents(platform, first)).toEqual([20_000 + receivedOf(firstNote), 0]);
  expect(await cents(platform, second)).toEqual([50_000 + receivedOf(secondNote), 30_000]);
  const { items } = await platform.api.get<Page<{ kind: string; net: { amountMinor: string } }>>(
    first,
    `/v1/notes/${firstNote.noteId}/cash-flows?limit=100`,
  );
  expect(items.map(({ kind }) => kind)).toEqual(['purchase', ...Array.from({ length: 12 }, () => 'repayment')]);
  expect(sum(items.map(({ net }) => minor(net)))).toBe(receivedOf(firstNote) - 60_000);
}
