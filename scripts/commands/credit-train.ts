/**
 * `npm run credit:train -- --data <loan file> [--version <id>] [--out <folder>] [--seed <n>]`: trains the boosted additive model and the
 * plain scorecard, and writes for each its file and its card.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitCodes, runCommand, SetupError } from '../../infra/local/setup-error.ts';
import { boostedCandidate, type Candidate, scorecardCandidate } from '../../services/credit/training/candidates.ts';
import { cardFiles } from '../../services/credit/training/card.ts';
import { type LoanFile, readLoans } from '../../services/credit/training/loans.ts';
import { modelFile, type Provenance } from '../../services/credit/training/model-file.ts';
import { type Trained, train } from '../../services/credit/training/train.ts';
import { loanRows } from '../credit/loan-rows.ts';

const usage =
  'usage: npm run credit:train -- --data <LendingClub loan file, .csv or .csv.gz> [--version <id>] [--out <folder>] [--seed <n>]';
const models = join(import.meta.dirname, '..', '..', 'services', 'credit', 'models');
type Kind = 'boosted' | 'scorecard';
const ids: Readonly<Record<Kind, string>> = { boosted: 'additive', scorecard: 'scorecard' };
const rejectedShown = 20;
/** Fewer loans, or fewer bad ones, say nothing. */
const loansMin = 2_000;
const badMin = 200;

const startedAt = performance.now();
const say = (text: string): void => {
  process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(7)} s  ${text}\n`);
};

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      version: { type: 'string' },
      out: { type: 'string', default: models },
      seed: { type: 'string', default: '1' },
    },
  });
  const seed = Number(values.seed);
  if (values.data === undefined || !Number.isSafeInteger(seed)) throw new SetupError(usage, exitCodes.usage);
  if (!existsSync(values.data)) throw new SetupError(`There is no file ${values.data}.\n${usage}`, exitCodes.usage);
  const dataHash = await hashOf(values.data);
  const file = await readLoans(loanRows(values.data));
  report(file);
  const version = values.version ?? `${file.loans.at(-1)?.month.replace('-', '.') ?? ''}-${dataHash.slice(0, 8)}`;
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(version))
    throw new SetupError('A version is of small letters, digits, dots and dashes.', exitCodes.usage);
  const provenance: Provenance = { dataHash, seed, file };
  const output = { folder: values.out, version, provenance };
  const challenger = trainOne(scorecardCandidate, 'scorecard', output);
  trainOne(boostedCandidate(seed), 'boosted', output, challenger);
});

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Names every malformed row up to a number of them, and refuses a file that is too small to learn from. */
function report({ loans, rejected, unfinished }: LoanFile): void {
  say(`${loans.length} finished loans; left out: ${unfinished} unfinished, ${rejected.length} malformed`);
  for (const { line, problems } of rejected.slice(0, rejectedShown)) {
    say(`line ${line}: ${problems.map(({ field, problem }) => `${field}: ${problem}`).join('; ')}`);
  }
  if (rejected.length > rejectedShown) say(`and ${rejected.length - rejectedShown} malformed rows more`);
  const bad = loans.filter((loan) => loan.bad === 1).length;
  if (loans.length < loansMin || bad < badMin) {
    throw new SetupError(`${loans.length} loans with ${bad} charged off are too few: ${loansMin} and ${badMin} at least.`);
  }
}

type Output = { readonly folder: string; readonly version: string; readonly provenance: Provenance };

function trainOne<S>(candidate: Candidate<S>, kind: Kind, { folder, version, provenance }: Output, beside?: Trained<unknown>): Trained<S> {
  const modelVersion = `${ids[kind]}-${version}`;
  const trained = train(provenance.file.loans, { candidate, modelVersion, say });
  write(join(folder, `${modelVersion}.json`), modelFile(trained, kind, provenance));
  for (const { name, text } of cardFiles(trained, provenance, beside)) write(join(folder, name), text, { isReplaceable: true });
  say(`${modelVersion} written to ${folder}`);
  return trained;
}

/** A model file never changes: one that is there already must be the same. */
function write(path: string, text: string, { isReplaceable = false } = {}): void {
  if (!isReplaceable && existsSync(path) && readFileSync(path, 'utf8') !== text) {
    throw new SetupError(`${path} is there with other content, and a model never changes: choose another --version.`);
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
