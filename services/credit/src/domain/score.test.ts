import { type CalendarDate, derivedId, type Instant } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseModel, readScorecard } from '../adapters/models/read-scorecard.ts';
import type { Application, Profile } from './application.ts';
import { type FeatureVector, featuresOf } from './features.ts';
import { noAdverseFactor } from './points.ts';
import { score } from './score.ts';

const model = readScorecard('scorecard-2011.1');
const at = '2026-01-05T10:00:00.000Z' as Instant;

const goodProfile: Profile = {
  annualIncomeMinor: 14_500_000n,
  employmentLengthYears: 10,
  homeOwnership: 'mortgage',
  debtToIncomePpm: 40_000n,
  delinquencies2y: 0,
  inquiries6m: 0,
  openAccounts: 9,
  publicRecords: 0,
  revolvingBalanceMinor: 100_000n,
  revolvingUtilisationPpm: 50_000n,
  totalAccounts: 20,
  monthsSinceDelinquency: null,
  monthsSinceRecord: null,
  earliestCreditLineOn: '1990-03-01' as CalendarDate,
  ficoLow: 780,
};

const application = (changed: Partial<Application> = {}, profile: Partial<Profile> = {}): Application => ({
  requestId: derivedId('loanRequest', 'r'),
  borrowerId: derivedId('member', 'b'),
  market: 'EUR',
  amountMinor: 500_000n,
  termMonths: 36,
  purpose: 'wedding',
  submittedOn: '2026-01-05' as CalendarDate,
  submittedAt: at,
  ...changed,
  profile: { ...goodProfile, ...profile },
});

const scoreOf = (changed: Partial<Application> = {}, profile: Partial<Profile> = {}) =>
  score(featuresOf(application(changed, profile)), model);

test('features are integers and unknown stays unknown', () => {
  const vector = featuresOf(
    application({ amountMinor: 1_000_000n }, { ficoLow: null, earliestCreditLineOn: '2025-12-31' as CalendarDate }),
  );
  expect(vector).toMatchObject({ amountToIncomePpm: 68_966n, ficoLow: null, creditHistoryMonths: 1n, termMonths: 36n, purpose: 'wedding' });
  expect(featuresOf(application({}, { annualIncomeMinor: 0n })).amountToIncomePpm).toBeNull();
});

test('the best applicant has no adverse factor ', () => {
  const best = scoreOf();
  expect(best).toMatchObject({ score: 806, reasons: [noAdverseFactor] });
  expect(best.contributions.every(({ points }) => points === 0)).toBe(true);
});

test('points add up to the score and the odds double every 70 points', () => {
  const worse = scoreOf({ termMonths: 60 });
  expect(worse.score).toBe(806 - 81);
  const odds = (pdPpm: bigint): number => (1_000_000 - Number(pdPpm)) / Number(pdPpm);
  expect(odds(scoreOf().pdPpm) / odds(worse.pdPpm)).toBeCloseTo(2 ** (81 / 70), 1);
  // 6 : 1 at 600 points is one failure in seven.
  const anchor = { ...model, scale: { ...model.scale, basePoints: 600 } };
  expect(score(featuresOf(application()), anchor).pdPpm).toBe(142_857n);
});

test('reasons are the largest losses of points, worst first, four at most', () => {
  const { reasons } = scoreOf(
    { purpose: 'small-business', termMonths: 60 },
    { inquiries6m: 9, publicRecords: 1, revolvingUtilisationPpm: 990_000n },
  );
  expect(reasons.map(({ code }) => code)).toEqual([
    'credit.recent_inquiries',
    'credit.purpose_risk',
    'credit.term_long',
    'credit.utilisation_high',
  ]);
});

