import { derivedId } from '@mutua/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { capture, type Hold, release, remainingOf } from './hold.ts';

const holdOf = (amountMinor: bigint, refusal: string | null = null): Hold => ({
  holdId: derivedId('hold', 'h'),
  offerId: derivedId('offer', 'o'),
  lenderId: derivedId('member', 'm'),
  walletId: derivedId('wallet', 'w'),
  currency: 'EUR',
  amountMinor,
  capturedMinor: 0n,
  releasedMinor: 0n,
  refusal,
});

test.each([
  ['captures a part', capture, 40n, 60n],
  ['releases a part', release, 40n, 60n],
  ['captures all', capture, 100n, 0n],
])('%s', (_, step, amount, left) => {
  const after = step(holdOf(100n), amount);
  expect(after.ok && remainingOf(after.value)).toBe(left);
});

test.each([
  ['more than is left', holdOf(100n), 101n, 'hold.exceeded'],
  ['nothing', holdOf(100n), 0n, 'hold.exceeded'],
  ['less than nothing', holdOf(100n), -1n, 'hold.exceeded'],
  ['from a refused hold', holdOf(100n, 'wallet.insufficient_funds'), 1n, 'hold.refused'],
])('refuses %s', (_, hold, amount, code) => {
  expect(capture(hold, amount)).toMatchObject({ ok: false, error: { code } });
  expect(release(hold, amount)).toMatchObject({ ok: false, error: { code } });
});

test('no sequence of captures and releases takes more than was held, and nothing is lost', () => {
  const steps = fc.array(fc.record({ kind: fc.constantFrom(capture, release), amount: fc.bigInt({ min: -5n, max: 60n }) }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 200n }), steps, (amount, sequence) => {
      let hold = holdOf(amount);
      for (const { kind, amount: part } of sequence) {
        const after = kind(hold, part);
        if (after.ok) hold = after.value;
        expect(remainingOf(hold)).toBeGreaterThanOrEqual(0n);
        expect(hold.capturedMinor + hold.releasedMinor + remainingOf(hold)).toBe(amount);
      }
    }),
  );
});

test('a refused hold has nothing left, and a refusal says what there was', () => {
  const refused = holdOf(100n, 'wallet.insufficient_funds');
  expect(remainingOf(refused)).toBe(0n);
  const holdId = refused.holdId;
  expect(capture(refused, 5n)).toMatchObject({ error: { details: { holdId, amountMinor: 5n, remainingMinor: 0n } } });
  expect(release(holdOf(100n), 101n)).toMatchObject({ error: { details: { holdId, amountMinor: 101n, remainingMinor: 100n } } });
});
