import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasValidCheck, maskIban, sandboxIban } from './iban.ts';

test.each(['DE89370400440532013000', 'GB82WEST12345698765432', 'FR1420041010050500013M02606'])('%s is valid', (iban) => {
  expect(hasValidCheck(iban)).toBe(true);
});

test('one digit off is not', () => {
  expect(hasValidCheck('DE89370400440532013001')).toBe(false);
});

test('every sandbox account has a valid IBAN', () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (account) => hasValidCheck(sandboxIban(account))));
});

test('a mask shows country and last four only', () => {
  expect(maskIban('DE89370400440532013000')).toBe('DE** **** 3000');
});

test.each([
  [7n, /^XS\d{2}0000000000000007$/],
  [1234567890123456n, /^XS\d{2}1234567890123456$/],
  [91234567890123456n, /^XS\d{2}1234567890123456$/],
])('a sandbox account has sixteen digits: %s', (account, shape) => expect(sandboxIban(account)).toMatch(shape));
