import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aucOf, type Outcomes, stabilityOf, usualThresholds, vintageOf } from './monitoring.ts';

const counts = (...numbers: readonly number[]): Map<string, number> => new Map(numbers.map((count, bin) => [String(bin), count]));

describe('stability', () => {
  test.each([
    ['the same shares', counts(500, 500), counts(100, 100), 0, 'ok'],
    // (0.6 - 0.5)·ln 1.2 + (0.4 - 0.5)·ln 0.8
    ['a small move', counts(500, 500), counts(600, 400), 0.0405, 'ok'],
    ['a larger one', counts(500, 500), counts(340, 660), 0.1063, 'watch'],
    ['another population', counts(900, 100), counts(100, 900), 3.5156, 'alert'],
    ['too few', counts(900, 100), counts(1, 98), 4.0, 'too-few'],
  ])('%s', (_what, reference, recent, ...[index, level]) => {
    const stability = stabilityOf(reference, recent, usualThresholds);
    expect(stability.level).toBe(level);
    if (level !== 'too-few') expect(stability.index).toBeCloseTo(index, 3);
  });

  test('is never negative and knows no direction', () => {
    const shares = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(shares, shares, (a, b) => {
        const there = stabilityOf(counts(...a), counts(...b), usualThresholds).index;
        expect(there).toBeGreaterThanOrEqual(0);
        expect(stabilityOf(counts(...b), counts(...a), usualThresholds).index).toBeCloseTo(there, 3);
      }),
    );
  });
});

describe('a vintage', () => {
  test.each<[string, Outcomes[], number | null]>([
    [
      'all told apart',
      [
        { pd: 0.1, good: 3, bad: 0 },
        { pd: 0.2, good: 0, bad: 2 },
      ],
      1,
    ],
    [
      'the wrong way round',
      [
        { pd: 0.1, good: 0, bad: 2 },
        { pd: 0.2, good: 3, bad: 0 },
      ],
      0,
    ],
    ['nothing told apart', [{ pd: 0.1, good: 3, bad: 2 }], 0.5],
    ['nobody failed', [{ pd: 0.1, good: 3, bad: 0 }], null],
  ])('%s', (_what, outcomes, auc) => {
    expect(aucOf(outcomes)).toBe(auc);
  });

  test('is judged by calibration and by discrimination, with enough loans', () => {
    const good = [
      { pd: 0.05, good: 95, bad: 5 },
      { pd: 0.2, good: 80, bad: 20 },
    ];
    expect(vintageOf(good, usualThresholds)).toMatchObject({ loans: 200, expected: 0.125, observed: 0.125, level: 'ok' });
    expect(vintageOf([{ pd: 0.05, good: 90, bad: 10 }], { ...usualThresholds, aucAlert: 0 })).toMatchObject({ level: 'alert' });
    expect(vintageOf(good, { ...usualThresholds, aucAlert: 0.9 })).toMatchObject({ level: 'alert' });
    expect(vintageOf([{ pd: 0.05, good: 9, bad: 1 }], usualThresholds)).toMatchObject({ level: 'too-few' });
  });
});
