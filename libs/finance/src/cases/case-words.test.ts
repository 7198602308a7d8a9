/** How the words and numbers of a case are read: each by an answer worked by hand, each refusal by the name of what is wrong. */
import { describe, expect, test } from 'vitest';
import { answerCase, type CaseFunction } from './answer.ts';
import { dateOf, dayCountOf, decimalOf, decimalPlaces, numberOf } from './case-json.ts';

const loan = { principal: 1200, annual_rate_percent: 12, periods: 4, disbursed: '2024-01-15', day_count: '30/360', method: 'annuity' };

/** Rows of 1,200.00 at 12 % over four months from 15 January 2024, changed: day, principal and interest. */
function rowsOf(changes: object): readonly string[] {
  const answer = answerCase('schedule', { id: 1, inputs: { ...loan, ...changes } });
  if (!('rows' in answer) || !Array.isArray(answer.rows)) return [JSON.stringify(answer)];
  return answer.rows.map(
    (row: { due_date: string; principal: number; interest: number }) => `${row.due_date} ${row.principal}+${row.interest}`,
  );
}

const days = (changes: object): readonly string[] => rowsOf(changes).map((row) => row.slice(0, 10));
const amounts = (changes: object): string =>
  rowsOf(changes)
    .map((row) => row.slice(11))
    .join(' ');
const of = (name: CaseFunction, json: object): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(answerCase(name, { id: 1, ...json })));

describe('numbers', () => {
  test.each<[number, number, bigint]>([
    [9.4822, 4, 94_822n],
    [1e-7, 9, 100n],
    [1.25e-7, 9, 125n],
    [1e-10, 10, 1n],
    [1e21, 2, 10n ** 23n],
    [1.5e22, 0, 15n * 10n ** 21n],
    [-0.5, 1, -5n],
    [10, 0, 10n],
  ])('%d with %d places', (value, places, expected) => expect(decimalOf(value, places, 'x')).toBe(expected));
  test('have as many decimals as their shortest text', () => {
    expect([12, 0.5, 1e-7, 1.25e-7, 1e21, 1.5e22].map((value) => decimalPlaces(value, 'x'))).toEqual([0, 1, 7, 9, 0, 0]);
  });
  test.each(['1', Number.NaN, Number.POSITIVE_INFINITY, null])('not %s', (value) => {
    expect(() => numberOf(value, 'the amount')).toThrow('the amount is not a number');
  });
  test('and days are texts', () => expect(() => dateOf(20_240_115, 'a day')).toThrow('a day is not a date written YYYY-MM-DD'));
  test('a negative count is none', () => {
    expect(of('schedule', { inputs: { ...loan, principal_grace: -1 } }).get('error')).toBe('principal_grace is not a whole number');
  });
});

test.each([
  ['actual/365', 'act/365f'],
  ['A/365F', 'act/365f'],
  ['act/365 fixed', 'act/365f'],
  ['actual/actual', 'act/act-isda'],
  ['act/act-isda', 'act/act-isda'],
  ['30/360-us', '30/360-us'],
  ['30/360-isda', '30/360-isda'],
  ['30e/360-isda', '30e/360-isda'],
  ['30E/360', '30e/360'],
  ['30e+/360', '30e+/360'],
  [' nl/365 ', 'nl/365'],
])('the day count %s is %s', (words, dayCount) => expect(dayCountOf(words)).toBe(dayCount));

test.each([365, null, '', 'factual/365', 'act-/365', '30/360-'])('no day count is %s', (words) => {
  expect(() => dayCountOf(words)).toThrow(`unknown day count ${words}`);
});

describe('a calendar', () => {
  test('of a first due date and an anchor', () => {
    expect(days({ first_due: '2024-02-29', anchor_day: 31 })).toEqual(['2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31']);
    expect(days({ first_due: '2024-02-20' })).toEqual(['2024-02-20', '2024-03-20', '2024-04-20', '2024-05-20']);
    expect(days({ anchor_day: 20 })).toEqual(['2024-02-20', '2024-03-20', '2024-04-20', '2024-05-20']);
  });
  test.each([
    ['clamp', '2024-02-29'],
    ['last day', '2024-02-29'],
    ['keep', '2024-02-29'],
    ['roll', '2024-03-01'],
    ['first day', '2024-03-01'],
    ['next-month', '2024-03-01'],
  ])('a month without the day, %s: %s', (words, day) => expect(days({ disbursed: '2024-01-31', month_end: words })[0]).toBe(day));
  test('days that do not move, and days that move over weekends', () => {
    const saturday = { disbursed: '2024-01-17' };
    expect(days({ ...saturday, business_days: 'unadjusted' })[0]).toBe('2024-02-17');
    expect(days({ ...saturday, business_days: 'following' })[0]).toBe('2024-02-19');
    expect(days({ ...saturday, business_days: 'following', holidays: 'weekends' })[0]).toBe('2024-02-19');
  });
  test('without a unit counts months', () => expect(days({ every: 2 })[0]).toBe('2024-03-15'));
});