const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null });
const vectors: fc.Arbitrary<FeatureVector> = fc.record({
  debtToIncomePpm: optional(fc.bigInt(0n, 1_000_000n)),
  annualIncomeMinor: optional(fc.bigInt(0n, 50_000_000n)),
  amountToIncomePpm: optional(fc.bigInt(0n, 1_500_000n)),
  inquiries6m: optional(fc.bigInt(0n, 12n)),
  delinquencies2y: optional(fc.bigInt(0n, 8n)),
  revolvingUtilisationPpm: optional(fc.bigInt(0n, 1_200_000n)),
  publicRecords: optional(fc.bigInt(0n, 5n)),
  creditHistoryMonths: optional(fc.bigInt(0n, 700n)),
  termMonths: fc.bigInt(6n, 60n),
  ficoLow: optional(fc.bigInt(300n, 850n)),
  amountMinor: fc.bigInt(1n, 4_000_000n),
  amountToRevolvingPpm: optional(fc.bigInt(0n, 100_000_000n)),
  openAccounts: optional(fc.bigInt(0n, 60n)),
  totalAccounts: optional(fc.bigInt(0n, 100n)),
  revolvingBalanceMinor: optional(fc.bigInt(0n, 20_000_000n)),
  monthsSinceDelinquency: optional(fc.bigInt(0n, 120n)),
  employmentYears: optional(fc.bigInt(0n, 10n)),
  homeOwnership: fc.constantFrom('rent', 'own', 'mortgage', 'other', 'unheard-of'),
  purpose: fc.constantFrom('car', 'small-business', 'other', 'wedding', 'unheard-of'),
});

describe('properties', () => {
  const worse = {
    debtToIncomePpm: 1n,
    amountToIncomePpm: 1n,
    inquiries6m: 1n,
    delinquencies2y: 1n,
    revolvingUtilisationPpm: 1n,
    publicRecords: 1n,
    annualIncomeMinor: -1n,
    creditHistoryMonths: -1n,
    ficoLow: -1n,
  } as const;
  test.each(Object.entries(worse))('%s moved to the worse never raises the score', (name, direction) => {
    const feature = name as keyof typeof worse;
    fc.assert(
      fc.property(vectors, fc.bigInt(1n, 1_000_000n), (vector, step) => {
        const value = vector[feature];
        if (value === null) return;
        const moved = value + direction * step;
        const [before, after] = [score(vector, model), score({ ...vector, [feature]: moved < 0n ? 0n : moved }, model)];
        expect(after.score).toBeLessThanOrEqual(before.score);
        expect(after.pdPpm >= before.pdPpm).toBe(true);
      }),
    );
  });

  test('a score is within bounds, explained, and the same twice', () => {
    fc.assert(
      fc.property(vectors, (vector) => {
        const scored = score(vector, model);
        expect(scored.score).toBeGreaterThanOrEqual(300);
        expect(scored.score).toBeLessThanOrEqual(850);
        expect(scored.pdPpm > 0n && scored.pdPpm < 1_000_000n).toBe(true);
        expect(scored.reasons.length).toBeGreaterThanOrEqual(1);
        expect(scored.reasons.length).toBeLessThanOrEqual(4);
        expect(score(vector, model)).toEqual(scored);
      }),
    );
  });
});

test.each<[string, (model: Record<string, unknown>) => void, RegExp]>([
  ['a missing part', (json) => delete json['scale'], /object is expected/],
  [
    'a best bin that is not zero',
    (json) => Object.assign((json['features'] as { bins: object[] }[])[8]?.bins[0] ?? {}, { points: -3 }),
    /best bin/,
  ],
  [
    'an open bound in the middle',
    (json) => delete (json['features'] as { bins: { below?: number }[] }[])[0]?.bins[1]?.below,
    /only the last bin is open/,
  ],
])('a scorecard with %s is refused', async (_, spoil, message) => {
  const { default: file } = (await import('../../models/scorecard-2011.1.json', { with: { type: 'json' } })) as { default: object };
  const json = structuredClone(file) as Record<string, unknown>;
  spoil(json);
  expect(() => parseModel(json)).toThrow(message);
});
