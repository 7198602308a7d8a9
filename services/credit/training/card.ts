/** The model card: what the model is for, how it was made, how good it is and where it is not, with pictures beside it. */
import { featureColumns } from '../batch/feature-columns.ts';
import { monotoneProblems } from '../src/domain/monotone.ts';
import { pictures, segments } from './card-plots.ts';
import type { Figures } from './judge.ts';
import type { Interval } from './metrics.ts';
import type { Provenance } from './model-file.ts';
import type { Trained } from './train.ts';

export type CardFile = { readonly name: string; readonly text: string };

/** `beside` is another model of the same data, for comparison. */
export function cardFiles(trained: Trained<unknown>, provenance: Provenance, beside?: Trained<unknown>): readonly CardFile[] {
  const { modelVersion } = trained.model;
  const drawn = pictures(trained.model, trained.outOfTime);
  const sections = [
    `# ${modelVersion}`,
    purpose(trained, provenance),
    figures(trained, beside),
    lookAhead,
    calibration(trained),
    ['## Pictures', ...drawn.map(({ name, title }) => `${title}:\n\n![${title}](${modelVersion}/${name}.svg)`)].join('\n\n'),
    segmentTable(trained),
    featureTable(trained),
    limits,
  ];
  return [
    { name: `${modelVersion}.md`, text: `${sections.join('\n\n')}\n` },
    ...drawn.map(({ name, svg }) => ({ name: `${modelVersion}/${name}.svg`, text: svg })),
  ];
}

function purpose({ model, choice }: Trained<unknown>, { dataHash, seed, file }: Provenance): string {
  const [bad, outside] = [file.loans.filter((loan) => loan.bad === 1).length, file.loans.filter((loan) => !loan.isWithinPolicy).length];
  return `Probability that an instalment loan to a person is charged off over its term, from what is known when it is applied for.
It is a sum of points per bin${model.pairs.length === 0 ? '' : ` and per pair of bins (${model.pairs.length} pairs)`}: every point of every applicant can be read in
the model file. Trained on ${file.loans.length.toLocaleString('en-US')} finished loans from ${file.loans[0]?.month} to ${file.loans.at(-1)?.month}, ${bad.toLocaleString('en-US')} of them charged off.
${outside.toLocaleString('en-US')} of them did not meet the credit policy of their platform but were made all the same: they teach, but nothing is judged on them or
calibrated to them. Left out were ${file.unfinished} unfinished and ${file.rejected.length} malformed. Data SHA-256 \`${dataHash}\`, seed ${seed},
settings \`${JSON.stringify(choice.settings)}\`. The same data and seed give the same bytes.`;
}

const percent = (value: number): string => `${(value * 100).toFixed(2)} %`;
const four = (value: number): string => value.toFixed(4);
const interval = ({ value, low, high }: Interval): string => `${four(value)} (${four(low)} to ${four(high)})`;

function figures({ outOfTime }: Trained<unknown>, beside: Trained<unknown> | undefined): string {
  const { figures: own, quarters } = outOfTime;
  const other = beside?.outOfTime.figures;
  const row = (name: string, of: (figures: Figures) => string, platform: string): string =>
    `| ${name} | ${of(own)} |${other === undefined ? '' : ` ${of(other)} |`} ${platform} |`;
  const grade = own.ownGrade;
  return `## Out of time

The same procedure, trained and chosen on the loans before ${own.from} alone, judged once on the ${own.loans.toLocaleString('en-US')} loans from ${own.from} to ${own.to}
that met the credit policy (${percent(own.badShare)} charged off). Intervals are DeLong's at 95 %.

| | this model |${other === undefined ? '' : ` ${beside?.model.modelVersion ?? ''} |`} the platform's sub-grade |
|---|---|${other === undefined ? '' : '---|'}---|
${row('AUC', (of) => interval(of.auc), grade === null ? '' : interval(grade.auc))}
${row('AUC above sub-grade, paired', (of) => (of.ownGrade === null ? '' : interval(of.ownGrade.difference)), '')}
${row('KS', (of) => four(of.ks), grade === null ? '' : four(grade.ks))}
${row('Brier', (of) => four(of.brier), '')}
${row('expected calibration error, tenths', (of) => four(of.calibrationError), '')}
${row('mean probability', (of) => percent(of.meanPd), '')}

| quarter | loans | AUC | sub-grade |
|---|---|---|---|
${quarters.map((each) => `| ${each.quarter} | ${each.loans} | ${four(each.auc)} | ${four(each.ownGradeAuc)} |`).join('\n')}`;
}

const lookAhead = `## What these figures leave out

The loans are split by the month they were made, never at random, and settings are chosen on earlier quarters than those judged. But which
features there are, how deep the trees go and how much recent loans weigh was explored by people who looked at 2011 as well, so these figures
are slightly optimistic. And the outcome of a loan is known only when it ends, three or five years later: whoever had trained on the day
before the first judged month would not have known how the latest loans before it end. The figures are those of a lender who knew. Loans that were refused have no outcome
at all, so the model is of people who were accepted once.`;

function calibration({ choice }: Trained<unknown>): string {
  return `## Calibration

Log-odds are multiplied by ${choice.slope.toFixed(4)}, the slope that their predictions of later quarters would have needed. The level is that of the loans of
the last ${choice.windowMonths} months (${choice.windows.map(({ months, levelError }) => `${months} months would have missed later quarters by ${percent(levelError)}`).join(', ')}): the share of
bad loans moves with the times, and the latest are the best guide to the next. Odds of 6 to 1 are 600 points, and 70 points double them.`;
}

function segmentTable({ outOfTime }: Trained<unknown>): string {
  const rows = segments(outOfTime.pds, outOfTime.loans).map(
    ({ name, loans, predicted, observed, auc }, index) =>
      `| ${index + 1} | ${name} | ${loans} | ${percent(predicted)} | ${percent(observed)} | ${four(auc)} |`,
  );
  return `## Segments, out of time\n\n| | segment | loans | predicted | observed | AUC |\n|---|---|---|---|---|---|\n${rows.join('\n')}`;
}

function featureTable({ model }: Trained<unknown>): string {
  const rows = model.features.map(({ name, label, risk, hundredths }) => {
    const [worst, best] = [Math.min(...hundredths), Math.max(...hundredths)];
    const promise = risk === 'any' ? 'free' : `risk ${risk}`;
    return `| ${label} | ${featureColumns[name].join(', ')} | ${promise} | ${(worst / 100).toFixed(1)} to ${(best / 100).toFixed(1)} |`;
  });
  const promise =
    monotoneProblems(model).length === 0 ? 'holds for every applicant, pairs included; the reader of the file checks it' : 'is BROKEN';
  return `## Features

Points are against the average training loan; half of the points of a pair belong to each of its features. A reason is a feature that
costs points, worst first. What is unknown costs as much as the worse quarter of the known values at least. The promised direction ${promise}.

| feature | columns | direction | points alone |
|---|---|---|---|
${rows.join('\n')}

Not used: what the platform set (rate, instalment, grade, amounts funded, whether income was verified: it chose whom to ask), anything after the application, state
and postcode, and every prohibited basis. FICO scores are left out because the file has them for early loans only: their absence would have
been a date.`;
}

const limits = `## Limits

One country, one platform, one decade; unsecured loans of 500 to 35,000 dollars over 36 or 60 months. Incomes and balances are not corrected
for prices since. Watch the calibration by vintage and the stability of the features, and train again when they leave their bounds.`;
