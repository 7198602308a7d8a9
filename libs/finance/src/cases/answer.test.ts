import { describe, expect, test } from 'vitest';
import { answerCase, type CaseFunction, caseFunctions, isCaseFunction } from './answer.ts';

const inputs = {
  principal: 10_000,
  annual_rate_percent: 12,
  periods: 36,
  disbursed: '2024-01-31',
  day_count: '30/360',
  method: 'equal_instalments',
};
const error = (name: CaseFunction, json: unknown) => Object.entries(answerCase(name, json)).find(([key]) => key === 'error')?.[1];

test('names its functions', () => {
  expect(caseFunctions).toEqual(['apr-eu', 'apr-us', 'xirr', 'xnpv', 'tvm', 'schedule']);
  expect([isCaseFunction('tvm'), isCaseFunction('toString')]).toEqual([true, false]);
});

test('schedules a loan', () => {
  const answer = answerCase('schedule', { id: 'golden', inputs });
  expect(answer).toMatchObject({ id: 'golden' });
  expect(answer).toHaveProperty(['rows', 0], {
    nr: 1,
    due_date: '2024-02-29',
    principal: 232.14,
    interest: 100,
    due: 332.14,
    balance: 9767.86,
  });
  expect(answer).toHaveProperty(['rows', 35, 'due'], 332.28);
});

test('terms are read in whatever case and with whatever separators, and those that are null are not given', () => {
  const rowsOf = (changes: object) => {
    const answer = answerCase('schedule', { id: 1, inputs: { ...inputs, periods: 4, ...changes } });
    return 'rows' in answer ? answer.rows : answer;
  };
  const usual = rowsOf({});
  const words = {
    method: 'Equal Installments',
    interest_type: 'DECLINING_BALANCE',
    unit: 'MONTHS',
    rounding: 'HALF_EVEN',
    month_end: null,
  };
  expect(rowsOf(words)).toEqual(usual);
  expect(rowsOf({ unit: 'month', balloon: null, second_disbursement: null, product: null })).toEqual(usual);
  expect(rowsOf({ unit: 'quarter' })).toEqual(rowsOf({ every: 3 }));
  expect(rowsOf({ unit: 'year' })).toEqual(rowsOf({ every: 12 }));
  expect(rowsOf({ unit: 'week', every: 2 })).toEqual(rowsOf({ unit: 'days', every: 14 }));
  expect(rowsOf({ method: 'interest-only' })).toEqual(rowsOf({ method: 'interest_only_bullet' }));
  expect(rowsOf({ method: 'interest only then annuity', principal_grace: 2 })).toEqual(rowsOf({ principal_grace: 2 }));
  expect(rowsOf({ method: 'zero', annual_rate_percent: 0 })).toEqual(rowsOf({ annual_rate_percent: 0 }));
  expect(rowsOf({ interest_type: 'FLAT', method: 'EQUAL_PRINCIPAL', interest_payment_grace: 1 })).toEqual(
    rowsOf({ interest_type: 'flat', method: 'equal_principal', interest_payment_grace: 1 }),
  );
});

test('what is drawn on the day of the disbursement is lent on it', () => {
  const draws = (disbursements: readonly object[]) => answerCase('schedule', { id: 1, inputs: { ...inputs, disbursements } });
  const more = { date: inputs.disbursed, amount: 2000 };
  expect(draws([more])).toEqual(answerCase('schedule', { id: 1, inputs: { ...inputs, principal: 12_000 } }));
  expect(draws([{ ...more, amount: -1 }])).toHaveProperty('error', 'a tranche is positive and follows the disbursement');
});

// Apache Fineract, ProgressiveEMICalculatorTest: a second disbursement within a period, and on its own in a later one.
test.each<[string, number, readonly [number, number, number][]]>([
  [
    '2024-01-08',
    200,
    [
      [49.32, 2.01, 250.68],
      [49.35, 1.98, 201.33],
      [49.74, 1.59, 151.59],
      [50.13, 1.2, 101.46],
      [50.53, 0.8, 50.93],
      [50.93, 0.4, 0],
    ],
  ],
  [
    '2024-02-15',
    100,
    [
      [16.34, 0.79, 83.66],
      [36.46, 1.07, 147.2],
      [36.37, 1.16, 110.83],
      [36.65, 0.88, 74.18],
      [36.94, 0.59, 37.24],
      [37.24, 0.29, 0],
    ],
  ],
])('100 at 9.4822 %% over six months, and on %s another %s', (date, amount, expected) => {
  const loan = { ...inputs, principal: 100, annual_rate_percent: 9.4822, periods: 6, disbursed: '2024-01-01' };
  const answer = answerCase('schedule', { id: 1, inputs: { ...loan, second_disbursement: { date, amount } } });
  const rows = 'rows' in answer && Array.isArray(answer.rows) ? answer.rows : [];
  expect(rows.map((row: { principal: number; interest: number; balance: number }) => [row.principal, row.interest, row.balance])).toEqual(
    expected,
  );
});