describe('a schedule', () => {
  const flat = { interest_type: 'flat' };
  test('has a rounding of amounts, and of the instalment the same or its own', () => {
    // 307.53 a month, in whole units of an LP1 product; 6.0705 of interest in the third.
    expect(amounts({ rounding: 'floor', product: 'LP1' })).toBe('295+12 297.95+9.05 300.93+6.07 306.12+3.06');
    expect(amounts({ rounding: 'ceiling', balloon: 1200 })).toBe('0+12 0+12 0+12 1200+12');
    expect(amounts({ instalment_rounding: 'ceiling', instalment_multiple: 10 }).split(' ')[0]).toBe('298+12');
    expect(amounts({ instalment_rounding: 'floor', instalment_multiple: 10 }).split(' ')[0]).toBe('288+12');
  });
  test('in multiples of what amounts are rounded to', () => {
    expect(amounts({ amounts_rounded_to: 1, method: 'linear', principal: 1201 })).toBe('300+12 300+9 300+6 301+3');
  });
  test('flat interest by any of its names', () => {
    expect(amounts({ ...flat, method: 'flat' })).toBe('300+12 300+12 300+12 300+12');
    expect(amounts({ ...flat, method: 'linear', interest_payment_grace: 1 })).toBe('300+0 300+24 300+12 300+12');
  });
  test('a fixed part of the principal', () => {
    const part = (percent: string) => amounts({ method: `fixed principal ${percent}% of loan per period, rest at the end` });
    expect(part('10')).toBe('120+12 120+10.8 120+9.6 840+8.4');
    expect(part('12.25')).toBe('147+12 147+10.53 147+9.06 759+7.59');
    expect(rowsOf({ method: 'a fixed principal 10% of loan per period, rest at the end' })[0]).toContain('unknown method a fixed');
    expect(rowsOf({ method: 'fixed principal 10% of loan per period, rest at the end of it' })[0]).toContain('unknown method fixed');
  });
  test('a bullet has no grace, and years are twelve months', () => {
    expect(amounts({ method: 'bullet', principal_grace: 4 })).toBe('0+12 0+12 0+12 1200+12');
    expect(amounts({ method: 'bullet', periods: 1, day_count: 'years', unit: 'years' })).toBe('1200+144');
    expect(amounts({ method: 'bullet', periods: 1, day_count: 'days', every: 73, unit: 'days' })).toBe('1200+28.8');
  });
  test('a down payment in percent, on the first day', () => {
    expect(rowsOf({ method: 'bullet', down_payment_percent: 25 })).toEqual([
      ...['2024-01-15 300+0', '2024-02-15 0+9', '2024-03-15 0+9', '2024-04-15 0+9', '2024-05-15 900+9'],
    ]);
    // 2.5 cents: a tie goes to the even one.
    expect(rowsOf({ principal: 10, down_payment_percent: 0.25, method: 'bullet' })[0]).toBe('2024-01-15 0.02+0');
  });
});

