import { calendarDate, derivedId } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { type Claim, claimsOf, incomeOf, setOff } from './claim.ts';
import type { JournalDraft, TransferCode, TransferDraft } from './ledger.ts';

const transfer = (code: TransferCode, debitAccountId: string, creditAccountId: string, amountMinor: bigint): TransferDraft => ({
  ...{ code, debitAccountId, creditAccountId, amountMinor, kind: 'post' },
});
const journal = (...transfers: TransferDraft[]): JournalDraft => ({
  ...{ id: derivedId('journal', 'x'), reference: 'x', kind: 'test', businessDate: calendarDate('2026-01-15'), transfers },
});
const claim = (claimNo: bigint, openMinor: bigint): Claim => ({ claimNo, walletId: 'w', currency: 'EUR', openMinor });

test('income is what a journal brings beyond what it takes, when a deposit or a receipt of notes is in it', () => {
  const receipt = journal(
    transfer('principal', 'clearing', 'ann', 80n),
    transfer('interest', 'clearing', 'ann', 20n),
    transfer('service-fee', 'ann', 'fees', 1n),
    transfer('member-transfer', 'clearing', 'bob', 50n),
  );
  expect(incomeOf(receipt)).toEqual(new Map([['ann', 99n]]));
  const spentAtOnce = journal(transfer('interest', 'clearing', 'ann', 20n), transfer('member-transfer', 'ann', 'bob', 20n));
  expect(incomeOf(spentAtOnce)).toEqual(new Map());
  const held = journal({ ...transfer('deposit', 'bank', 'ann', 5n), kind: 'pend', pendingId: 'p' });
  expect(incomeOf(held)).toEqual(new Map());
});

test('what the platform puts in is a claim and no income', () => {
  const taken = journal(
    transfer('principal', 'clearing', 'ann', 10n),
    transfer('principal-reversal', 'ann', 'clearing', 100n),
    transfer('return-uncovered', 'suspense', 'ann', 90n),
  );
  expect(claimsOf(taken)).toEqual(new Map([['ann', 90n]]));
  expect(incomeOf(taken)).toEqual(new Map());
});

test.each([
  [30n, 100n, [[1n, 30n]]],
  [
    70n,
    100n,
    [
      [1n, 50n],
      [2n, 20n],
    ],
  ],
  [
    500n,
    500n,
    [
      [1n, 50n],
      [2n, 25n],
    ],
  ],
  [
    500n,
    60n,
    [
      [1n, 50n],
      [2n, 10n],
    ],
  ],
  [500n, 0n, []],
])('of an income of %d with %d there, the oldest claims are settled first', (incomeMinor, availableMinor, expected) => {
  const parts = setOff([claim(1n, 50n), claim(2n, 25n)], { incomeMinor, availableMinor });
  expect(parts.map((part) => [part.claim.claimNo, part.amountMinor])).toEqual(expected);
});
