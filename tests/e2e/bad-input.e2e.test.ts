/** What a careless or hostile client sends through the public port: each answered with a problem and a stable code, and nothing stored. */
import { derivedId } from '@mutua/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, Call, Session } from '../support/api.ts';
import { expectWhole } from '../support/books.ts';
import { type Fingerprint, openFingerprint } from '../support/fingerprint.ts';
import { issuerOf } from '../support/issuer.ts';
import { ask, lend, newLoanRequest, newOffer, sign } from '../support/market.ts';
import { cents, deposit, eur, join, type Person } from '../support/people.ts';
import { type Platform, startTestPlatform } from '../support/platform.ts';

let platform: Platform;
let stored: Fingerprint;
let member: Person;
let stranger: Person;
let loanId: string;
/** Of the stranger: filled, paid out and so gone. */
let goneOffer: string;
let expired: string;
let foreignAudience: string;

beforeAll(async () => {
  platform = await startTestPlatform({ variables: { MUTUA_CURRENCIES: 'EUR,USD' } });
  stored = await openFingerprint(platform);
  [member, stranger] = await Promise.all([join(platform, 'Member'), join(platform, 'Stranger')]);
  await Promise.all([deposit(platform, member, 100_000), deposit(platform, stranger, 100_000)]);
  ({ offerId: goneOffer } = await lend(platform, stranger, newOffer(50_000)));
  const request = await ask(platform, member, newLoanRequest(50_000), 'contracting');
  ({ loanId } = await sign(platform, member, request));
  expired = await tokenFrom('expired');
  foreignAudience = await tokenFrom('for another audience');
  await expectWhole(platform);
});
afterAll(async () => {
  await stored?.close();
  await platform?.close();
});

async function tokenFrom(kind: Parameters<typeof issuerOf>[1]): Promise<string> {
  const issue = await issuerOf(platform, kind);
  const token = await issue(member);
  await issue.close();
  return token;
}

const post = (path: string, body: object, session: Session = member): Call => ({
  method: 'POST',
  path,
  body,
  token: session.accessToken,
});
const raw = (text: string, headers: Record<string, string> = {}): Call => ({
  method: 'POST',
  path: '/v1/offers',
  text,
  headers,
  token: member.accessToken,
});
const amending = (body: object, session: Session = stranger): Call => ({
  ...{ method: 'PATCH', path: `/v1/offers/${goneOffer}`, body, token: session.accessToken },
});
const toBank = (amount: object): Call => post('/v1/withdrawals', { bankAccountId: member.bankAccountId, amount });
const amountOf = (amountMinor: unknown): Call => toBank({ amountMinor, currency: 'EUR' });
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const unknownLoan = derivedId('loan', 'nobody has this one');

type Case = readonly [what: string, call: () => Call, status: number, code: string];

