import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseModel } from '../src/adapters/models/read-scorecard.ts';
import { monotoneProblems } from '../src/domain/monotone.ts';
import { score } from '../src/domain/score.ts';
import type { AdditiveModel } from '../src/domain/scorecard.ts';
import { boostedCandidate, type Candidate, scorecardCandidate } from './candidates.ts';
import { cardFiles } from './card.ts';
import { type FileRow, type LoanFile, readLoans } from './loans.ts';
import { modelFile } from './model-file.ts';
import { syntheticRows } from './synthetic-loans.ts';
import { train } from './train.ts';

async function* each(rows: readonly FileRow[]): AsyncGenerator<FileRow> {
  yield* rows;
}

const small = { treeMarks: [30, 60], fits: 2 };
/** Training takes its time on a busy machine. */
const slow = { timeout: 180_000 };
const grids = [
  ['boosted', () => boostedCandidate(1, small) as Candidate<unknown>],
  ['scorecard', () => scorecardCandidate as Candidate<unknown>],
] as const;
const rows = syntheticRows(2_400);
const file = await readLoans(each(rows));
const trainOn = (loans: LoanFile['loans'], candidate: Candidate<unknown>) =>
  train(loans, { candidate, modelVersion: 'made-1', say: () => undefined });
const textOf = (of: LoanFile, kind: 'boosted' | 'scorecard', candidate: Candidate<unknown>): string =>
  modelFile(trainOn(of.loans, candidate), kind, { dataHash: 'd', seed: 1, file: of });

describe.each(grids)('a %s trained on made-up loans', (kind, candidate) => {
  const trained = trainOn(file.loans, candidate());
  const text = modelFile(trained, kind, { dataHash: 'd', seed: 1, file });
  const model = parseModel(JSON.parse(text)) as AdditiveModel;

  test('tells good from bad out of time, better than chance by far, and knows the level', () => {
    const { auc, calibrationError, meanPd, badShare } = trained.outOfTime.figures;
    expect(auc.low).toBeGreaterThan(0.55);
    expect(calibrationError).toBeLessThan(0.08);
    expect(Math.abs(meanPd - badShare)).toBeLessThan(0.06);
  });

  test('reads back as the model that was trained, and keeps its promises', () => {
    expect(model).toEqual(trained.model);
    expect(monotoneProblems(model)).toEqual([]);
  });

  test('adds up: base points and contributions are the score', () => {
    for (const { vector } of file.loans.slice(0, 200)) {
      const { score: points, contributions } = score(vector, model);
      expect(contributions.every(({ points: own }) => Math.round(own * 100) / 100 === own)).toBe(true);
      const sum = contributions.reduce((all, { points: own }) => all + own, model.scale.basePoints);
      expect(points).toBe(Math.min(850, Math.max(300, Math.round(Number(sum.toFixed(4))))));
    }
  });

  test('gives as reasons the largest losses, worst first, four at most', () => {
    for (const { vector } of file.loans.slice(0, 200)) {
      const { contributions, reasons } = score(vector, model);
      const worst = contributions.filter(({ points }) => points < 0).sort((a, b) => a.points - b.points);
      const codes = worst.slice(0, 4).map(({ feature, bin }) => {
        const own = model.features.find(({ name }) => name === feature);
        return (bin === own?.texts.at(-1) ? own.missingReason : own?.reason)?.code;
      });
      expect(reasons.map(({ code }) => code)).toEqual(codes.length === 0 ? ['credit.no_adverse_factor'] : codes);
    }
  });

  test('is the same to the byte when trained again, and its card too', slow, () => {
    const again = trainOn(file.loans, candidate());
    const provenance = { dataHash: 'd', seed: 1, file };
    expect(modelFile(again, kind, provenance)).toBe(text);
    expect(cardFiles(again, provenance)).toEqual(cardFiles(trained, provenance));
  });
});

test('nothing after a judged month is known before it: later outcomes change no out-of-time prediction', slow, async () => {
  const turned = rows.map((row) => {
    const { record } = row;
    const isLater = (record['issue_month'] ?? '') >= '2011-01';
    return isLater
      ? { ...row, record: { ...record, out_status: record['out_status'] === 'charged_off' ? 'fully_paid' : 'charged_off' } }
      : row;
  });
  const other = await readLoans(each(turned));
  for (const [, candidate] of grids) {
    expect(trainOn(other.loans, candidate()).outOfTime.pds).toEqual(trainOn(file.loans, candidate()).outOfTime.pds);
  }
});