describe('schedule terms it cannot answer', () => {
  test.each<[object, string]>([
    [{ colour: 1 }, 'unknown terms: colour'],
    [{ month_end: 'sideways' }, 'unknown month_end sideways'],
    [{ rounding: 'sideways' }, 'unknown rounding sideways'],
    [{ business_days: 'sideways' }, 'unknown business_days sideways'],
    [{ business_days: 'following', holidays: 'lunar' }, 'unknown holidays lunar'],
    [{ business_days: 'following', accrual_moves: 1 }, 'accrual_moves is not true or false'],
    [{ principal_grace: 36 }, 'the interest-only periods are fewer than the instalments'],
    [{ every: 100_000 }, 'there is no such day'],
    [{ method: 'balloonish' }, 'unknown method balloonish'],
    [{ method: 'interest_only_bullet', interest_type: 'flat' }, 'unknown method interest_only_bullet with flat interest'],
    [{ interest_type: 'compound' }, 'unknown interest type compound'],
    [{ unit: 'fortnights' }, 'unknown unit fortnights'],
    [{ every: 0 }, 'every is not positive'],
    [{ day_count: '31/360' }, 'unknown day count 31/360'],
    [{ principal: 100.005 }, 'principal has more than 2 decimals'],
    [{ annual_rate_percent: -1 }, 'the rate is not negative'],
    [{ principal: 150, amounts_rounded_to: 100 }, 'principal is not a multiple of what amounts are rounded to'],
    [{ principal: 0 }, 'the principal is positive'],
    [{ periods: 1.5 }, 'periods is not a whole number'],
    [{ disbursed: '2024-02-30' }, 'disbursed is not a date written YYYY-MM-DD'],
  ])('%j', (changes, reason) => expect(error('schedule', { id: 1, inputs: { ...inputs, ...changes } })).toBe(reason));
});

test.each<[CaseFunction, unknown, string]>([
  ['tvm', { fn: 'sin', args: {} }, 'unknown function sin'],
  ['tvm', { fn: 'pmt', args: { rate: 1 } }, 'nper is not a number'],
  ['tvm', { fn: 'pmt', args: { rate: 1, nper: 1, pv: 1, when: 2 } }, 'when is 0 (end) or 1 (begin)'],
  ['tvm', { fn: 'irr', args: { values: [1, 'x'] } }, 'an item of values is not a number'],
  ['tvm', { fn: 'irr', args: {} }, 'values is not a list'],
  ['tvm', { fn: 'cumipmt', args: { rate: 0, nper: 2, pv: 4, start: 2, end: 1 } }, 'start and end are payments of the term, in order'],
  ['tvm', { fn: 'cumipmt', args: { rate: 0, nper: 2, pv: 4, start: 0, end: 1 } }, 'start and end are payments of the term, in order'],
  ['tvm', { fn: 'cumipmt', args: { rate: 0, nper: 2, pv: 4, start: 1, end: 3 } }, 'start and end are payments of the term, in order'],
  ['xirr', { flows: 1 }, 'flows is not a list'],
  ['xirr', { flows: [1] }, 'an item of flows is not an object'],
  ['xnpv', { flows: [] }, 'rate is not a number'],
  ['apr-eu', { advances: [{ amount: 1, t_parts: ['x'] }], payments: [] }, 'an item of t_parts is not a fraction'],
  ['apr-us', [], 'a case is not an object'],
])('%s of %j: %s', (name, json, reason) => {
  expect(error(name, json)).toBe(reason);
  expect(answerCase(name, json)).toHaveProperty('id', null);
});

