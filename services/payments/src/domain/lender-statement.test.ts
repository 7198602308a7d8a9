import { calendarDate } from '@mutua/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TransferCode } from './ledger.ts';
import { cashLines, cashOf, periodOf } from './lender-statement.ts';

const on = calendarDate('2026-03-15');

test.each([
  ['2026-01', '2026-01-01', '2026-01-31', true],
  ['2026-02', '2026-02-01', '2026-02-28', true],
  ['2024-02', '2024-02-01', '2024-02-29', true],
  ['2025-12', '2025-12-01', '2025-12-31', true],
  ['2025', '2025-01-01', '2025-12-31', true],
  ['2026-03', '2026-03-01', '2026-03-15', false],
  ['2026', '2026-01-01', '2026-03-15', false],
])('%s is a period', (period, from, to, isFinal) => {
  expect(periodOf(period, on)).toEqual({ ok: true, value: { from, to, isFinal } });
});

test.each([
  ['2026-04', 'statement.period_ahead'],
  ['2027', 'statement.period_ahead'],
  ['2026-13', 'statement.period_invalid'],
  ['2026-00', 'statement.period_invalid'],
])('%s is none: %s', (period, code) => {
  expect(periodOf(period, on)).toMatchObject({ ok: false, error: { code } });
});

test('every transfer is in one line, so the lines give the closing balance', () => {
  const codes: TransferCode[] = [
    'deposit',
    'withdrawal',
    'hold',
    'principal',
    'recovery',
    'service-fee',
    'set-off',
    'disbursement',
    'repayment',
  ];
  const flow = fc.record({ code: fc.constantFrom(...codes), netMinor: fc.bigInt({ min: -10_000n, max: 10_000n }) });
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.array(flow), fc.bigInt({ min: -50n, max: 50n }), (opening, flows, payout) => {
      const cash = cashOf(opening, flows, payout);
      expect(cash.closingMinor).toBe(flows.reduce((sum, { netMinor }) => sum + netMinor, opening));
      expect(cashLines.reduce((sum, line) => sum + cash.lines[line], opening)).toBe(cash.closingMinor);
      expect(cash.lines.provisionPayouts).toBe(payout);
    }),
  );
});
