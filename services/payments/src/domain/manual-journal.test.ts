import { calendarDate } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { type BookedTransfer, type JournalGround, mirrored, problemsOf, type WrittenTransfer } from './manual-journal.ts';

const ground: JournalGround = {
  currencyOf: new Map([
    ['a', 'EUR'],
    ['b', 'EUR'],
    ['dollars', 'USD'],
  ]),
  codes: new Set(['deposit']),
  opensOn: calendarDate('2026-01-02'),
  closedThrough: calendarDate('2026-01-31'),
};
const good: WrittenTransfer = {
  debitAccountId: 'a',
  creditAccountId: 'b',
  amount: { amountMinor: '5', currency: 'EUR' },
  code: 'deposit',
};
const codesOf = (transfers: WrittenTransfer[], on: string) =>
  problemsOf(transfers, calendarDate(on), ground).map(({ path, code }) => `${path} ${code}`);

test('a journal without fault has no problems', () => {
  expect(codesOf([good], '2026-02-01')).toEqual([]);
});

test('all problems are told at once, each where it is', () => {
  const bad = { ...good, creditAccountId: 'a', code: 'gift' };
  const mixed = { ...good, debitAccountId: 'nobody', creditAccountId: 'dollars' };
  expect(codesOf([good, bad, mixed], '2026-01-01')).toEqual([
    '/businessDate ledger.before_opening',
    '/businessDate ledger.period_closed',
    '/transfers/1/code ledger.code_unknown',
    '/transfers/1 ledger.same_account',
    '/transfers/2/debitAccountId ledger.account_unknown',
    '/transfers/2/creditAccountId ledger.currency_mismatch',
  ]);
});

test('each problem is said in words', () => {
  const bad = { ...good, creditAccountId: 'a', code: 'gift' };
  const mixed = { ...good, debitAccountId: 'nobody', creditAccountId: 'dollars' };
  expect(problemsOf([bad, mixed], calendarDate('2026-01-01'), ground).map(({ message }) => message)).toEqual([
    'the books open on 2026-01-02',
    'the books are closed through 2026-01-31',
    'gift is in no chart of this ledger',
    'a transfer has two different accounts',
    'there is no such account',
    'the account is kept in USD',
  ]);
});

test('books that never opened or closed a period take any date, and the first day they are open', () => {
  const open = { ...ground, opensOn: null, closedThrough: null };
  expect(problemsOf([good], calendarDate('1999-01-01'), open)).toEqual([]);
  expect(problemsOf([good], calendarDate('2026-01-02'), { ...ground, closedThrough: null })).toEqual([]);
});

test('the last closed day is closed, the next is open', () => {
  expect(codesOf([good], '2026-01-31')).toEqual(['/businessDate ledger.period_closed']);
  expect(codesOf([good], '2026-02-01')).toEqual([]);
});

const booked: BookedTransfer = { debitAccountId: 'a', creditAccountId: 'b', amountMinor: '5', code: 'deposit', kind: 'post' };

test('a mirror swaps the sides and keeps amount and code', () => {
  expect(mirrored('manual', [booked])).toEqual([{ debitAccountId: 'b', creditAccountId: 'a', amountMinor: '5', code: 'deposit' }]);
});

test.each([
  ['repayment', booked],
  ['manual', { ...booked, kind: 'pend' as const }],
])('what other records depend on, or what only reserves, has no mirror: %s', (kind, transfer) => {
  expect(mirrored(kind, [transfer])).toBeUndefined();
});

test('one transfer that only reserves keeps the whole journal from being mirrored', () => {
  expect(mirrored('manual', [booked, { ...booked, kind: 'pend' }])).toBeUndefined();
});
