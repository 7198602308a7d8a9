/** The model file: what the service reads, and beside it how the model came about. The same data and seed give the same bytes. */
import { featureColumns } from '../batch/feature-columns.ts';
import type { AdditiveFeature } from '../src/domain/scorecard.ts';
import { labelsOf, monthLater } from './dataset.ts';
import type { Figures } from './judge.ts';
import type { LoanFile, TrainingLoan } from './loans.ts';
import type { Trained } from './train.ts';

export type Provenance = {
  /** SHA-256 of the bytes of the data file, in hex. */
  readonly dataHash: string;
  readonly seed: number;
  readonly file: LoanFile;
};

const descriptions = {
  boosted:
    'Additive model with pairs: boosted trees of depth two, monotone where risk is, written out as points per bin and per pair of bins.',
  scorecard: 'Plain scorecard: weight of evidence per bin, ridge logistic regression, points per bin.',
} as const;

export function modelFile<S>(trained: Trained<S>, name: keyof typeof descriptions, { dataHash, seed, file }: Provenance): string {
  const { model, choice, outOfTime, outOfTimeChoice } = trained;
  const { loans } = file;
  const end = monthLater(loans.at(-1)?.month ?? '', 1);
  const document = {
    kind: 'additive',
    modelVersion: model.modelVersion,
    description: descriptions[name],
    reference: 'Points are against the average training loan; the score is the base points and the points of every feature and pair.',
    scale: model.scale,
    training: {
      ...{ dataHash, seed },
      ...{ from: loans[0]?.month, to: loans.at(-1)?.month, loans: loans.length, bad: loans.filter(({ bad }) => bad === 1).length },
      ...{ rejectedRows: file.rejected.length, unfinishedLoans: file.unfinished },
      loansOutsidePolicy: loans.filter(({ isWithinPolicy }) => !isWithinPolicy).length,
      columns: [...new Set(model.features.flatMap(({ name: feature }) => featureColumns[feature]))].sort(),
      settings: choice.settings,
      settingsTried: choice.tried.map(({ settings, loss }) => ({ ...settings, logLossOutOfTime: digits(loss) })),
    },
    calibration: {
      slope: digits(choice.slope),
      level: `the share of bad loans from ${monthLater(end, -choice.windowMonths)} on`,
      windows: choice.windows.map(({ months, levelError }) => ({ months, levelErrorOutOfTime: digits(levelError) })),
    },
    outOfTime: {
      trainedTo: monthLater(outOfTime.figures.from, -1),
      ...rounded(outOfTime.figures),
      settings: outOfTimeChoice.settings,
      quarters: outOfTime.quarters.map(({ quarter, loans: some, auc, ownGradeAuc }) => ({
        quarter,
        loans: some,
        auc: digits(auc),
        ownGradeAuc: digits(ownGradeAuc),
      })),
    },
    features: model.features.map((feature, index) => featureJson(feature, binCounts(trained, loans, index))),
    pairs: model.pairs.map(({ features, hundredths }) => ({
      features: features.map((index) => model.features[index]?.name),
      points: hundredths.map((row) => row.map((points) => points / 100)),
    })),
  };
  return `${compact(document)}\n`;
}

type Counts = readonly { readonly loans: number; readonly bad: number }[];

function binCounts<S>({ fitted }: Trained<S>, loans: readonly TrainingLoan[], index: number): Counts {
  const bins = fitted.bins[index];
  const { bad } = labelsOf(loans, Number.POSITIVE_INFINITY);
  const counts = Array.from({ length: (bins?.count ?? 0) + 1 }, () => ({ loans: 0, bad: 0 }));
  fitted.columns[index]?.forEach((bin, at) => {
    const own = counts[bin];
    if (own === undefined) return;
    own.loans += 1;
    own.bad += bad[at] ?? 0;
  });
  return counts;
}

function featureJson(feature: AdditiveFeature, counts: Counts) {
  const { name, label, risk, reason, missingReason, bounds, values, texts, hundredths } = feature;
  const seen = (bin: number) => {
    const { loans = 0, bad = 0 } = counts[bin] ?? {};
    return { loans, badShare: loans === 0 ? null : digits(bad / loans) };
  };
  const bin = (at: number) => ({
    ...(values[at] === undefined ? {} : { is: values[at] }),
    ...(bounds[at] === undefined ? {} : { below: bounds[at] }),
    ...{ text: texts[at], points: (hundredths[at] ?? 0) / 100, ...seen(at) },
  });
  const last = texts.length - 1;
  return {
    ...{ name, label, risk, columns: featureColumns[name], reason, missingReason },
    bins: Array.from({ length: last }, (_, at) => bin(at)),
    missing: bin(last),
  };
}

export function rounded({ auc, ownGrade, ...figures }: Figures) {
  const interval = ({ value, low, high }: Figures['auc']) => ({ value: digits(value), low95: digits(low), high95: digits(high) });
  return {
    ...figures,
    ...{ badShare: digits(figures.badShare), meanPd: digits(figures.meanPd), auc: interval(auc), ks: digits(figures.ks) },
    ...{ brier: digits(figures.brier), calibrationError: digits(figures.calibrationError) },
    platformGrade: ownGrade && { auc: interval(ownGrade.auc), aucDifference: interval(ownGrade.difference), ks: digits(ownGrade.ks) },
  };
}

function digits(value: number): number {
  return Math.round(value * 100_000) / 100_000;
}

const widthMax = 160;

/** JSON with one line for what fits in one, so that tables read as tables. */
function compact(value: unknown, indent = ''): string {
  const line = JSON.stringify(value);
  if (line.length + indent.length <= widthMax || typeof value !== 'object' || value === null) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((each) => `${inner}${compact(each, inner)}`).join(',\n')}\n${indent}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{\n${members.map(([key, member]) => `${inner}${JSON.stringify(key)}: ${compact(member, inner)}`).join(',\n')}\n${indent}}`;
}
