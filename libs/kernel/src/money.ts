/** Money: an integer number of minor units and its currency. Mixing currencies is a bug and throws; nothing here rounds. */
import { assert, KernelError } from './assert.ts';

export type Currency = string & { readonly __brand: 'Currency' };

/** Parses an ISO 4217 alphabetic code in upper case. Throws KernelError `currency.malformed`. */
export function currency(code: string): Currency {
  if (!/^[A-Z]{3}$/.test(code)) {
    throw new KernelError('currency.malformed', 'a currency is three upper-case letters', { code });
  }
  return code as Currency;
}

export type Money = { readonly amountMinor: bigint; readonly currency: Currency };

export function money(amountMinor: bigint, currency: Currency): Money {
  return { amountMinor, currency };
}

export function zero(currency: Currency): Money {
  return { amountMinor: 0n, currency };
}

export function add(a: Money, b: Money): Money {
  return { amountMinor: a.amountMinor + b.amountMinor, currency: sameCurrency(a, b) };
}

export function subtract(a: Money, b: Money): Money {
  return { amountMinor: a.amountMinor - b.amountMinor, currency: sameCurrency(a, b) };
}

export function negate(a: Money): Money {
  return { amountMinor: -a.amountMinor, currency: a.currency };
}

export function compare(a: Money, b: Money): -1 | 0 | 1 {
  sameCurrency(a, b);
  if (a.amountMinor === b.amountMinor) return 0;
  return a.amountMinor < b.amountMinor ? -1 : 1;
}

export function isZero(a: Money): boolean {
  return a.amountMinor === 0n;
}

export function isPositive(a: Money): boolean {
  return a.amountMinor > 0n;
}

export function isGreater(a: Money, b: Money): boolean {
  return compare(a, b) === 1;
}

export function isEqual(a: Money, b: Money): boolean {
  return compare(a, b) === 0;
}

export function minimum(a: Money, b: Money): Money {
  return isGreater(a, b) ? b : a;
}

/** The sum of the moneys, zero of the given currency when there are none. */
export function sum(moneys: Iterable<Money>, currency: Currency): Money {
  let total = zero(currency);
  for (const each of moneys) total = add(total, each);
  return total;
}

function sameCurrency(a: Money, b: Money): Currency {
  assert(a.currency === b.currency, 'currencies differ', { left: a.currency, right: b.currency });
  return a.currency;
}

/** Money as JSON carries it: minor units as a decimal string, because a JSON number loses integers above 2^53. */
export type MoneyWire = { amountMinor: string; currency: string };

export function moneyToWire(m: Money): MoneyWire {
  return { amountMinor: m.amountMinor.toString(), currency: m.currency };
}

/** Parses wire money: at most 19 digits, no leading zeros. Throws KernelError `money.malformed` or `currency.malformed`. */
export function moneyFromWire(w: MoneyWire): Money {
  if (typeof w.amountMinor !== 'string' || !/^-?(0|[1-9][0-9]{0,18})$/.test(w.amountMinor)) {
    throw new KernelError('money.malformed', 'amountMinor is a decimal string of minor units', { amountMinor: w.amountMinor });
  }
  return { amountMinor: BigInt(w.amountMinor), currency: currency(w.currency) };
}

// ISO 4217 minor-unit exponents that are not 2.
const exponents: ReadonlyMap<string, number> = new Map([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'].map(
    (code): [string, number] => [code, 0],
  ),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code): [string, number] => [code, 3]),
  ...['CLF', 'UYW'].map((code): [string, number] => [code, 4]),
]);

/** For people only: `1,234.56 EUR`, with the ISO 4217 exponent of the currency (JPY 0, most 2). */
export function formatMoney(m: Money): string {
  const exponent = exponents.get(m.currency) ?? 2;
  const isNegative = m.amountMinor < 0n;
  const digits = (isNegative ? -m.amountMinor : m.amountMinor).toString().padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent).replace(/\B(?=([0-9]{3})+$)/g, ',');
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return `${isNegative ? '-' : ''}${whole}${fraction} ${m.currency}`;
}
