import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DefectError, KernelError } from './assert.ts';
import * as d from './dates.ts';

const on = d.calendarDate;

describe('calendar dates', () => {
  test.each(['2024-02-29', '2000-02-29', '0000-01-01', '9999-12-31'])('%s is a day', (text) =>
    expect(d.parseCalendarDate(text)).toBe(text),
  );

  test.each(['2023-02-29', '1900-02-29', '2024-13-01', '2024-00-01', '2024-01-00', '2024-04-31', '24-01-01', '2024-1-1', 'x'])(
    '%s is not',
    (text) => {
      expect(d.parseCalendarDate(text)).toBeUndefined();
      expect(() => d.calendarDate(text)).toThrow(KernelError);
    },
  );

  test('parts and back', () => {
    expect(d.ymd(on('2024-02-29'))).toEqual({ year: 2024, month: 2, day: 29 });
    expect(d.fromYmd(2024, 2, 9)).toBe('2024-02-09');
    expect(() => d.fromYmd(2023, 2, 29)).toThrow(KernelError);
    expect(() => d.daysInMonth(2024, 13)).toThrow(DefectError);
  });

  test('compares', () => {
    expect([d.compareDates(on('2024-01-01'), on('2024-01-02')), d.compareDates(on('2024-01-02'), on('2024-01-01'))]).toEqual([-1, 1]);
    expect(d.compareDates(on('2024-01-01'), on('2024-01-01'))).toBe(0);
  });

  test('keeps the anchor through short months, 31 January → 29 February → 31 March', () => {
    const start = on('2024-01-31');
    expect([1, 2, 3, 13, -2].map((n) => d.addMonths(start, n, 31))).toEqual([
      '2024-02-29',
      '2024-03-31',
      '2024-04-30',
      '2025-02-28',
      '2023-11-30',
    ]);
    expect(d.addMonths(on('2024-02-29'), 1)).toBe('2024-03-29');
    expect(d.addMonths(on('2024-02-29'), 1, 31)).toBe('2024-03-31');
    expect(d.addMonths(on('2024-12-15'), 1)).toBe('2025-01-15');
    expect(() => d.addMonths(start, 1, 32)).toThrow(DefectError);
  });

  test.each([
    ['1970-01-01', 4],
    ['2024-02-29', 4],
    ['2026-08-03', 1],
    ['2026-08-02', 7],
    ['1900-01-01', 1],
    ['0000-01-01', 6],
  ] as const)('%s is day %i of its week', (text, day) => expect(d.dayOfWeek(on(text))).toBe(day));
});

const days = fc.integer({ min: -719_528, max: 2_932_896 });
const epoch = d.calendarDate('1970-01-01');

test('days agree with the calendar of the platform and add up', () => {
  fc.assert(
    fc.property(days, days, (a, b) => {
      const [from, to] = [d.addDays(epoch, a), d.addDays(epoch, b)];
      expect(from).toBe(new Date(a * 86_400_000).toISOString().slice(0, 10));
      expect(d.daysBetween(from, to)).toBe(b - a);
      expect(d.compareDates(from, to)).toBe(Math.sign(a - b));
      expect(d.dayOfWeek(from) % 7).toBe(new Date(a * 86_400_000).getUTCDay());
    }),
  );
  expect(() => d.addDays(on('9999-12-31'), 1)).toThrow(KernelError);
});

describe('instants', () => {
  test.each([
    ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000Z'],
    ['2026-01-31T09:30:00.1239Z', '2026-01-31T09:30:00.123Z'],
    ['2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00.000Z'],
    ['2025-12-31t23:30:00.5-02:30', '2026-01-01T02:00:00.500Z'],
  ])('%s is %s', (text, instant) => expect(d.parseInstant(text)).toBe(instant));

  test.each([
    '2026-01-31',
    '2026-01-31T24:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-01-31T09:60:00Z',
    '2026-01-31T09:30:60Z',
    '2026-01-31T09:30:00',
    '2026-01-31T09:30:00+24:00',
    '2026-01-31T09:30:00+01:60',
    '0000-01-01T00:00:00+01:00',
    '9999-12-31T23:30:00-01:00',
  ])('%s is not an instant', (text) => expect(d.parseInstant(text)).toBeUndefined());

  test('string order is time order, and milliseconds are kept', () => {
    const ms = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });
    fc.assert(
      fc.property(ms, ms, (a, b) => {
        const [x, y] = [d.instantFromEpochMs(a), d.instantFromEpochMs(b)];
        expect(x).toBe(new Date(a).toISOString());
        expect(d.epochMsOf(x)).toBe(a);
        expect(d.parseInstant(x)).toBe(x);
        expect(x < y).toBe(a < b);
        expect(d.addMs(x, b - a)).toBe(y);
        expect(d.dateOf(x)).toBe(x.slice(0, 10));
      }),
    );
    expect(() => d.instantFromEpochMs(0.5)).toThrow(DefectError);
    expect(() => d.instantFromEpochMs(253_402_300_800_000)).toThrow(DefectError);
  });
});
