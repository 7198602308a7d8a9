import { describe, expect, test } from 'vitest';
import { auc, aucDifference, aucInterval, brier, calibrationError, deciles, ks, logLoss, roc } from './metrics.ts';
import { seeded } from './random.ts';

/** By the definition: every pair of a bad and a good loan, ties half. */
function auPairs(risk: readonly number[], bad: readonly number[]): number {
  let [won, pairs] = [0, 0];
  risk.forEach((own, a) => {
    risk.forEach((other, b) => {
      if (bad[a] !== 1 || bad[b] !== 0) return;
      pairs += 1;
      won += own > other ? 1 : own === other ? 0.5 : 0;
    });
  });
  return won / pairs;
}

const random = seeded(3);
const loans = Array.from({ length: 300 }, () => {
  const risk = Math.round(random() * 20) / 20;
  return { risk, other: Math.round(random() * 10), bad: random() < risk ? 1 : 0 };
});
const risk = loans.map((loan) => loan.risk);
const other = loans.map((loan) => loan.other);
const bad = loans.map((loan) => loan.bad);

describe('separation', () => {
  test('AUC is the share of pairs in order, ties half', () => {
    expect(auc({ risk, bad })).toBeCloseTo(auPairs(risk, bad), 12);
    expect(auc({ risk: [1, 2], bad: [0, 1] })).toBe(1);
    expect(auc({ risk: [1, 1], bad: [0, 1] })).toBe(0.5);
  });

  test("DeLong's interval agrees with the bootstrap", () => {
    const { value, low, high } = aucInterval({ risk, bad });
    const draws = Array.from({ length: 2_000 }, () => {
      const at = risk.map(() => Math.floor(random() * risk.length));
      return auc({ risk: at.map((index) => risk[index] ?? 0), bad: at.map((index) => bad[index] ?? 0) });
    }).sort((a, b) => a - b);
    expect(value - low).toBeCloseTo(high - value, 12);
    expect(low).toBeCloseTo(draws[50] ?? 0, 1.5);
    expect(high).toBeCloseTo(draws[1_949] ?? 0, 1.5);
  });

  test('a paired difference from itself is exactly nothing, and from another is that of the values', () => {
    expect(aucDifference(risk, risk, bad)).toEqual({ value: 0, low: 0, high: 0 });
    const { value, low, high } = aucDifference(risk, other, bad);
    expect(value).toBeCloseTo(auPairs(risk, bad) - auPairs(other, bad), 12);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  });

  test('KS is the largest distance on the ROC curve, which ends in the corner', () => {
    expect(ks({ risk: [1, 2, 3, 4], bad: [0, 0, 1, 1] })).toBe(1);
    expect(ks({ risk: [1, 2, 3, 4], bad: [0, 1, 0, 1] })).toBe(0.5);
    expect(roc({ risk, bad }).at(-1)).toEqual({ falsePositive: 1, truePositive: 1 });
  });
});

describe('calibration', () => {
  test('Brier and log loss of known cases', () => {
    expect(brier({ risk: [0.8, 0.4], bad: [1, 0] })).toBeCloseTo((0.04 + 0.16) / 2, 12);
    expect(logLoss({ risk: [0.8, 0.4], bad: [1, 0] })).toBeCloseTo((-Math.log(0.8) - Math.log(0.6)) / 2, 12);
  });

  test('the calibration error of a constant too high is the excess', () => {
    const alternating = Array.from({ length: 1_000 }, (_, index) => (index % 5 === 0 ? 1 : 0));
    expect(calibrationError({ risk: alternating.map(() => 0.25), bad: alternating })).toBeCloseTo(0.05, 12);
    expect(deciles({ risk, bad }).reduce((sum, { loans: some }) => sum + some, 0)).toBe(300);
  });
});
