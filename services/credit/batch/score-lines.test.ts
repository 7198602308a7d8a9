import { describe, expect, test } from 'vitest';
import { linesOf } from './lines.ts';
import { modelNames, scoreStream, scoringWith } from './score.ts';
import { type Refused, type Scored, type Scoring, scoreLine } from './score-lines.ts';

const good = {
  ...{ loan_ref: 'LC1', issue_month: '2011-05', loan_amnt: '7500', term_months: '36', emp_length: '10+ years', home_ownership: 'MORTGAGE' },
  ...{ annual_inc: '82000.0', purpose: 'car', dti: '9.20', delinq_2yrs: '0', earliest_cr_line_month: '1990-04', inq_last_6mths: '0' },
  ...{ mths_since_last_delinq: '', mths_since_last_record: '', open_acc: '9', pub_rec: '0', revol_bal: '4175', revol_util_pct: '21.5' },
  ...{ total_acc: '22', fico_low: '' },
};
const scoring = scoringWith() as Scoring;
const scored = (changes: Readonly<Record<string, unknown>> = {}, by = scoring): Scored | Refused =>
  scoreLine({ number: 3, text: JSON.stringify({ ...good, ...changes }) }, by);
const problemsOf = (changes: Readonly<Record<string, unknown>>): string[] => {
  const answer = scored(changes);
  return 'problems' in answer ? answer.problems.map(({ field }) => field) : [];
};

test.each(modelNames())('%s scores a plain application', (name) => {
  const answer = scored({}, scoringWith(name));
  expect(answer).toMatchObject({ loan_ref: 'LC1', grade: expect.stringMatching(/^[A-G]$/) });
  // The first model is the only one that reads the FICO score, which is missing here.
  if ('error' in answer) return;
  expect(answer.missing).toEqual(name === 'scorecard-2011.1' ? ['fico_low'] : undefined);
  expect(answer.pd).toBeGreaterThan(0.005);
  expect(answer.pd).toBeLessThan(0.15);
  expect(answer.reasons.length).toBeGreaterThanOrEqual(1);
  expect(answer.reasons.length).toBeLessThanOrEqual(4);
});

test('a model that is not there, or a path, is none', () => {
  expect(scoringWith('nothing-1')).toBeUndefined();
  expect(scoringWith('../package')).toBeUndefined();
});

test('what the platform set, outcomes and columns unheard of change nothing', () => {
  expect(scored({ int_rate_pct: '24.0', grade: 'G', out_status: 'charged_off', addr_state: 'CA', favourite_colour: 'red' })).toEqual(
    scored(),
  );
});

test('words are read as the platform and as people write them, and numbers may come as numbers', () => {
  expect(scored({ purpose: 'Debt Consolidation', home_ownership: 'rent' })).toEqual(
    scored({ purpose: 'debt_consolidation', home_ownership: 'RENT' }),
  );
  expect(scored({ loan_amnt: 7500, dti: 9.2 })).toEqual(scored());
});

describe('bad values', () => {
  test.each<[string, unknown]>([
    ['annual_inc', '-1'],
    ['annual_inc', '-0.001'],
    ['annual_inc', 'NaN'],
    ['annual_inc', true],
    ['dti', '1000000000'],
    ['dti', '1e9'],
    ['dti', 'Infinity'],
    ['emp_length', 'ninety'],
    ['emp_length', '12 years'],
    ['loan_amnt', '0'],
    ['loan_amnt', ''],
    ['loan_amnt', null],
    ['term_months', '36.5'],
    ['term_months', ''],
    ['inq_last_6mths', '-1'],
    ['open_acc', { $gt: 0 }],
    ['purpose', 'x'.repeat(10_000)],
    ['purpose', '<script>'],
    ['purpose', 'moon_landing'],
    ['home_ownership', 'TENT'],
    ['earliest_cr_line_month', '2004-13'],
    ['earliest_cr_line_month', '2012-01'],
    ['issue_month', 'last May'],
    ['fico_low', '900'],
    ['revol_util_pct', '-5'],
  ])('%s %j is named', (field, value) => {
    expect(problemsOf({ [field]: value })).toEqual([field]);
  });

  test('all of them are named together, with the line and the reference', () => {
    const answer = scored({ annual_inc: '-5', dti: '1e9', emp_length: 'ninety' });
    expect(answer).toMatchObject({ loan_ref: 'LC1', line: 3, error: expect.stringContaining('"ninety"') });
    expect(problemsOf({ annual_inc: '-5', dti: '1e9', emp_length: 'ninety' })).toEqual(['annual_inc', 'emp_length', 'dti']);
  });

  test.each(['', '[]', 'null', '{"loan_amnt":', '"text"', '42'])('%j is no application', (text) => {
    expect(scoreLine({ number: 1, text }, scoring)).toMatchObject({ line: 1, problems: [{ field: 'line' }] });
  });
});

test('what is missing is said, and is no gain', () => {
  const complete = scored() as Scored;
  for (const column of [
    'annual_inc',
    'dti',
    'revol_util_pct',
    'inq_last_6mths',
    'delinq_2yrs',
    'pub_rec',
    'earliest_cr_line_month',
    'purpose',
  ]) {
    const answer = scored({ [column]: '' }) as Scored;
    expect(answer.missing).toContain(column);
    expect(answer.score, column).toBeLessThanOrEqual(complete.score);
  }
  expect(scored({ issue_month: undefined })).toMatchObject({
    missing: expect.arrayContaining(['issue_month']),
    assumed: { issue_month: expect.any(String) },
  });
});

describe('streams', () => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const collected = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
    const all: T[] = [];
    for await (const item of items) all.push(item);
    return all;
  };

  test.each([1, 3, 7, 1_000])('lines are found however the bytes are cut, %i at a time', async (size) => {
    const bytes = encode('first\r\n\nzweite: größer\nlast');
    expect(await collected(linesOf(cut(bytes, size), 100))).toEqual([
      { number: 1, text: 'first' },
      { number: 3, text: 'zweite: größer' },
      { number: 4, text: 'last' },
    ]);
  });

  test('a value far too long is named, a line too long too, each in its place, and the rest is scored', async () => {
    const long = (length: number): string => JSON.stringify({ ...good, purpose: 'x'.repeat(length) });
    const lines = [JSON.stringify(good), long(10_000_000), JSON.stringify(good), long(34_000_000), JSON.stringify(good)];
    const answers = await collected(scoreStream(cut(encode(`${lines.join('\n')}\n`), 65_536), scoring));
    expect(answers.map((answer) => ('problems' in answer ? answer.problems.map(({ field }) => field) : 'scored'))).toEqual([
      'scored',
      ['purpose'],
      'scored',
      ['line'],
      'scored',
    ]);
    expect(answers[1]).toMatchObject({ loan_ref: 'LC1', line: 2, error: expect.stringContaining('10000000 characters') });
  });
});