test.each<[CaseFunction, object, object]>([
  ['tvm', { fn: 'effect', args: { nominal: 0, npery: 4 } }, { value: 0 }],
  ['tvm', { fn: 'nominal', args: { effective: 0, npery: 4 } }, { value: 0 }],
  ['tvm', { fn: 'nper', args: { rate: 0, pmt: -1, pv: 5 } }, { value: 5 }],
  ['tvm', { fn: 'fv', args: { rate: 0, nper: 2, pmt: -1, pv: -1, when: 'begin' } }, { value: 3 }],
  ['tvm', { fn: 'npv', args: { rate: 1, values: [2, 4] } }, { value: 2 }],
  ['tvm', { fn: 'cumprinc', args: { rate: 0, nper: 2, pv: 4, start: 1, end: 2 } }, { value: -4 }],
  ['tvm', { fn: 'irr', args: { values: [1, 2, 3] } }, { value: null }],
  ['tvm', { fn: 'PMT', args: { rate: 0.5, nper: 1e6, pv: 1000, type: 0, fv: null } }, { value: -500 }],
  ['tvm', { fn: 'pv', args: { rate: 1, nper: 5000, pmt: -1000 } }, { value: 1000 }],
  ['tvm', { fn: 'ipmt', args: { rate: 1, per: 0, nper: 3, pv: 1 } }, { value: null }],
  ['tvm', { fn: 'ispmt', args: { rate: 0.1, per: 1, nper: 4, pv: 1000 } }, { value: -75 }],
  ['tvm', { fn: 'pduration', args: { rate: 1, pv: 1, fv: 8 } }, { value: 3 }],
  ['tvm', { fn: 'rri', args: { nper: 1, pv: 1, fv: 1 } }, { value: 0 }],
  ['tvm', { fn: 'rate', args: { nper: 12, pmt: 400, pv: 10_000, fv: 5000 } }, { value: null }],
  ['xirr', { flows: [{ date: '2024-01-01', amount: 1 }] }, { value: null }],
  ['apr-eu', { principal: 100, payments: [{ day: 365, amount: 100 }] }, { apr_percent: 0 }],
  ['apr-eu', { advances: [{ amount: 1, t_years: 0 }], payments: [] }, { apr_percent: null }],
])('%s of %j', (name, json, expected) => expect(answerCase(name, { id: 'x', ...json })).toEqual({ id: 'x', ...expected }));

