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

describe('schedule terms it cannot answer', () => {
  test.each<[object, string]>([
    [{ colour: 1 }, 'unknown terms: colour'],
    [{ interest_free_periods: 2 }, 'interest_free_periods is not supported'],
    [{ method: 'balloonish' }, 'unknown method balloonish'],
    [{ method: 'equal_principal', interest_type: 'flat' }, 'unknown method equal_principal with flat interest'],
    [{ interest_type: 'compound' }, 'unknown interest type compound'],
    [{ unit: 'fortnights' }, 'unknown unit fortnights'],
    [{ every: 0 }, 'every is not positive'],
    [{ day_count: '31/360' }, 'unknown day count 31/360'],
    [{ principal: 100.005 }, 'principal has more than 2 decimals'],
    [{ annual_rate_percent: 9.48221 }, 'annual_rate_percent has more than 4 decimals'],
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
  ['xirr', { flows: [{ date: '2024-01-01', amount: 1 }] }, { value: null }],
  ['apr-eu', { principal: 100, payments: [{ day: 365, amount: 100 }] }, { apr_percent: 0 }],
  ['apr-eu', { advances: [{ amount: 1, t_years: 0 }], payments: [] }, { apr_percent: null }],
])('%s of %j', (name, json, expected) => expect(answerCase(name, { id: 'x', ...json })).toEqual({ id: 'x', ...expected }));