describe('of older products', () => {
  test('the instalment is that of equal months, whatever their days', () => {
    // 307.54 for months of 30 days of 360, 307.43 of 365; the first month has 31 days and puts off its 12.40 or 12.23.
    expect(amounts({ day_count: 'actual/360', interest_payment_grace: 1 })).toBe('295.14+0 298.79+21.15 301.28+6.26 304.79+3.05');
    expect(amounts({ day_count: 'actual/365', interest_payment_grace: 1 })).toBe('295.2+0 298.8+20.86 301.25+6.18 304.75+3.01');
    // A fifty-second of 5.2 % a week, on 12 million.
    const weekly = { day_count: 'weeks', unit: 'weeks', annual_rate_percent: 5.2, principal: 12e6 };
    expect(amounts(weekly)).toBe('2995503.75+12000 2998499.25+9004.5 3001497.75+6006 3004499.25+3004.5');
    expect(amounts({ day_count: 'months', down_payment_percent: 25 })).toBe('300+0 221.65+9 223.87+6.78 226.11+4.54 228.37+2.28');
  });
  test('not where the first period, a draw or a balloon is out of the ordinary, or nothing is charged', () => {
    // 309.16 with 46 days at first; 511 from 904 and 600 on; 153.77 and 6.00; a third of 100 to the even cent.
    expect(amounts({ product: 'LP1', first_due: '2024-03-01' })).toBe('290.6+18.4 299.91+9.09 302.91+6.09 306.58+3.07');
    const second_disbursement = { date: '2024-02-20', amount: 600 };
    expect(amounts({ product: 'LP1', second_disbursement })).toBe('296+12 496.99+14.01 500.93+10.07 506.08+5.06');
    expect(amounts({ product: 'LP1', balloon: 600 })).toBe('148+12 149.48+10.52 150.97+9.03 751.55+7.52');
    const free = { day_count: 'months', annual_rate_percent: 0, principal: 100, periods: 3 };
    expect(amounts({ ...free, instalment_rounding: 'ceiling' })).toBe('33.33+0 33.33+0 33.34+0');
  });
  test('instalments are whole units, also of what amounts are rounded to', () => {
    expect(amounts({ product: 'LP1_DECLINING' })).toBe('296+12 298.96+9.04 301.95+6.05 303.09+3.03');
    const plain = '295.54+12 298.5+9.04 301.48+6.06 304.48+3.04';
    for (const product of ['XLP1', 'LP1x', 1]) expect(amounts({ product })).toBe(plain);
    expect(amounts({ product: 'LP1', amounts_rounded_to: 100, principal: 120_000 })).toBe('29600+1200 29900+900 30200+600 30300+300');
    expect(amounts({ product: 'LP1', amounts_rounded_to: 0.05 })).toBe('296+12 298.95+9.05 301.95+6.05 303.1+3.05');
  });
  test.each([
    ['30/360', '8.02+0.4'],
    ['months', '8.29+0.41'],
    ['Months (rate/12)', '8.29+0.41'],
  ])('the last instalment keeps the difference: %s', (day_count, last) => {
    const rows = rowsOf({ principal: 100, periods: 18, annual_rate_percent: 60, day_count });
    expect(rows.at(-1)?.slice(11)).toBe(last);
  });
  test('are no more than 5200', () => {
    expect(of('schedule', { inputs: { ...loan, day_count: 'months', periods: 4e9 } }).get('error')).toBe('instalments are 1 to 5200');
  });
});