const cases: readonly Case[] = [
  // Types and shapes
  ['an amount as a number', () => amountOf(100), 400, 'request.invalid'],
  ['an amount with a fraction', () => amountOf('1.50'), 400, 'request.invalid'],
  ['an amount with an exponent', () => amountOf('1e3'), 400, 'request.invalid'],
  ['an amount with a sign', () => amountOf('-100'), 400, 'request.invalid'],
  ['an amount of zero', () => amountOf('0'), 400, 'request.invalid'],
  ['an amount with leading zeros', () => amountOf('0100'), 400, 'request.invalid'],
  ['an amount in other digits', () => amountOf('١٠٠'), 400, 'request.invalid'],
  ['an amount with a line break behind it', () => amountOf('100\n'), 400, 'request.invalid'],
  ['an amount of too many digits', () => amountOf('9'.repeat(19)), 400, 'request.invalid'],
  ['an amount beyond the range of the books', () => amountOf('9'.repeat(16)), 400, 'request.invalid'],
  ['an array in place of an object', () => toBank([]), 400, 'request.invalid'],
  ['null in place of an object', () => raw('null'), 400, 'request.invalid'],
  ['a term as text', () => post('/v1/loan-requests', newLoanRequest(100_000, { termMonths: '12' })), 400, 'request.invalid'],
  ['a rate as a fraction', () => post('/v1/loan-requests', newLoanRequest(100_000, { maxRatePpm: 0.5 })), 400, 'request.invalid'],
  ['an unknown field', () => post('/v1/offers', newOffer(10_000, { priority: 1 })), 400, 'request.invalid'],
  ['an unknown field deep inside', () => toBank({ ...eur(100), decimals: 2 }), 400, 'request.invalid'],
  ['a missing field', () => post('/v1/withdrawals', { bankAccountId: member.bankAccountId }), 400, 'request.invalid'],
  ['an id of another kind', () => post('/v1/deposits', { bankAccountId: member.walletId, amount: eur(100) }), 400, 'request.invalid'],
  ['an id in the path that is none', () => ({ path: '/v1/loans/loan_1', token: member.accessToken }), 400, 'request.invalid'],
  ['a limit out of range', () => ({ path: '/v1/offers?limit=101', token: member.accessToken }), 400, 'request.invalid'],
  ['a query parameter nobody knows', () => ({ path: '/v1/offers?limt=5', token: member.accessToken }), 400, 'request.invalid'],
  ['a cursor of our own making', () => ({ path: '/v1/offers?cursor=abc', token: member.accessToken }), 400, 'cursor.invalid'],
  [
    'a date that is not in the calendar',
    () => post('/v1/business-date/advance', { to: '2026-02-30' }, platform.admin),
    400,
    'request.invalid',
  ],
  // The body as such
  ['text that is not JSON', () => raw('{"kind":'), 400, 'request.malformed_json'],
  ['JSON nested 1,000 deep', () => raw(nested(1000)), 400, 'request.too_deep'],
  ['a body of 10 MB', () => raw(`{"kind":"${'x'.repeat(10_000_000)}"}`), 413, 'request.too_large'],
  ['a form', () => raw('kind=standing', { 'content-type': 'application/x-www-form-urlencoded' }), 415, 'request.unsupported_media_type'],
  // Rules of the business
  [
    'another currency than the product',
    () => post('/v1/loan-requests', newLoanRequest(1, { amount: usd(100_000) })),
    422,
    'loan_request.terms_not_offered',
  ],
  ['another currency than the bank account', () => toBank(usd(100)), 422, 'bank_account.currency_mismatch'],
  ['another currency than the loan', () => post(`/v1/loans/${loanId}/repayments`, { amount: usd(100) }), 422, 'money.currency_mismatch'],
  ['another currency than the wallets', () => transfer(usd(100)), 422, 'transfer.currency_mismatch'],
  ['a currency without a market', () => post('/v1/offers', offerIn('XXX')), 422, 'market.unknown'],
  ['a transfer to the same wallet', () => transfer(eur(100), member.walletId), 422, 'transfer.same_wallet'],
  ['more than there is', () => toBank(eur(1_000_000)), 422, 'wallet.insufficient_funds'],
  ['less than the product lends', () => post('/v1/loan-requests', newLoanRequest(100)), 422, 'loan_request.terms_not_offered'],
  ['an offer that is not in whole notes', () => post('/v1/offers', newOffer(2_501)), 422, 'offer.invalid'],
  ['an amendment of nothing', () => amending({}), 400, 'request.invalid'],
  ['an amendment of what is gone', () => amending({ total: eur(2_500) }), 409, 'offer.not_open'],
  ['an amendment of a foreign offer', () => amending({ total: eur(2_500) }, member), 404, 'offer.not_found'],
  ['a foreign loan', () => post(`/v1/loans/${loanId}/repayments`, { amount: eur(100) }, stranger), 404, 'loan.not_found'],
  ['an unknown loan', () => post(`/v1/loans/${unknownLoan}/repayments`, { amount: eur(100) }), 404, 'loan.not_found'],
  [
    'a business date behind us',
    () => post('/v1/business-date/advance', { to: '2020-01-01' }, platform.admin),
    422,
    'business_date.not_ahead',
  ],
  // Who is asking
  ['no token', () => ({ path: '/v1/wallets' }), 401, 'auth.unauthenticated'],
  ['an expired token', () => ({ path: '/v1/wallets', token: expired }), 401, 'auth.unauthenticated'],
  ['a token for somebody else', () => ({ path: '/v1/wallets', token: foreignAudience }), 401, 'auth.unauthenticated'],
  ['a token that was tampered with', () => ({ path: '/v1/wallets', token: tampered() }), 401, 'auth.unauthenticated'],
  ['an unsigned token', () => ({ path: '/v1/wallets', token: unsigned() }), 401, 'auth.unauthenticated'],
  [
    'a member where an administrator is asked for',
    () => ({ path: '/v1/reports/integrity', token: member.accessToken }),
    403,
    'auth.forbidden',
  ],
  // Where they are asking
  ['a path that is not there', () => ({ path: '/v1/nothing', token: member.accessToken }), 404, 'route.not_found'],
  ['a path that leaves its folder', () => ({ path: '/v1/../../etc/passwd', token: member.accessToken }), 404, 'route.not_found'],
  [
    'a method that is not there',
    () => ({ method: 'DELETE', path: '/v1/wallets', token: member.accessToken }),
    405,
    'route.method_not_allowed',
  ],
  // The key that makes a command safe to repeat
  ['a command without its key', () => ({ ...amountOf('100'), key: null }), 400, 'idempotency.key_missing'],
  ['a key of wrong letters', () => ({ ...amountOf('100'), key: 'a key with spaces' }), 400, 'idempotency.key_malformed'],
];

