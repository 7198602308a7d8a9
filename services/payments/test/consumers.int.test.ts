/** What payments hears over real Kafka becomes wallets and holds, once, in whatever order the aggregates arrive. */
import { type Database, openDatabase } from '@mutua/db';
import { derivedId } from '@mutua/kernel';
import { type Messaging, startMessaging } from '@mutua/messaging';
import { createMetrics } from '@mutua/telemetry';
import { eventually, seededIds, silentLogger, testDatabase, testEnvironment, virtualClock } from '@mutua/testkit';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerChecks, runChecks } from '../src/adapters/postgres/integrity-checks.ts';
import { balanceOf, clearing, journal, memberId, post, transfer, wallet } from './support/books.ts';
import { openTestService, type TestService } from './support/service.ts';

let it: TestService;
let others: Database;
let voice: Messaging;
let closeOthers: () => Promise<void>;
const ids = seededIds(7);
const clock = virtualClock();

beforeAll(async () => {
  it = await openTestService({ start: true });
  const database = await testDatabase('identity');
  others = await openDatabase({ url: database.url, applicationName: 'others', logger: silentLogger });
  const metrics = createMetrics({ service: 'others' });
  const { kafkaBrokers: brokers } = testEnvironment();
  voice = await startMessaging({
    db: others,
    brokers,
    topicPrefix: it.topicPrefix,
    service: 'others',
    handlers: {},
    ids,
    logger: silentLogger,
    metrics,
  });
  closeOthers = async () => {
    await voice.close();
    await others.close();
    await database.drop();
  };
});
afterAll(async () => {
  await closeOthers();
  await it.close();
});

async function say(name: string, aggregateId: string, data: object): Promise<void> {
  await others.run((tx) => tx.outbox.append([{ id: ids.next('event'), name, aggregateId, data, occurredAt: clock.now() }]));
}

const eur = (amountMinor: string) => ({ amountMinor, currency: 'EUR' });
const register = (name: string) =>
  say('identity.member-registered.v1', memberId(name), { memberId: memberId(name), kind: 'person', country: 'DE' });
const offer = (name: string) => derivedId('offer', name);
const place = (lender: string, name: string, amount: { amountMinor: string; currency: string }) =>
  say('loans.offer-placed.v1', offer(name), {
    offerId: offer(name),
    lenderId: memberId(lender),
    market: amount.currency,
    kind: 'standing',
    requestId: null,
    total: amount,
    criteria: { minRatePpm: 50_000, grades: ['A'], minTermMonths: 12, maxTermMonths: 60, purposes: null, capPerLoan: amount },
    goodTillOn: null,
    placedAt: clock.now(),
  });
const close = (lender: string, name: string, freed: string) =>
  say('matching.offer-closed.v1', offer(name), {
    offerId: offer(name),
    lenderId: memberId(lender),
    market: 'EUR',
    outcome: 'revoked',
    freed: eur(freed),
  });
const free = (lender: string, name: string, freed: string) =>
  say('matching.offer-freed.v1', offer(name), { offerId: offer(name), lenderId: memberId(lender), market: 'EUR', freed: eur(freed) });

const amend = (lender: string, name: string, freed: string) =>
  say('matching.offer-amended.v1', offer(name), {
    ...{ offerId: offer(name), lenderId: memberId(lender), market: 'EUR', freed: eur(freed), isPlaceKept: true },
  });

const walletOpened = (name: string) => eventually(() => balanceOf(it.service, wallet(name)), { what: `the wallet of ${name}` });
const spoken = (aggregateId: string) =>
  it.service.db.sql.query<{ name: string; payload: string }>('select name, payload from outbox where aggregate_id = $1 order by position', [
    aggregateId,
  ]);
const holdEvents = async (name: string) => (await spoken(derivedId('hold', offer(name)))).map((event) => event.name);
const balanceOfHeld = (name: string, held: bigint) =>
  eventually(async () => (await balanceOf(it.service, wallet(name)))?.held === held, { what: `${held} held in the wallet of ${name}` });

test('a registered member gets a wallet per currency', async () => {
  await register('ann');
  await walletOpened('ann');
  expect(await balanceOf(it.service, wallet('ann', 'USD'))).toMatchObject({ balance: 0n });
  expect((await spoken(wallet('ann'))).map(({ name }) => name)).toEqual(['payments.wallet-opened.v1']);
});

test('an offer holds its money, a closed offer gives back exactly what is freed, later and in part', async () => {
  await register('bea');
  await walletOpened('bea');
  await post(it.service, journal('fund:bea', transfer(clearing, wallet('bea'), 100_000n)));
  await place('bea', 'one', eur('60000'));
  await balanceOfHeld('bea', 60_000n);
  await close('bea', 'one', '35000');
  await balanceOfHeld('bea', 25_000n);
  await free('bea', 'one', '5000');
  await balanceOfHeld('bea', 20_000n);
  expect(await holdEvents('one')).toEqual(['payments.hold-placed.v1', 'payments.hold-released.v1', 'payments.hold-released.v1']);
  const last = (await spoken(derivedId('hold', offer('one')))).at(-1);
  expect(JSON.parse(last?.payload ?? '{}')).toMatchObject({ amount: eur('5000'), remaining: eur('20000') });
});

