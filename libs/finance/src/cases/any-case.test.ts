/** Whatever comes in, an answer or a reason goes out; and every schedule keeps the promises of schedules. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../../test/property-runs.ts';
import { answerCase, caseFunctions, isCaseFunction } from './answer.ts';

const cents = (amount: number): number => Math.round(amount * 100);

const inputs = fc.record(
  {
    principal: fc.oneof(
      fc.integer({ min: 1, max: 10 ** 9 }).map((n) => n / 100),
      fc.constantFrom(0.01, 1, 1e9, 1e11),
    ),
    annual_rate_percent: fc.oneof(
      fc.constantFrom(0, 1e-7, 9.4822, 12, 999),
      fc.integer({ min: 0, max: 400_000 }).map((n) => n / 10_000),
    ),
    periods: fc.oneof(fc.integer({ min: 1, max: 72 }), fc.constantFrom(1, 2, 360)),
    disbursed: fc.constantFrom('2024-01-31', '2024-02-29', '2023-12-12', '2025-08-30', '1969-12-31'),
    day_count: fc.constantFrom(
      ...['30/360', '30E/360', 'actual/360', 'actual/364', 'actual/365', 'ACT/ACT ISDA', 'actual/actual', 'months (rate/12)', 'NL/365'],
    ),
    every: fc.integer({ min: 1, max: 4 }),
    unit: fc.constantFrom('days', 'weeks', 'months', 'years'),
    method: fc.constantFrom(
      'equal_instalments',
      'equal_principal',
      'interest_only_bullet',
      'fixed principal 5% of loan per period, rest at the end',
    ),
    interest_type: fc.constantFrom('declining_balance', 'declining_balance', 'flat'),
    principal_grace: fc.nat(3),
    interest_payment_grace: fc.nat(2),
    interest_free_periods: fc.nat(2),
    product: fc.constantFrom('LP1', 'LP2_DOWNPAYMENT', 'other'),
    down_payment_percent: fc.constantFrom(25, 33.3333),
    month_end: fc.constantFrom('clamp', 'roll'),
    rounding: fc.constantFrom('half-even', 'half_up', 'ceiling', 'floor'),
    instalment_rounding: fc.constantFrom('ceiling', 'half-up'),
    business_days: fc.constantFrom('following', 'modified_following', 'preceding'),
    holidays: fc.constantFrom('target2', 'us-federal'),
    accrual_moves: fc.boolean(),
  },
  { requiredKeys: ['principal', 'annual_rate_percent', 'periods', 'disbursed', 'day_count', 'method'] },
);

describe('any schedule', () => {
  test('sums to the loan, ends at zero, and has no negative amount', () => {
    let scheduled = 0;
    const runs = propertyRuns(300);
    fc.assert(
      fc.property(inputs, (given) => {
        const answer = answerCase('schedule', { id: 'any', inputs: given });
        if ('error' in answer) {
          expect(answer.error).toMatch(
            /with flat interest$|periods|there is no such day|fits a JSON number|after the disbursement|down payment/,
          );
          return;
        }
        scheduled += 1;
        const rows = 'rows' in answer && Array.isArray(answer.rows) ? answer.rows : [];
        let [open, dueOn] = [cents(given.principal), ''];
        for (const row of rows) {
          open -= cents(row.principal);
          expect(cents(row.balance)).toBe(open);
          expect(cents(row.due)).toBe(cents(row.principal) + cents(row.interest));
          expect(row.principal >= 0 && row.interest >= 0 && row.due_date >= dueOn).toBe(true);
          dueOn = row.due_date;
        }
        expect(open).toBe(0);
        // A down payment that rounds to nothing has no row.
        expect(rows.length === given.periods || (given.down_payment_percent !== undefined && rows.length === given.periods + 1)).toBe(true);
      }),
      runs,
    );
    expect(scheduled).toBeGreaterThan(runs.numRuns / 3);
  });
});

const amount = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(0, -0, 1e300),
);
const day = fc.constantFrom('2020-01-01', '2020-02-29', '2024-12-31', '0000-01-01', '9999-12-31');
const flow = fc.record({
  amount,
  date: day,
  t: fc.nat(400),
  f: fc.double({ min: 0, max: 1, noNaN: true }),
  t_years: fc.double({ min: 0, max: 60, noNaN: true }),
});
const anything = fc.record({
  flows: fc.array(flow, { maxLength: 8 }),
  advances: fc.array(flow, { maxLength: 3 }),
  payments: fc.array(flow, { maxLength: 8 }),
  unit_periods_per_year: fc.constantFrom(1, 12, 52),
  rate: amount,
  fn: fc.constantFrom(
    'pmt',
    'ipmt',
    'ppmt',
    'nper',
    'rate',
    'pv',
    'fv',
    'irr',
    'mirr',
    'npv_t0',
    'npv_excel',
    'effect',
    'nominal',
    'rri',
    'sin',
  ),
  args: fc.record({
    rate: amount,
    nper: amount,
    pv: amount,
    pmt: amount,
    fv: amount,
    per: amount,
    values: fc.array(amount, { maxLength: 6 }),
    finance_rate: amount,
    reinvest_rate: amount,
    nominal: amount,
    effective: amount,
    npery: amount,
  }),
});

test('any case of any function is answered by a finite number, null or a reason', () => {
  fc.assert(
    fc.property(fc.constantFrom(...caseFunctions), fc.oneof(anything, fc.anything()), (name, json) => {
      if (!isCaseFunction(name)) throw new Error(name);
      const answer = new Map<string, unknown>(Object.entries(answerCase(name, json)));
      const value = answer.get('value') ?? answer.get('apr_percent') ?? answer.get('error') ?? answer.get('rows') ?? null;
      if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
      else expect(value === null || typeof value === 'string').toBe(true);
    }),
    propertyRuns(300),
  );
});