const usd = (amountMinor: number): object => ({ amountMinor: String(amountMinor), currency: 'USD' });
const offerIn = (currency: string): object => {
  const amount = { amountMinor: '10000', currency };
  const criteria = { minRatePpm: 10_000, grades: ['A'], minTermMonths: 12, maxTermMonths: 12, capPerLoan: amount };
  return { kind: 'standing', total: amount, criteria };
};
const transfer = (amount: object, toWalletId = stranger.walletId): Call =>
  post('/v1/transfers', { fromWalletId: member.walletId, toWalletId, amount });
const tampered = (): string => {
  const [header, payload, signature] = member.accessToken.split('.');
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object;
  return [header, Buffer.from(JSON.stringify({ ...claims, roles: ['admin'] })).toString('base64url'), signature].join('.');
};
const unsigned = (): string => {
  const [, payload] = member.accessToken.split('.');
  return [Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url'), payload, ''].join('.');
};

test.each(cases)('%s', async (_what, call, status, code) => {
  const before = await stored.read();
  const answer = await platform.api.call(call());
  expect([answer.status, answer.body['code']]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({ type: `https://mutua.dev/problems/${code}`, status, title: expect.any(String) });
  expect(answer.body['requestId']).toBe(answer.headers.get('x-request-id'));
  expect(withoutAnswers(await stored.read())).toEqual(withoutAnswers(before));
});

/** A refusal by the rules of the business is an answer, and answers to commands with a key are kept. */
const withoutAnswers = (hashes: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(hashes).filter(([table]) => !table.endsWith('public.idempotency')));

test('all problems of a request are told at once', async () => {
  const { body } = await platform.api.call(post('/v1/withdrawals', { amount: { amountMinor: 1, currency: 'euro' }, extra: true }));
  const errors = body['errors'] as readonly { readonly path: string; readonly code: string }[];
  expect(errors.map(({ path }) => path).toSorted()).toEqual([
    '/body/amount/amountMinor',
    '/body/amount/currency',
    '/body/bankAccountId',
    '/body/extra',
  ]);
});

const move = (key: string, amountMinor: number): Promise<Answer> => platform.api.call({ ...transfer(eur(amountMinor)), key });

test('a repeated command has one effect and one answer; an altered one is refused', async () => {
  const [before] = await cents(platform, stranger);
  const first = await move('repeat-0001', 700);
  const again = await move('repeat-0001', 700);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.body).toEqual(first.body);
  expect([first.headers.get('idempotent-replayed'), again.headers.get('idempotent-replayed')]).toEqual([null, 'true']);
  const altered = await move('repeat-0001', 701);
  expect([altered.status, altered.body['code']]).toEqual([422, 'idempotency.key_reused']);
  expect((await cents(platform, stranger))[0]).toBe(before + 700);
});

test('a key may be written as a structured field, in quotes', async () => {
  const plain = await move('quoted-key-0001', 100);
  const quoted = await move('"quoted-key-0001"', 100);
  expect(quoted.body).toEqual(plain.body);
});

test('twenty identical commands at once have one effect', async () => {
  const [before] = await cents(platform, stranger);
  const answers = await Promise.all(Array.from({ length: 20 }, () => move('together-0001', 300)));
  const done = answers.filter(({ status }) => status === 201);
  expect(done.length).toBeGreaterThan(0);
  expect(new Set(done.map(({ body }) => body['transferId'])).size).toBe(1);
  const others = answers.filter(({ status }) => status !== 201);
  expect(others.every(({ status, body }) => status === 409 && body['code'] === 'idempotency.in_progress')).toBe(true);
  expect((await cents(platform, stranger))[0]).toBe(before + 300);
  await expectWhole(platform);
});

test('the same key of another member is another command', async () => {
  const mine = await move('shared-key-0001', 100);
  const theirs = await platform.api.call({
    ...post('/v1/transfers', { fromWalletId: stranger.walletId, toWalletId: member.walletId, amount: eur(100) }, stranger),
    key: 'shared-key-0001',
  });
  expect([mine.status, theirs.status]).toEqual([201, 201]);
  expect(mine.body['transferId']).not.toBe(theirs.body['transferId']);
});
