/** Households and own companies never lend to each other, whatever the order in which offers and requests come. */
import { eventually } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '../support/api.ts';
import { expectWhole, untilQuiet } from '../support/books.ts';
import { ask, lend, newLoanRequest, newOffer, notesOf, sign, untilOffer, untilRequest } from '../support/market.ts';
import { deposit, eur, join, type Person } from '../support/people.ts';
import { type Platform, startTestPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform?.close());

async function withMoney(name: string): Promise<Person> {
  const person = await join(platform, name);
  await deposit(platform, person, 100_000);
  return person;
}

test('a relation that is declared after the listing holds for what is filled from then on', async () => {
  const [borrower, spouse, stranger] = [
    await join(platform, 'Later borrower'),
    await withMoney('Later spouse'),
    await withMoney('Later stranger'),
  ];
  const { requestId } = await ask(platform, borrower, newLoanRequest(100_000), 'listed');
  const before = await lend(platform, spouse, newOffer(30_000));
  await untilOffer(platform, spouse, before.offerId, ({ filled }) => filled.amountMinor === '30000');
  const path = `/v1/members/${borrower.memberId}/related-members`;
  await platform.api.post(borrower, path, { relatedMemberId: spouse.memberId, kind: 'household' });
  await untilQuiet(platform);
  const after = await lend(platform, spouse, newOffer(50_000));
  await untilQuiet(platform);
  expect(await platform.api.get(borrower, `/v1/loan-requests/${requestId}`)).toMatchObject({ status: 'listed', filled: eur(30_000) });
  const { now } = await platform.api.get<{ now: unknown }>(spouse, `/v1/offers/${after.offerId}/explanations`);
  expect(now).toMatchObject([{ requestId, constraint: 'own-or-related' }]);
  await lend(platform, stranger, newOffer(70_000));
  await sign(platform, borrower, await untilRequest(platform, borrower, requestId, 'contracting'));
  expect(await notesOf(platform, spouse)).toMatchObject([{ principal: eur(30_000) }]);
  expect(await notesOf(platform, stranger)).toMatchObject([{ principal: eur(70_000) }]);
  // Out of the way of what comes next.
  await platform.api.post(spouse, `/v1/offers/${after.offerId}/revoke`);
  await untilOffer(platform, spouse, after.offerId, ({ status }) => status === 'ended');
  await expectWhole(platform);
});

test('the money of the household and of the own company passes by the request; a stranger funds it', async () => {
  const [borrower, spouse, company] = [await join(platform, 'Borrower'), await withMoney('Spouse'), await withMoney('Company')];
  const declare = (by: Session, relatedMemberId: string, kind: string) =>
    platform.api.post(by, `/v1/members/${borrower.memberId}/related-members`, { relatedMemberId, kind });
  await declare(borrower, spouse.memberId, 'household');
  await declare(platform.admin, company.memberId, 'own-company');
  const before = await lend(platform, spouse, newOffer(100_000));
  const { requestId } = await ask(platform, borrower, newLoanRequest(100_000), 'listed');
  const after = await lend(platform, company, newOffer(100_000));
  await untilQuiet(platform);
  expect(await platform.api.get(borrower, `/v1/loan-requests/${requestId}`)).toMatchObject({ status: 'listed', filled: eur(0) });
  const { now } = await platform.api.get<{ now: unknown }>(spouse, `/v1/offers/${before.offerId}/explanations`);
  expect(now).toMatchObject([{ requestId, constraint: 'own-or-related' }]);
  const directed = { kind: 'directed', requestId, total: eur(10_000) };
  await expect(platform.api.post(spouse, '/v1/offers', directed)).rejects.toMatchObject({ code: 'offer.related_party' });

  const stranger = await withMoney('Stranger');
  await lend(platform, stranger, newOffer(100_000));
  await sign(platform, borrower, await untilRequest(platform, borrower, requestId, 'contracting'));
  expect(await notesOf(platform, stranger)).toMatchObject([{ principal: eur(100_000) }]);
  for (const [person, offer] of [
    [spouse, before],
    [company, after],
  ] as const) {
    await untilOffer(platform, person, offer.offerId, ({ status, filled }) => status === 'active' && filled.amountMinor === '0');
    expect(await notesOf(platform, person)).toEqual([]);
  }
  // Related they are to the borrower, and not to each other.
  const second = await ask(platform, company, newLoanRequest(50_000), 'contracting');
  await eventually(async () =>
    expect((await platform.api.get<{ filled: unknown }>(spouse, `/v1/offers/${before.offerId}`)).filled).toEqual(eur(50_000)),
  );
  expect(second.filled).toEqual(eur(50_000));
  await expectWhole(platform);
});
