/** The figures of a model on loans, beside those of the platform's own grade on the same loans. */

import { score } from '../src/domain/score.ts';
import type { AdditiveModel } from '../src/domain/scorecard.ts';
import type { TrainingLoan } from './loans.ts';
import { auc, aucDifference, aucInterval, brier, calibrationError, type Interval, ks } from './metrics.ts';

export type Figures = {
  readonly loans: number;
  readonly from: string;
  readonly to: string;
  readonly badShare: number;
  readonly meanPd: number;
  readonly auc: Interval;
  readonly ks: number;
  readonly brier: number;
  readonly calibrationError: number;
  /** On the loans that have one; null when none has. */
  readonly ownGrade: { readonly auc: Interval; readonly difference: Interval; readonly ks: number } | null;
};

/** The probability that each loan is charged off, exactly as the service would say it. */
export function pdsOf(model: AdditiveModel, loans: readonly TrainingLoan[]): number[] {
  return loans.map(({ vector }) => Number(score(vector, model).pdPpm) / 1_000_000);
}

export function figuresOf(risk: readonly number[], loans: readonly TrainingLoan[]): Figures {
  const bad = loans.map((loan) => loan.bad);
  const judged = { risk, bad };
  const graded = loans.flatMap(({ ownGrade, bad: own }, at) => (ownGrade === null ? [] : [{ ownGrade, bad: own, risk: risk[at] ?? 0 }]));
  const months = loans.map(({ month }) => month).sort();
  return {
    ...{ loans: loans.length, from: months[0] ?? '', to: months.at(-1) ?? '' },
    badShare: sum(bad) / bad.length,
    meanPd: sum(risk) / risk.length,
    auc: aucInterval(judged),
    ks: ks(judged),
    brier: brier(judged),
    calibrationError: calibrationError(judged),
    ownGrade: graded.length === 0 ? null : comparison(graded),
  };
}

function comparison(graded: readonly { readonly ownGrade: number; readonly bad: number; readonly risk: number }[]): Figures['ownGrade'] {
  const [theirs, ours, bad] = [graded.map(({ ownGrade }) => ownGrade), graded.map(({ risk }) => risk), graded.map((each) => each.bad)];
  return {
    auc: aucInterval({ risk: theirs, bad }),
    difference: aucDifference(ours, theirs, bad),
    ks: ks({ risk: theirs, bad }),
  };
}

/** AUC of each quarter, to see drift. */
export function byQuarter(
  risk: readonly number[],
  loans: readonly TrainingLoan[],
): readonly { readonly quarter: string; readonly loans: number; readonly auc: number; readonly ownGradeAuc: number }[] {
  const quarterOf = (month: string): string => `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
  return [...new Set(loans.map(({ month }) => quarterOf(month)))].map((quarter) => {
    const members = loans.flatMap((loan, at) => (quarterOf(loan.month) === quarter ? [{ loan, risk: risk[at] ?? 0 }] : []));
    const bad = members.map(({ loan }) => loan.bad);
    return {
      quarter,
      loans: members.length,
      auc: auc({ risk: members.map((member) => member.risk), bad }),
      ownGradeAuc: auc({ risk: members.map(({ loan }) => loan.ownGrade ?? 0), bad }),
    };
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