test('loans outside the policy teach, but nothing is judged on them or calibrated to them', slow, async () => {
  const isOutside = (nr: number): boolean => nr % 10 === 0;
  const mixed = rows.map((row, nr) => {
    const { record } = row;
    return isOutside(nr) ? { ...row, record: { ...record, meets_credit_policy: '0', out_status: 'charged_off' } } : row;
  });
  const read = await readLoans(each(mixed));
  const { model, outOfTime } = trainOn(read.loans, scorecardCandidate as Candidate<unknown>);
  expect(read.loans).toHaveLength(rows.length);
  expect(outOfTime.loans.map(({ line }) => line)).toEqual(
    rows.flatMap(({ line, record }, nr) => (isOutside(nr) || (record['issue_month'] ?? '') < '2011-01' ? [] : [line])),
  );
  const inside = read.loans.filter(({ isWithinPolicy, month }) => isWithinPolicy && month >= '2011-01');
  const meanPd = inside.reduce((sum, { vector }) => sum + Number(score(vector, model).pdPpm), 0) / inside.length / 1_000_000;
  const badShare = inside.filter(({ bad }) => bad === 1).length / inside.length;
  expect(Math.abs(meanPd - badShare)).toBeLessThan(0.04);
});

test('what the platform set and what came later are not read: other values give the same model', slow, async () => {
  const changed = rows.map((row) => ({
    ...row,
    record: { ...row.record, int_rate_pct: '99', grade: 'G', addr_state: 'CA', out_recoveries: '7' },
  }));
  expect(textOf(await readLoans(each(changed)), 'scorecard', scorecardCandidate as Candidate<unknown>)).toBe(
    textOf(file, 'scorecard', scorecardCandidate as Candidate<unknown>),
  );
});

test('malformed rows are named with their line and the rest goes on', async () => {
  const [first, second, third, fourth] = rows;
  if (!first || !second || !third || !fourth) throw new Error('rows are made above');
  const read = await readLoans(
    each([
      first,
      { line: 3, problem: '12 values, but the header has 47' },
      { ...second, line: 4, record: { ...second.record, annual_inc: '-5', emp_length: 'ninety' } },
      { ...third, line: 5, record: { ...third.record, issue_month: '' } },
      { ...fourth, line: 6, record: { ...fourth.record, out_status: '' } },
      { ...second, line: 7, record: { ...second.record, out_status: 'current' } },
      { ...third, line: 8, record: { ...third.record, meets_credit_policy: '0' } },
      fourth,
    ]),
  );
  expect(read.loans.map(({ line, isWithinPolicy }) => [line, isWithinPolicy])).toEqual(
    [
      [first.line, true],
      [8, false],
      [fourth.line, true],
    ].toSorted(),
  );
  expect(read.unfinished).toBe(1);
  expect(read.rejected.map(({ line, problems }) => [line, problems.map(({ field }) => field)])).toEqual([
    [3, ['row']],
    [4, ['annual_inc', 'emp_length']],
    [5, ['issue_month']],
    [6, ['out_status']],
  ]);
});

describe('the shipped models', () => {
  const shipped = (name: string): { readonly text: string; readonly json: Record<string, unknown> } => {
    const text = readFileSync(new URL(`../models/${name}.json`, import.meta.url), 'utf8');
    return { text, json: JSON.parse(text) as Record<string, unknown> };
  };

  test.each([
    ['additive-2026.1', 24_725],
    ['scorecard-2026.1', 24_725],
    ['additive-2026.2', 27_474],
    ['scorecard-2026.2', 27_474],
  ])('%s keeps its promises and states its figures', (name, loans) => {
    const { json } = shipped(name);
    expect(monotoneProblems(parseModel(json) as AdditiveModel)).toEqual([]);
    expect(json).toMatchObject({ training: { loans }, outOfTime: { loans: 6_660, platformGrade: expect.anything() } });
  });

  test('the champion separates better than the plain scorecard, and both better than the sub-grade', () => {
    type Figures = {
      readonly auc: { readonly value: number };
      readonly platformGrade: { readonly aucDifference: { readonly low95: number } };
    };
    const [champion, challenger] = ['additive-2026.2', 'scorecard-2026.2'].map((name) => shipped(name).json['outOfTime'] as Figures);
    expect(champion?.auc.value).toBeGreaterThan(challenger?.auc.value ?? 1);
    expect(champion?.platformGrade.aucDifference.low95).toBeGreaterThan(0.01);
    expect(challenger?.platformGrade.aucDifference.low95).toBeGreaterThan(0.01);
  });
});

const published = fileURLToPath(new URL('../../../../shared/data/lendingclub_loans_shared.csv.gz', import.meta.url));

describe.skipIf(!existsSync(published))('the public file, when it lies beside the repository', () => {
  test('gives the shipped scorecard to the byte', { timeout: 300_000 }, async () => {
    const { createHash } = await import('node:crypto');
    const { loanRows } = await import('../../../scripts/credit/loan-rows.ts');
    const read = await readLoans(loanRows(published));
    expect(read.rejected).toEqual([]);
    const trained = train(read.loans, { candidate: scorecardCandidate, modelVersion: 'scorecard-2026.2', say: () => undefined });
    const dataHash = createHash('sha256').update(readFileSync(published)).digest('hex');
    const text = modelFile(trained, 'scorecard', { dataHash, seed: 1, file: read });
    expect(text).toBe(readFileSync(new URL('../models/scorecard-2026.2.json', import.meta.url), 'utf8'));
  });
});
