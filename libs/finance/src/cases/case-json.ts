/** Reading one JSON case: small parsers that say what is missing. The shapes are those of the published oracles. */
import { type CalendarDate, parseCalendarDate } from '@mutua/kernel';
import { type AnyDayCount, dayCounts } from '../day-count.ts';

export type CaseJson = { readonly [key: string]: unknown };

/** A case this library cannot answer; the reason goes to the caller with the case's id. */
export class CaseError extends Error {
  override readonly name = 'CaseError';
}

export function objectOf(value: unknown, name: string): CaseJson {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new CaseError(`${name} is not an object`);
  return value as CaseJson;
}

/** An object without its nulls: a term that is null is a term not given. */
export function givenOf(value: unknown, name: string): CaseJson {
  return Object.fromEntries(Object.entries(objectOf(value, name)).filter(([, term]) => term !== null));
}

/** The words of a term as the enumerations here write them, whatever separates them and in whatever case. */
export function wordsOf(value: unknown): string {
  return String(value).toLowerCase().replaceAll(/[ -]/g, '_');
}

export function listOf(value: unknown, name: string): readonly CaseJson[] {
  if (!Array.isArray(value)) throw new CaseError(`${name} is not a list`);
  return value.map((item: unknown) => objectOf(item, `an item of ${name}`));
}

export function numberOf(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new CaseError(`${name} is not a number`);
  return value;
}

export function numbersOf(value: unknown, name: string): readonly number[] {
  if (!Array.isArray(value)) throw new CaseError(`${name} is not a list`);
  return value.map((item: unknown) => numberOf(item, `an item of ${name}`));
}

export function countOf(value: unknown, name: string): number {
  const count = numberOf(value, name);
  if (!Number.isSafeInteger(count) || count < 0) throw new CaseError(`${name} is not a whole number`);
  return count;
}

export function dateOf(value: unknown, name: string): CalendarDate {
  const date = typeof value === 'string' ? parseCalendarDate(value) : undefined;
  if (date === undefined) throw new CaseError(`${name} is not a date written YYYY-MM-DD`);
  return date;
}

/** A decimal JSON number as an integer of 10^-places units, exact: 9.4822 with 4 places is 94822n. More places are refused. */
export function decimalOf(value: unknown, places: number, name: string): bigint {
  const { digits, scale } = decimalParts(value, name);
  if (scale > places) throw new CaseError(`${name} has more than ${places} decimals`);
  return digits * 10n ** BigInt(places - scale);
}

/** How many decimals a JSON number has, as its shortest text shows it. */
export function decimalPlaces(value: unknown, name: string): number {
  return decimalParts(value, name).scale;
}

/** The shortest decimal text of a number, also one written with an exponent, as digits × 10^−scale. */
function decimalParts(value: unknown, name: string): { digits: bigint; scale: number } {
  const [text = '', exponent = '0'] = numberOf(value, name).toString().split('e');
  const [whole = '', fraction = ''] = text.split('.');
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

const dayCountNames: ReadonlyMap<string, AnyDayCount> = new Map(
  Object.entries({
    'act/365f': 'act/365|act/365f|act/365 fixed|english',
    'act/365.25': 'act/365.25',
    'act/360': 'act/360|french',
    'act/364': 'act/364',
    'act/act-isda': 'act/act|act/act isda',
    '30/360-us': '30/360|30/360 sia|30/360 us|30/360 nasd|30us/360|30u/360',
    '30/360-isda': '30/360 isda|bond basis',
    '30e/360': '30e/360|30/360 eurobond|30e/360 eurobond|30/360 isma|30/360 european|eurobond basis',
    '30e/360-isda': '30e/360 isda|30e/360 german|german',
    '30e+/360': '30e+/360',
    'nl/360': 'nl/360|nl360',
    'nl/365': 'nl/365|nl365|act/365 japanese',
  } satisfies Partial<Record<AnyDayCount, string>>).flatMap(([dayCount, names]) =>
    names.split('|').map((name): [string, AnyDayCount] => [name, dayCounts.find((each) => each === dayCount) ?? 'act/365f']),
  ),
);

/** The convention behind a published name; `actual/365` without F means fixed in spreadsheets. */
export function dayCountOf(value: unknown): AnyDayCount {
  const words =
    typeof value === 'string'
      ? value.toLowerCase().replace(/^(?:actual|a)\/(?:actual)?/, (start) => (start.endsWith('actual') ? 'act/act' : 'act/'))
      : '';
  const dayCount = dayCountNames.get(words.replace(/(?<=\d)-(?=[a-z])|(?<=act)-(?=[a-z])/, ' ').trim());
  if (dayCount === undefined) throw new CaseError(`unknown day count ${String(value)}`);
  return dayCount;
}