describe('a refusal names what is wrong', () => {
  const amount = { date: '2024-02-20', amount: 'x' };
  test.each<[object, string]>([
    [{ colour: 1, shape: 2 }, 'unknown terms: colour, shape'],
    [{ amounts_rounded_to: 'x' }, 'amounts_rounded_to is not a number'],
    [{ amounts_rounded_to: 0 }, 'principal is not a multiple of what amounts are rounded to'],
    [{ amounts_rounded_to: -1 }, 'principal is not a multiple of what amounts are rounded to'],
    [{ instalment_rounding: 'sideways' }, 'unknown instalment_rounding sideways'],
    [{ balloon: 'x' }, 'balloon is not a number'],
    [{ instalment_multiple: 'x' }, 'instalment_multiple is not a number'],
    [{ first_due: 'x' }, 'first_due is not a date written YYYY-MM-DD'],
    [{ anchor_day: 'x' }, 'anchor_day is not a number'],
    [{ every: 'x' }, 'every is not a number'],
    [{ business_days: 'following', holidays: ['x'] }, 'an item of holidays is not a date written YYYY-MM-DD'],
    [{ down_payment_percent: 'x' }, 'down_payment_percent is not a number'],
    [{ second_disbursement: 1 }, 'second_disbursement is not an object'],
    [{ disbursements: 1 }, 'disbursements is not a list'],
    [{ second_disbursement: { date: 1, amount: 1 } }, 'date is not a date written YYYY-MM-DD'],
    [{ disbursements: [amount] }, 'amount is not a number'],
    [{ principal: 1e15 }, 'an amount fits a JSON number'],
    [{ day_count: '30/360 (of) sorts' }, 'unknown day count 30/360 (of) sorts'],
  ])('%j', (changes, reason) => expect(of('schedule', { inputs: { ...loan, ...changes } }).get('error')).toBe(reason));

  const flow = { amount: 1, t: 0, f: 0, day: 0, date: '2024-01-01' };
  const pv = { rate: 0, nper: 2, pv: 4 };
  test.each<[CaseFunction, object, string]>([
    ['schedule', {}, 'inputs is not an object'],
    ['apr-eu', { advances: 1, payments: [] }, 'advances is not a list'],
    ['apr-eu', { advances: [{}], payments: [] }, 'amount is not a number'],
    ['apr-eu', { advances: [flow] }, 'payments is not a list'],
    ['apr-eu', { advances: [flow], payments: [{}] }, 'amount is not a number'],
    ['apr-eu', { advances: [{ amount: 1, t_years: 'x' }], payments: [] }, 't_years is not a number'],
    ['apr-eu', { advances: [{ amount: 1 }], payments: [] }, 't_years or day is not a number'],
    ['apr-eu', { advances: [{ amount: 1, t_parts: [1] }], payments: [] }, 'an item of t_parts is not a fraction'],
    ['apr-eu', { advances: [{ amount: 1, t_parts: ['a1/2'] }], payments: [] }, 'an item of t_parts is not a fraction'],
    ['apr-eu', { advances: [{ amount: 1, t_parts: ['1/2b'] }], payments: [] }, 'an item of t_parts is not a fraction'],
    ['apr-us', { payments: [] }, 'advances is not a list'],
    ['apr-us', { advances: [flow] }, 'payments is not a list'],
    ['apr-us', { advances: [{ ...flow, amount: 'x' }], payments: [] }, 'amount is not a number'],
    ['apr-us', { advances: [{ ...flow, t: 'x' }], payments: [] }, 't is not a number'],
    ['apr-us', { advances: [{ ...flow, f: 'x' }], payments: [] }, 'f is not a number'],
    ['apr-us', { advances: [flow], payments: [flow] }, 'unit_periods_per_year is not a number'],
    ['xirr', { flows: [{ ...flow, date: 1 }] }, 'date is not a date written YYYY-MM-DD'],
    ['xirr', { flows: [{ ...flow, amount: 'x' }] }, 'amount is not a number'],
    ['tvm', { fn: 'cumipmt', args: { ...pv, end: 1 } }, 'start is not a number'],
    ['tvm', { fn: 'cumipmt', args: { ...pv, start: 1 } }, 'end is not a number'],
    ['tvm', { fn: 'nominal', args: { npery: 4 } }, 'effect is not a number'],
    ['tvm', { fn: 'pmt' }, 'args is not an object'],
  ])('%s of %j', (name, json, reason) => expect(of(name, json).get('error')).toBe(reason));

  test('also where there is no case at all', () => expect(answerCase('tvm', null)).toEqual({ id: null, error: 'a case is not an object' }));
});

describe('values', () => {
  test.each<[unknown, number]>([
    ...[0, false, 'end', null, undefined].map((when): [unknown, number] => [when, -1.5]),
    ...[1, true, 'begin'].map((when): [unknown, number] => [when, -0.75]),
  ])('1.125 at 100 %% over two periods, due %s, costs %s', (when, expected) => {
    // p/2 + p/4 at the ends of the periods, p + p/2 at their beginnings.
    const args = { rate: 1, nper: 2, pv: 1.125 };
    expect(of('tvm', { fn: 'pmt', args: { ...args, when } }).get('value')).toBe(expected);
    expect(of('tvm', { fn: 'pmt', args: { ...args, type: when } }).get('value')).toBe(expected);
  });
  test('one payment is a span', () => {
    const args = { rate: 0, nper: 2, pv: 4, start: 1, end: 1 };
    expect(of('tvm', { fn: 'cumprinc', args }).get('value')).toBe(-2);
  });
  test('a day count that was asked for, and actual/365 else', () => {
    const flows = [
      { date: '2024-01-01', amount: -100 },
      { date: '2024-12-26', amount: 110 },
    ];
    // 360 days.
    expect(of('xirr', { flows, day_count: 'actual/360' }).get('value')).toBeCloseTo(0.1, 12);
    expect(of('xirr', { flows }).get('value')).toBeCloseTo(1.1 ** (365 / 360) - 1, 12);
    expect(of('xnpv', { rate: 0.1, flows, day_count: 'actual/360' }).get('value')).toBeCloseTo(0, 9);
    expect(of('xnpv', { rate: 0.1, flows }).get('value')).toBeCloseTo(110 / 1.1 ** (360 / 365) - 100, 9);
  });
  test('years in parts, whole and with decimals', () => {
    const apr = (part: string) =>
      of('apr-eu', { advances: [{ amount: 1, day: 0 }], payments: [{ amount: 2, t_parts: [part] }] }).get('apr_percent');
    expect(apr('1/1')).toBeCloseTo(100, 9);
    expect(apr('12.25/12.25')).toBeCloseTo(100, 9);
    expect(apr('30.50/15.25')).toBeCloseTo((Math.SQRT2 - 1) * 100, 9);
  });
});