test('a reduced offer gives back what is freed, once, and goes on holding the rest until it ends', async () => {
  await register('gil');
  await walletOpened('gil');
  await post(it.service, journal('fund:gil', transfer(clearing, wallet('gil'), 100_000n)));
  await place('gil', 'shrinking', eur('60000'));
  await balanceOfHeld('gil', 60_000n);
  // Other terms for the same money free nothing.
  await amend('gil', 'shrinking', '0');
  await amend('gil', 'shrinking', '20000');
  await balanceOfHeld('gil', 40_000n);
  const again = 'insert into outbox_pending select position from outbox where name = $1 on conflict do nothing';
  await others.sql.run(again, ['matching.offer-amended.v1']);
  await close('gil', 'shrinking', '40000');
  await balanceOfHeld('gil', 0n);
  const released = (await spoken(derivedId('hold', offer('shrinking')))).slice(1).map(({ payload }) => JSON.parse(payload) as object);
  expect(released).toMatchObject([
    { amount: eur('20000'), remaining: eur('40000') },
    { amount: eur('40000'), remaining: eur('0') },
  ]);
});

test('an offer beyond the wallet, or in a currency nobody keeps, is refused and holds nothing', async () => {
  await register('cem');
  await walletOpened('cem');
  await place('cem', 'two', eur('1'));
  await eventually(async () => (await holdEvents('two')).length === 1);
  const [refused] = await spoken(derivedId('hold', offer('two')));
  expect(refused?.name).toBe('payments.hold-refused.v1');
  expect(JSON.parse(refused?.payload ?? '{}')).toMatchObject({ code: 'wallet.insufficient_funds' });
  await place('cem', 'three', { amountMinor: '1', currency: 'CHF' });
  await eventually(async () => (await holdEvents('three')).length === 1);
  expect(JSON.parse((await spoken(derivedId('hold', offer('three'))))[0]?.payload ?? '{}')).toMatchObject({
    code: 'wallet.currency_unknown',
  });
});

test('an offer that comes before its member waits for it', async () => {
  await place('dot', 'early', eur('1'));
  await register('dot');
  await walletOpened('dot');
  await eventually(async () => (await holdEvents('early')).includes('payments.hold-refused.v1'), { timeoutMs: 40_000 });
}, 60_000);

test('an offer placed twice by its maker is one hold', async () => {
  await register('eli');
  await walletOpened('eli');
  await post(it.service, journal('fund:eli', transfer(clearing, wallet('eli'), 1000n)));
  await place('eli', 'twice', eur('400'));
  await place('eli', 'twice', eur('400'));
  await eventually(async () => {
    const row = await it.service.db.sql.one<{ version: bigint }>('select version from inbox where stream like $1', [`%${offer('twice')}%`]);
    return row?.version === 2n;
  });
  expect(await holdEvents('twice')).toEqual(['payments.hold-placed.v1']);
  expect(await balanceOf(it.service, wallet('eli'))).toMatchObject({ held: 400n });
});

test('more freed than held is set aside for a person and moves nothing', async () => {
  await register('fox');
  await walletOpened('fox');
  await post(it.service, journal('fund:fox', transfer(clearing, wallet('fox'), 1000n)));
  await place('fox', 'greedy', eur('400'));
  await balanceOfHeld('fox', 400n);
  await close('fox', 'greedy', '401');
  const dead = await eventually(() =>
    it.service.db.sql.one<{ status: string }>("select status from dead_letters where aggregate_id = $1 and status = 'dead'", [
      offer('greedy'),
    ]),
  );
  expect(dead.status).toBe('dead');
  expect(await balanceOf(it.service, wallet('fox'))).toMatchObject({ held: 400n });
});

test('a deposit clears by itself while the service runs', async () => {
  const authorization = await it.issuer.bearer({ memberId: memberId('ann') });
  const post = (path: string, body: object) =>
    request(it.service.app).post(path).set({ authorization, 'idempotency-key': 'deposit-of-ann' }).send(body);
  const account = await post('/v1/bank-accounts', { currency: 'EUR' }).expect(201);
  const { body } = await post('/v1/deposits', { bankAccountId: account.body.bankAccountId, amount: eur('1234') }).expect(202);
  await eventually(async () => {
    const answer = await request(it.service.app).get(`/v1/deposits/${body.depositId}`).set({ authorization });
    return answer.body.status === 'cleared';
  });
  expect(await balanceOf(it.service, wallet('ann'))).toMatchObject({ balance: 1234n });
});

test('after all of this the books are whole', async () => {
  expect((await runChecks(it.service.db.sql, ledgerChecks)).filter(({ violations }) => violations > 0)).toEqual([]);
});
