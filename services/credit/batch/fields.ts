/** Strict readers of one column's text each. A value that cannot be what the column says is a problem in plain words, never a default. */
import { type CalendarDate, parseCalendarDate } from '@mutua/kernel';

export type Problem = { readonly field: string; readonly problem: string };
export type Read<T> = { readonly value: T | null } | { readonly problem: string };
type Reader<T> = (text: string) => Read<T>;

/** Longer than any value of the columns. */
const charactersMax = 200;
const shownMax = 40;

/** The text of a column: empty, null and absent are missing; a number is taken as it is written. */
export function textOf(raw: unknown): Read<string> {
  if (raw === undefined || raw === null) return { value: null };
  if (typeof raw === 'number' && Number.isFinite(raw)) return textOf(String(raw));
  if (typeof raw !== 'string') return { problem: 'a text is expected' };
  const length = raw.length;
  if (length > charactersMax) return { problem: `the text has ${length} characters, at most ${charactersMax} are read` };
  const text = raw.trim();
  return { value: text === '' ? null : text };
}

type Range = { readonly min: number; readonly max: number };

/** A plain decimal with up to `places` decimals that count (more are cut off when zero, else refused), as a whole of 10^-places. */
export function decimal(places: number, { min, max }: Range): Reader<bigint> {
  const [least, most] = [BigInt(min) * 10n ** BigInt(places), BigInt(max) * 10n ** BigInt(places)];
  return (text) => {
    const match = /^(-?)(\d{1,15})(?:\.(\d{1,20}))?$/.exec(text);
    if (match === null) return { problem: `a plain decimal number is expected, not ${shown(text)}` };
    const [, sign = '', units = '', fraction = ''] = match;
    const magnitude = BigInt(`${units}${fraction.slice(0, places).padEnd(places, '0')}`);
    const value = sign === '-' ? -magnitude : magnitude;
    return value < least || value > most || (sign === '-' && least >= 0n && /[1-9]/.test(units + fraction))
      ? { problem: `a number from ${min} to ${max} is expected, not ${shown(text)}` }
      : { value };
  };
}

/** A whole number; `36` and `36.0` are the same. */
export function whole({ min, max }: Range): Reader<number> {
  return (text) => {
    if (!/^-?\d{1,15}(?:\.0+)?$/.test(text)) return { problem: `a whole number is expected, not ${shown(text)}` };
    const value = Number(text);
    return value < min || value > max
      ? { problem: `a whole number from ${min} to ${max} is expected, not ${shown(text)}` }
      : { value: value + 0 };
  };
}

/** `2004-07`, or a day of it, from 1900 on. */
export const month: Reader<CalendarDate> = (text) => {
  const on = parseCalendarDate(text.length === 7 ? `${text}-01` : text);
  return on === undefined || on < '1900-01-01' ? { problem: `a month as 2004-07 is expected, not ${shown(text)}` } : { value: on };
};

/** `< 1 year`, `1 year` … `10+ years` as whole years, ten for more; `n/a` is missing. */
export const employment: Reader<number> = (text) => {
  const wording = text.toLowerCase();
  if (wording === 'n/a') return { value: null };
  if (wording === '< 1 year') return { value: 0 };
  const match = /^(\d|10\+?)(?: years?)?$/.exec(wording);
  return match === null
    ? { problem: `"< 1 year", "1 year" to "9 years", "10+ years" or "n/a" is expected, not ${shown(text)}` }
    : { value: Number.parseInt(match[1] ?? '', 10) };
};

/** One of the words, as the platform writes its enumerations: `debt_consolidation` is `debt-consolidation`. Another word is a problem. */
export function oneOf(words: readonly string[]): Reader<string> {
  return (text) => {
    const value = text.toLowerCase().replace(/[\s_]+/g, '-');
    return words.includes(value) ? { value } : { problem: `one of ${words.join(', ')} is expected, not ${shown(text)}` };
  };
}

function shown(text: string): string {
  return JSON.stringify(text.length > shownMax ? `${text.slice(0, shownMax)}…` : text);
}
