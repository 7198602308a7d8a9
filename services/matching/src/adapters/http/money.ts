/** Amounts on the wire. A market is a currency. */
import { currency, type MoneyWire, moneyToWire } from '@mutua/kernel';

export function amount(market: string, amountMinor: bigint): MoneyWire {
  return moneyToWire({ amountMinor, currency: currency(market) });
}

export function amountOrNull(market: string, amountMinor: bigint | null): MoneyWire | null {
  return amountMinor === null ? null : amount(market, amountMinor);
}
