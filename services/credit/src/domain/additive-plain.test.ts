/** The laid-out tables against the definition: the plain sum below is how an additive model is meant to be read. */
import type { CalendarDate } from '@mutua/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readScorecard } from '../adapters/models/read-scorecard.ts';
import { edgesOf } from './additive-tables.ts';
import { binIn } from './bins.ts';
import { emptyValues, valuesOf, valuesOfVector } from './feature-values.ts';
import { type FeatureVector, featuresOf, type Scorable } from './features.ts';
import { noAdverseFactor, pdOf, type Risk, type Score, withinScale } from './points.ts';
import { reasonedRiskOf, riskOf, score } from './score.ts';
import type { AdditiveModel } from './scorecard.ts';

const champion = readScorecard('additive-2026.2') as AdditiveModel;

function plainScore(vector: FeatureVector, { features, pairs, scale }: AdditiveModel): Score {
  const bins = features.map((feature) => binIn(edgesOf(feature), vector[feature.name]));
  const shares = features.map(({ hundredths }, index) => hundredths[bins[index] ?? 0] ?? 0);
  for (const {
    features: [first, second],
    hundredths,
  } of pairs) {
    const points = hundredths[bins[first] ?? 0]?.[bins[second] ?? 0] ?? 0;
    const half = Math.floor(points / 2);
    shares[first] = (shares[first] ?? 0) + half;
    shares[second] = (shares[second] ?? 0) + points - half;
  }
  const points = shares.reduce((sum, own) => sum + own, Math.round(scale.basePoints * 100)) / 100;
  const judged = features.map((feature, index) => ({ feature, bin: bins[index] ?? 0, own: shares[index] ?? 0 }));
  const adverse = judged.filter(({ own }) => own < 0).sort((a, b) => a.own - b.own);
  const reasons = adverse.map(({ feature, bin }) => (bin === feature.texts.length - 1 ? feature.missingReason : feature.reason));
  return {
    score: withinScale(points, scale),
    pdPpm: BigInt(pdOf(points, scale)),
    contributions: judged.map(({ feature, bin, own }) => ({ feature: feature.name, bin: feature.texts[bin] ?? '', points: own / 100 })),
    reasons: reasons.length === 0 ? [noAdverseFactor] : reasons.slice(0, 4),
  };
}

const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null });
const count = optional(fc.integer({ min: 0, max: 90 }));
const edgesBeside = (name: string): bigint[] =>
  (champion.features.find((feature) => feature.name === name)?.bounds ?? []).flatMap((bound) => [
    BigInt(bound) - 1n,
    BigInt(bound),
    BigInt(bound) + 1n,
  ]);
/** Ordinary values, those at and beside an edge, and amounts that no double holds. */
const whole = (name: string, least: bigint): fc.Arbitrary<bigint> =>
  fc.oneof(fc.bigInt(least, 20_000_000n), fc.constantFrom(1n, ...edgesBeside(name)), fc.bigInt(least, 10n ** 24n));
const dates = fc
  .tuple(fc.integer({ min: 1950, max: 2030 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}-15` as CalendarDate);
const categoriesOf = (name: string): fc.Arbitrary<string> =>
  fc.constantFrom(...(champion.features.find((feature) => feature.name === name)?.values ?? []), 'unheard-of');

const applications: fc.Arbitrary<Scorable> = fc.record({
  amountMinor: whole('amountMinor', 1n),
  termMonths: fc.integer({ min: 1, max: 84 }),
  purpose: categoriesOf('purpose'),
  submittedOn: dates,
  profile: fc.record({
    annualIncomeMinor: optional(whole('annualIncomeMinor', 0n)),
    employmentLengthYears: count,
    homeOwnership: categoriesOf('homeOwnership'),
    debtToIncomePpm: optional(whole('debtToIncomePpm', 0n)),
    delinquencies2y: count,
    inquiries6m: count,
    openAccounts: count,
    publicRecords: count,
    revolvingBalanceMinor: optional(whole('revolvingBalanceMinor', 0n)),
    revolvingUtilisationPpm: optional(whole('revolvingUtilisationPpm', 0n)),
    totalAccounts: count,
    monthsSinceDelinquency: count,
    monthsSinceRecord: count,
    earliestCreditLineOn: optional(dates),
    ficoLow: count,
  }),
});
const runs = { numRuns: 2_000 };

test('the laid-out tables say what the plain sum says, to the last point and reason', () => {
  fc.assert(
    fc.property(applications, (application) => {
      const vector = featuresOf(application);
      const scored = score(vector, champion);
      expect(scored).toEqual(plainScore(vector, champion));
      const [alone, reasoned]: [Risk, Risk] = [
        { score: 0, pdMillionths: 0 },
        { score: 0, pdMillionths: 0 },
      ];
      riskOf(application, champion, alone);
      expect(alone).toEqual({ score: scored.score, pdMillionths: Number(scored.pdPpm) });
      expect(reasonedRiskOf(application, champion, reasoned)).toEqual(scored.reasons);
      expect(reasoned).toEqual(alone);
    }),
    runs,
  );
});

test('features as numbers are those of the record, ratios beyond exact doubles too', () => {
  fc.assert(
    fc.property(applications, (application) => {
      const [straight, recorded] = [emptyValues(), emptyValues()];
      valuesOf(application, straight);
      valuesOfVector(featuresOf(application), recorded);
      expect(straight).toEqual(recorded);
    }),
    runs,
  );
});

test('halves of a ratio go to the even neighbour, with and without bigints', () => {
  const profile = { ...(fc.sample(applications, { numRuns: 1, seed: 1 })[0] as Scorable).profile, revolvingBalanceMinor: null };
  for (const [amountMinor, annualIncomeMinor, expected] of [
    [1n, 400_000n, 2],
    [3n, 400_000n, 8],
    [1n, 2_000_000n, 0],
    [3n * 10n ** 15n, 2_000_000n * 10n ** 15n, 2],
    [10n ** 15n, 2_000_000n * 10n ** 15n, 0],
  ] as const) {
    const values = emptyValues();
    const submittedOn = '2026-01-05' as CalendarDate;
    valuesOf({ amountMinor, termMonths: 36, purpose: 'car', submittedOn, profile: { ...profile, annualIncomeMinor } }, values);
    expect(values.numbers[2]).toBe(expected);
  }
});
