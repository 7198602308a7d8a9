import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BankStatus, type DepositStatus, depositStep, type WithdrawalStatus, withdrawalStep } from './bank-movement.ts';

const statuses: readonly BankStatus[] = ['accepted', 'settled', 'failed', 'returned'];
const anyEntries = fc.array(fc.constantFrom(...statuses), { maxLength: 12 });

test.each<[DepositStatus, BankStatus, DepositStatus, string]>([
  ['expected', 'accepted', 'received', 'none'],
  ['expected', 'failed', 'failed', 'none'],
  ['received', 'settled', 'cleared', 'credit'],
  ['received', 'failed', 'failed', 'none'],
  ['cleared', 'returned', 'returned', 'take-back'],
])('a deposit %s, %s becomes %s with effect %s', (from, entry, to, effect) => {
  expect(depositStep(from, entry)).toEqual({ ok: true, value: { to, effect } });
});

test.each<[WithdrawalStatus, BankStatus, WithdrawalStatus, string]>([
  ['requested', 'accepted', 'in-transit', 'leave'],
  ['submitted', 'accepted', 'in-transit', 'leave'],
  ['submitted', 'failed', 'failed', 'free'],
  ['in-transit', 'settled', 'paid', 'none'],
  ['in-transit', 'failed', 'failed', 'bring-back'],
  ['paid', 'returned', 'returned', 'bring-back'],
])('a withdrawal %s, %s becomes %s with effect %s', (from, entry, to, effect) => {
  expect(withdrawalStep(from, entry)).toEqual({ ok: true, value: { to, effect } });
});

test('what the table does not name is refused', () => {
  const error = { code: 'bank.entry_unexpected', details: { from: 'failed', entry: 'settled' } };
  expect(depositStep('failed', 'settled')).toEqual({ ok: false, error });
  expect(depositStep('expected', 'settled')).toMatchObject({ ok: false });
  expect(withdrawalStep('failed', 'returned')).toMatchObject({ ok: false });
});

test('whatever the bank says, a deposit credits the wallet at most once and takes back at most what it credited', () => {
  fc.assert(
    fc.property(anyEntries, (entries) => {
      let status: DepositStatus = 'expected';
      let credited = 0;
      for (const entry of entries) {
        const step = depositStep(status, entry);
        if (!step.ok) continue;
        status = step.value.to;
        if (step.value.effect === 'credit') credited += 1;
        if (step.value.effect === 'take-back') credited -= 1;
        expect(credited).toBe(status === 'cleared' ? 1 : 0);
      }
    }),
  );
});

test('whatever the bank says, a withdrawal reserves, leaves and comes back so that the money is in exactly one place', () => {
  fc.assert(
    fc.property(anyEntries, (entries) => {
      let status: WithdrawalStatus = 'requested';
      let place: 'reserved' | 'gone' | 'wallet' = 'reserved';
      for (const entry of entries) {
        const step = withdrawalStep(status, entry);
        if (!step.ok) continue;
        status = step.value.to;
        const { effect } = step.value;
        if (effect === 'leave' || effect === 'free') expect(place).toBe('reserved');
        if (effect === 'bring-back') expect(place).toBe('gone');
        place = effect === 'leave' ? 'gone' : effect === 'none' ? place : 'wallet';
      }
      const ended = {
        requested: 'reserved',
        submitted: 'reserved',
        'in-transit': 'gone',
        paid: 'gone',
        failed: 'wallet',
        returned: 'wallet',
      };
      expect(place).toBe(ended[status]);
    }),
  );
});
