import { calendarDate, derivedId } from '@mutua/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertDraft, type JournalDraft, platformAccount, type TransferDraft, walletIdOf } from './ledger.ts';

const post: TransferDraft = { debitAccountId: 'a', creditAccountId: 'b', amountMinor: 1n, code: 'deposit', kind: 'post' };
const journal = (...transfers: TransferDraft[]): JournalDraft => ({
  id: derivedId('journal', 'j'),
  reference: 'r',
  kind: 'test',
  businessDate: calendarDate('2026-01-01'),
  transfers,
});

test('a key always finds the same one of sixteen parts', () => {
  fc.assert(
    fc.property(fc.string(), (key) => {
      const account = platformAccount('loan-clearing', 'EUR', key);
      expect(account).toMatch(/^platform:loan-clearing:EUR:(0[0-9]|1[0-5])$/);
      expect(platformAccount('loan-clearing', 'EUR', key)).toBe(account);
    }),
  );
});

test('keys spread over all parts', () => {
  const parts = new Set(Array.from({ length: 400 }, (_, i) => platformAccount('bank-clearing', 'EUR', `loan-${i}`)));
  expect(parts.size).toBe(16);
});

test('a wallet is known by its member and currency', () => {
  expect(walletIdOf('m', 'EUR')).toBe(walletIdOf('m', 'EUR'));
  expect(walletIdOf('m', 'EUR')).not.toBe(walletIdOf('m', 'USD'));
});

const pend: TransferDraft = { ...post, kind: 'pend', pendingId: 'p' };

test.each<[string, JournalDraft, string]>([
  ['no transfer', journal(), 'a journal has transfers'],
  ['a reservation placed twice', journal(pend, { ...pend, creditAccountId: 'c' }), 'a journal places a reservation once'],
])('a draft with %s is a defect', (_, draft, message) => {
  expect(() => assertDraft(draft)).toThrow(expect.objectContaining({ name: 'DefectError', message, details: { reference: 'r' } }));
});

test.each<[string, TransferDraft, string]>([
  ['an amount of zero', { ...post, amountMinor: 0n }, 'a transfer moves more than nothing and fits the books'],
  ['a negative amount', { ...post, amountMinor: -1n }, 'a transfer moves more than nothing and fits the books'],
  ['an amount beyond the books', { ...post, amountMinor: 2n ** 63n }, 'a transfer moves more than nothing and fits the books'],
  ['one side only', { ...post, creditAccountId: 'a' }, 'a transfer has two sides'],
  ['a reservation without a name', { ...post, kind: 'pend' }, 'all kinds but post name a reservation'],
  ['a named post', { ...post, pendingId: 'p' }, 'all kinds but post name a reservation'],
])('a transfer with %s is a defect', (_, transfer, message) => {
  expect(() => assertDraft(journal(post, transfer))).toThrow(
    expect.objectContaining({ name: 'DefectError', message, details: { transfer } }),
  );
});

test('what the books can hold is drafted: the largest amount, a reservation used in parts, several placed', () => {
  const parts = { ...pend, kind: 'post-pending' } as const;
  assertDraft(journal({ ...post, amountMinor: 2n ** 63n - 1n }, parts, parts, { ...pend, kind: 'void-pending' }));
  assertDraft(journal(pend, { ...pend, pendingId: 'q' }));
});

test('ids of wallets are for ever: they stand in the books', () => {
  expect(walletIdOf('m', 'EUR')).toBe(derivedId('wallet', 'm', 'EUR'));
  expect(walletIdOf('m', 'EUR')).toMatch(/^wal_/);
});
