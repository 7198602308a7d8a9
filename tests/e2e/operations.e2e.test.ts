/** What operators and live readers see: an event that could not be handled, its replay, who did it, and events for those concerned only. */
import { openDatabase } from '@mutua/db';
import { eventually, silentLogger } from '@mutua/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page, Session } from '../support/api.ts';
import { expectWhole, untilQuiet } from '../support/books.ts';
import { type LiveReader, readLive } from '../support/live.ts';
import { ask, lend, newLoanRequest, newOffer, sign } from '../support/market.ts';
import { deposit, join, type Wallet } from '../support/people.ts';
import { type Platform, startTestPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform?.close());

type Letter = {
  readonly deadLetterId: string;
  readonly status: string;
  readonly code: string | null;
  readonly name: string;
  readonly aggregateId: string;
  readonly data: Readonly<Record<string, unknown>>;
};
const deadLetters = '/v1/operations/payments/dead-letters';
const lettersOf = async (memberId: string): Promise<readonly Letter[]> =>
  (await platform.api.get<Page<Letter>>(platform.admin, deadLetters)).items.filter(({ aggregateId }) => aggregateId === memberId);

/** Lets no row into the accounts while the work runs: as a bad release would. */
async function whileBroken<T>(work: () => Promise<T>): Promise<T> {
  const db = await openDatabase({ url: platform.databases.payments.adminUrl, applicationName: 'test', poolMax: 1, logger: silentLogger });
  await db.sql.run('alter table accounts add constraint out_of_order check (false) not valid');
  try {
    return await work();
  } finally {
    await db.sql.run('alter table accounts drop constraint out_of_order');
    await db.close();
  }
}

async function registerInto(broken: string): Promise<Session> {
  const session = await platform.api.register({
    email: `${broken}@journey.test`,
    password: `passphrase-of-${broken}`,
    displayName: broken,
    kind: 'person',
    country: 'DE',
  });
  await platform.api.post(session, `/v1/members/${session.memberId}/kyc-cases`, {
    legalName: broken,
    dateOfBirth: '1980-05-17',
    nationality: 'DE',
    documentNumber: 'D-1',
  });
  return session;
}

test('an administrator lists, inspects and replays what could not be handled; what waited behind it follows', async () => {
  const { api, admin, auditor } = platform;
  const { session, dead } = await whileBroken(async () => {
    const registered = await registerInto('bad-release');
    const letter = await eventually(
      async () => {
        const letters = await lettersOf(registered.memberId);
        const parked = letters.some(({ status, name }) => status === 'parked' && name === 'identity.member-verified.v1');
        return parked ? letters.find(({ status }) => status === 'dead') : undefined;
      },
      { what: 'the dead letter and the event parked behind it' },
    );
    return { session: registered, dead: letter };
  });
  expect(dead).toMatchObject({ name: 'identity.member-registered.v1', code: 'event.handler_failed' });
  const path = `${deadLetters}/${dead.deadLetterId}`;
  expect((await api.get<Letter>(auditor, path)).data).toMatchObject({ memberId: session.memberId, country: 'DE' });
  expect((await api.get<Page<Wallet>>(session, '/v1/wallets')).items).toEqual([]);

  const replayed = await api.post<Letter>(admin, `${path}/replay`);
  expect(replayed).toMatchObject({ deadLetterId: dead.deadLetterId, status: 'replayed' });
  expect((await api.get<Page<Wallet>>(session, '/v1/wallets')).items.length).toBeGreaterThan(0);
  await eventually(async () => (await lettersOf(session.memberId)).every(({ status }) => status === 'replayed'), {
    what: 'the parked event',
  });
  const again = await api.call({ method: 'POST', path: `${path}/replay`, token: admin.accessToken });
  expect([again.status, again.body['code']]).toEqual([409, 'dead_letter.settled']);

  const audit = await api.get<Page<{ actorId: string; action: string }>>(auditor, '/v1/operations/payments/audit-events');
  expect(audit.items).toContainEqual(expect.objectContaining({ actorId: admin.memberId, action: expect.stringMatching(/replay/i) }));
  await expectWhole(platform);
});

test('a discarded event is given up, and what waited behind it follows', async () => {
  const { api, admin } = platform;
  const { session, dead } = await whileBroken(async () => {
    const registered = await registerInto('given-up');
    const letter = await eventually(async () => (await lettersOf(registered.memberId)).find(({ status }) => status === 'dead'), {
      what: 'the dead letter',
    });
    return { session: registered, dead: letter };
  });
  expect(await api.post<Letter>(admin, `${deadLetters}/${dead.deadLetterId}/discard`)).toMatchObject({ status: 'discarded' });
  await untilQuiet(platform);
  await eventually(async () => (await lettersOf(session.memberId)).every(({ status }) => ['replayed', 'discarded'].includes(status)), {
    what: 'the parked event',
  });
  expect((await api.get<Page<Wallet>>(session, '/v1/wallets')).items).toEqual([]);
});

const mentions = ({ events }: LiveReader, id: string): boolean => events.some(({ data }) => JSON.stringify(data).includes(id));

test('live events reach those they concern and nobody else', async () => {
  const [lender, borrower, outsider] = await Promise.all([
    join(platform, 'Live Lender'),
    join(platform, 'Live Borrower'),
    join(platform, 'Live Outsider'),
  ]);
  await untilQuiet(platform);
  const [ofLender, ofBorrower, ofOutsider, ofAdmin] = await Promise.all(
    [lender, borrower, outsider, platform.admin].map((reader) => readLive(platform.api, reader)),
  );
  if (!ofLender || !ofBorrower || !ofOutsider || !ofAdmin) throw new Error('a reader is missing');
  try {
    await deposit(platform, lender, 50_000);
    const { offerId } = await lend(platform, lender, newOffer(50_000));
    const request = await ask(platform, borrower, newLoanRequest(50_000), 'contracting');
    const { loanId } = await sign(platform, borrower, request);
    await eventually(() => [ofLender, ofBorrower, ofAdmin].every((reader) => mentions(reader, loanId)), {
      what: 'live events of the loan',
    });
    await untilQuiet(platform);
    expect(ofLender.events.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['payments.deposit-cleared.v1', 'loans.offer-placed.v1']),
    );
    expect(ofBorrower.events.map(({ name }) => name)).toEqual(expect.arrayContaining(['loans.loan-request-listed.v1']));
    expect(ofOutsider.events).toEqual([]);
    expect(mentions(ofBorrower, lender.walletId)).toBe(false);
    expect(mentions(ofLender, borrower.walletId)).toBe(false);
    expect(mentions(ofAdmin, offerId)).toBe(true);
  } finally {
    await Promise.all([ofLender, ofBorrower, ofOutsider, ofAdmin].map((reader) => reader.close()));
  }
});
