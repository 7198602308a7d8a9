/** What people read of a bin: its bounds in the unit of the feature. */
import type { Bins } from './binning.ts';
import type { Specification } from './columns.ts';

type Unit = Specification['unit'];

const shown: Readonly<Record<Unit, (value: number) => string>> = {
  money: (value) => (value / 100).toLocaleString('en-US', { maximumFractionDigits: 2 }),
  percent: (value) => `${Number((value / 10_000).toFixed(2))} %`,
  count: (value) => String(value),
  months: (value) => `${value} months`,
  years: (value) => `${value} years`,
  word: (value) => String(value),
};

export function binTexts({ specification, bounds, values, count }: Bins): readonly string[] {
  if (values.length > 0) return values;
  const text = shown[specification.unit];
  const isWhole = specification.unit === 'count' || specification.unit === 'years' || specification.unit === 'months';
  return Array.from({ length: count }, (_, bin) => {
    const [from, below] = [bounds[bin - 1], bounds[bin]];
    if (from === undefined) return below === undefined ? 'any' : `below ${text(below)}`;
    if (below === undefined) return `${text(from)} or more`;
    return isWhole && below === from + 1 ? text(from) : `${text(from)} to below ${text(below)}`;
  });
}