describe('schedules as Apache Fineract makes them', () => {
  type Row = readonly [string, number, number, number];
  const rowsOf = (changes: object): readonly Row[] => {
    const given = { ...inputs, principal: 5000, periods: 18, disbursed: '2022-11-01', day_count: 'months (rate/12)', ...changes };
    const answer = answerCase('schedule', { id: 1, inputs: given });
    const rows = 'rows' in answer && Array.isArray(answer.rows) ? answer.rows : [];
    return rows.map((row: { due_date: string; principal: number; interest: number; balance: number }) => [
      row.due_date,
      row.principal,
      row.interest,
      row.balance,
    ]);
  };

  // LoanMonthEndDueDateStrategy.feature UC1 and UC3.
  test('a due day the month lacks rolls to the first of the next', () => {
    const loan = { principal: 10_000, periods: 3, disbursed: '2025-01-31', month_end: 'roll to first day of next month' };
    expect(rowsOf({ ...loan, day_count: 'actual/actual' })).toEqual([
      ['2025-03-01', 3303.22, 95.34, 6696.78],
      ['2025-03-31', 3332.51, 66.05, 3364.27],
      ['2025-05-01', 3364.27, 34.29, 0],
    ]);
    expect(rowsOf({ ...loan, day_count: '30/360', first_due: '2025-03-01' })).toEqual([
      ['2025-03-01', 3300.22, 100, 6699.78],
      ['2025-03-31', 3333.22, 67, 3366.56],
      ['2025-05-01', 3366.56, 33.67, 0],
    ]);
  });

  // LoanRepayment.feature RS04, RS05 and RS07; RS07 sets the grace of interest payment, though its column reads interest free period.
  test('older products: equal principal, grace of principal, grace of interest', () => {
    const lp1 = { product: 'LP1_INTEREST_DECLINING_BALANCE_PERIOD_SAME_AS_PAYMENT' };
    expect(rowsOf({ ...lp1, method: 'equal_principal' }).at(-1)).toEqual(['2024-05-01', 277.74, 2.78, 0]);
    const grace = rowsOf({ ...lp1, principal_grace: 3 });
    expect(grace.slice(2, 5)).toEqual([
      ['2023-02-01', 0, 50, 5000],
      ['2023-03-01', 311, 50, 4689],
      ['2023-04-01', 314.11, 46.89, 4374.89],
    ]);
    expect(grace.at(-1)).toEqual(['2024-05-01', 351.36, 3.51, 0]);
    const putOff = rowsOf({ ...lp1, principal_grace: 6, interest_payment_grace: 3 });
    expect(putOff.map(([, , interest]) => interest).slice(0, 7)).toEqual([0, 0, 0, 200, 50, 50, 50]);
    expect(putOff.at(-1)).toEqual(['2024-05-01', 442.66, 4.43, 0]);
    expect(putOff.reduce((sum, [, , interest]) => sum + interest, 0)).toBeCloseTo(631.09, 9);
  });

  test('interest-free periods bear none, and the instalment stays that of the whole term', () => {
    const rows = rowsOf({ interest_free_periods: 2, periods: 4, principal: 1000 });
    expect(rows).toEqual([
      ['2022-12-01', 256.28, 0, 743.72],
      ['2023-01-01', 256.28, 0, 487.44],
      ['2023-02-01', 251.41, 4.87, 236.03],
      ['2023-03-01', 236.03, 2.36, 0],
    ]);
  });

  test('without interest each principal is rounded half-even', () => {
    expect(rowsOf({ principal: 100, periods: 6, annual_rate_percent: 0, day_count: '30/360' }).map(([, principal]) => principal)).toEqual([
      16.67, 16.67, 16.67, 16.67, 16.67, 16.65,
    ]);
  });

  test('rates of any precision, weeks of a fifty-second', () => {
    expect(rowsOf({ annual_rate_percent: 12.000001, method: 'bullet', principal: 1e8, periods: 1 })[0]?.[2]).toBe(1_000_000.08);
    expect(rowsOf({ day_count: 'weeks (rate/52)', unit: 'weeks', method: 'bullet', annual_rate_percent: 5.2, periods: 1 })[0]?.[2]).toBe(5);
  });

  test('flat interest that is put off is spread over equal instalments and carried to the next of equal principal', () => {
    const flat = { interest_type: 'flat', interest_payment_grace: 2, principal: 1200, periods: 6, annual_rate_percent: 10 };
    expect(rowsOf(flat).map(([, , interest]) => interest)).toEqual([0, 0, 15, 15, 15, 15]);
    expect(rowsOf({ ...flat, method: 'equal_principal' }).map(([, , interest]) => interest)).toEqual([0, 0, 30, 10, 10, 10]);
    expect(rowsOf({ ...flat, interest_payment_grace: 0, interest_free_periods: 1 }).map(([, , interest]) => interest)).toEqual([
      0, 10, 10, 10, 10, 10,
    ]);
  });

  test('due dates on business days; the rest moves only when asked to', () => {
    const loan = { principal: 1000, periods: 2, disbursed: '2024-05-15', day_count: 'actual/365', annual_rate_percent: 36.5 };
    const stays = rowsOf({ ...loan, business_days: 'following', holidays: 'target2' });
    expect(stays.map(([due, , interest]) => [due, interest])).toEqual([
      ['2024-06-17', 31],
      ['2024-07-15', expect.closeTo(15.24, 9)],
    ]);
    const moves = rowsOf({ ...loan, business_days: 'modified_following', holidays: ['2024-06-17'], accrual_moves: true });
    expect(moves.map(([due, , interest]) => [due, interest])).toEqual([
      ['2024-06-18', 34],
      ['2024-07-15', expect.closeTo(13.77, 9)],
    ]);
  });

  test('several disbursements, a balloon, a multiple', () => {
    const disbursements = [
      { date: '2022-12-01', amount: 100 },
      { date: '2022-12-16', amount: 50 },
    ];
    const rows = rowsOf({ disbursements, balloon: 1000, instalment_multiple: 5, instalment_rounding: 'CEILING' });
    expect(rows.reduce((sum, [, principal]) => sum + principal, 0)).toBeCloseTo(5150, 9);
    expect((rows[1]?.[1] ?? 0) + (rows[1]?.[2] ?? 0)).toBe((rows[2]?.[1] ?? 0) + (rows[2]?.[2] ?? 0));
    expect(rows.at(-1)?.[1]).toBeGreaterThan(1000);
  });
});
