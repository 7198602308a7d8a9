import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseModel, readScorecard } from '../adapters/models/read-scorecard.ts';
import type { FeatureVector, NumericFeature } from './features.ts';
import { monotoneProblems } from './monotone.ts';
import { score } from './score.ts';
import type { AdditiveModel } from './scorecard.ts';

const champion = readScorecard('additive-2026.2') as AdditiveModel;

/** Two features and their pair: 10 points and −4 alone, −3.01 together in the last bins. */
const file = {
  kind: 'additive',
  modelVersion: 'tiny-1',
  scale: { basePoints: 600.5, anchorScore: 600, anchorOdds: 6, pointsToDoubleOdds: 70, minimum: 300, maximum: 850 },
  features: [
    {
      ...{ name: 'termMonths', label: 'Term', risk: 'rises', reason: { code: 'term', text: 'Long.' } },
      missingReason: { code: 'term_unknown', text: 'Term unknown.' },
      bins: [
        { below: 60, text: 'short', points: 10 },
        { text: 'long', points: -4 },
      ],
      missing: { text: 'unknown', points: -7.25 },
    },
    {
      ...{ name: 'purpose', label: 'Purpose', risk: 'any', reason: { code: 'purpose', text: 'Purpose.' } },
      missingReason: { code: 'purpose_unknown', text: 'Purpose unknown.' },
      bins: [
        { is: 'car', text: 'car', points: 2 },
        { is: 'other', text: 'other', points: -2 },
      ],
      missing: { text: 'unknown', points: -5 },
    },
  ],
  pairs: [
    {
      features: ['termMonths', 'purpose'],
      points: [
        [0, 0, 0],
        [0, -3.01, 0],
        [0, 0, 0],
      ],
    },
  ],
};
const tiny = parseModel(structuredClone(file));

const plain = Object.fromEntries(champion.features.map(({ name }) => [name, null])) as unknown as FeatureVector;
const at = (termMonths: bigint | null, purpose: string) => score({ ...plain, termMonths, purpose }, tiny);

test('points of features and of the pair add up, halves of the pair to each', () => {
  expect(at(36n, 'car')).toMatchObject({ score: 613, reasons: [{ code: 'credit.no_adverse_factor' }] });
  const worst = at(60n, 'other');
  expect(worst.contributions).toEqual([
    { feature: 'termMonths', bin: 'long', points: -5.51 },
    { feature: 'purpose', bin: 'other', points: -3.5 },
  ]);
  expect(worst.score).toBe(Math.round(600.5 - 5.51 - 3.5));
  expect(worst.reasons.map(({ code }) => code)).toEqual(['term', 'purpose']);
  // 6 : 1 at 600 points is one failure in seven; here it is a little more.
  expect(worst.pdPpm).toBe(153_489n);
});

test('what is missing or unheard of is named as such', () => {
  expect(at(null, 'yacht').reasons.map(({ code }) => code)).toEqual(['term_unknown', 'purpose_unknown']);
});

describe('a file is refused', () => {
  type File = typeof file;
  test.each<[string, (json: File) => unknown, RegExp]>([
    [
      'when risk moves against its promise',
      (json) => Object.assign(json.features[0]?.bins[0] ?? {}, { points: -5 }),
      /termMonths: risk rises/,
    ],
    [
      'when a pair breaks a promise for one partner',
      (json) => Object.assign(json.pairs[0]?.points[1] ?? [], [15]),
      /termMonths: risk rises/,
    ],
    ['with points of three decimals', (json) => Object.assign(json.features[1]?.missing ?? {}, { points: -1.001 }), /two decimals/],
    ['with a pair of the wrong size', (json) => json.pairs[0]?.points.pop(), /a row per bin/],
    ['with a pair against the order of the features', (json) => json.pairs[0]?.features.reverse(), /two features in their order/],
    ['with a pair that is there twice', (json) => json.pairs.push(...json.pairs), /a pair of features is there once/],
    ['with a feature that nobody knows', (json) => Object.assign(json.features[1] ?? {}, { name: 'zodiac' }), /not zodiac/],
  ])('%s', (_, spoil, message) => {
    const json = structuredClone(file);
    spoil(json);
    expect(() => parseModel(json)).toThrow(message);
  });
});

const optional = (values: fc.Arbitrary<bigint>): fc.Arbitrary<bigint | null> => fc.option(values, { nil: null });
const scales: Partial<Record<NumericFeature, bigint>> = {
  termMonths: 72n,
  inquiries6m: 9n,
  delinquencies2y: 5n,
  publicRecords: 3n,
  employmentYears: 10n,
};
const vectors = fc.record(
  Object.fromEntries(
    champion.features.map(({ name, bounds, values }) => [
      name,
      values.length > 0
        ? fc.constantFrom(...values, 'unheard-of')
        : optional(fc.bigInt(0n, scales[name as NumericFeature] ?? BigInt(Math.round((bounds.at(-1) ?? 0) * 1.5)))),
    ]),
  ),
) as unknown as fc.Arbitrary<FeatureVector>;

describe('the champion', () => {
  test('keeps its promises exactly', () => {
    expect(monotoneProblems(champion)).toEqual([]);
    expect(champion.features.filter(({ risk }) => risk !== 'any').map(({ name }) => name)).toHaveLength(9);
  });

  test.each(champion.features.filter(({ risk }) => risk !== 'any').map(({ name, risk }) => [name as NumericFeature, risk] as const))(
    '%s: risk %s with it, whatever the rest is',
    (name, risk) => {
      fc.assert(
        fc.property(vectors, fc.bigInt(1n, 2_000_000n), (vector, step) => {
          const value = vector[name];
          if (value === null) return;
          const moved = score({ ...vector, [name]: value + step }, champion);
          const before = score(vector, champion);
          const [worse, better] = risk === 'rises' ? [moved, before] : [before, moved];
          expect(worse.score).toBeLessThanOrEqual(better.score);
          expect(worse.pdPpm >= better.pdPpm).toBe(true);
        }),
      );
    },
  );

  test('scores are within bounds, explained, exact to the hundredth, and the same twice', () => {
    fc.assert(
      fc.property(vectors, (vector) => {
        const scored = score(vector, champion);
        expect(scored.score).toBeGreaterThanOrEqual(300);
        expect(scored.score).toBeLessThanOrEqual(850);
        expect(scored.reasons.length).toBeGreaterThanOrEqual(1);
        expect(scored.reasons.length).toBeLessThanOrEqual(4);
        expect(scored.contributions.every(({ points }) => Math.round(points * 100) / 100 === points)).toBe(true);
        expect(score(vector, champion)).toEqual(scored);
      }),
    );
  });
});
