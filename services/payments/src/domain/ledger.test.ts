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

test.each<[string, JournalDraft]>([
  ['no transfer', journal()],
  ['an amount of zero', journal({ ...post, amountMinor: 0n })],
  ['a negative amount', journal({ ...post, amountMinor: -1n })],
  ['an amount beyond the books', journal({ ...post, amountMinor: 2n ** 63n })],
  ['one side only', journal({ ...post, creditAccountId: 'a' })],
  ['a reservation without a name', journal({ ...post, kind: 'pend' })],
  ['a named post', journal({ ...post, pendingId: 'p' })],
])('a draft with %s is a defect', (_, draft) => {
  expect(() => assertDraft(draft)).toThrow();
});
