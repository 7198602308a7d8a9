/** The default rate of loans: the mean over yearly windows that do not overlap, told only where there are three years of them. Pure. */
import { mulDiv } from '@mutua/kernel';

type Window = { readonly loans: number; readonly defaults: number };

/** Years that a mean must rest on. */
const yearsMin = 3;
const onePpm = 1_000_000n;

/** Parts per million; null where nothing could default. */
export const rateOf = ({ loans, defaults }: Window): bigint | null =>
  loans === 0 ? null : mulDiv(BigInt(defaults), onePpm, BigInt(loans), 'half-even');

/** The mean of the rates of the windows that have loans; null with fewer than three of them. */
export const meanRateOf = (windows: readonly Window[]): bigint | null => {
  const rates = windows.flatMap((window) => rateOf(window) ?? []);
  return rates.length < yearsMin
    ? null
    : mulDiv(
        rates.reduce((sum, rate) => sum + rate, 0n),
        1n,
        BigInt(rates.length),
        'half-even',
      );
};
