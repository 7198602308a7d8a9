/** The contracts: generated files are what the sources say, the documents lint, and nothing released was broken. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateAll } from '../../tools/codegen/generate.ts';
import { breakingEventChanges, type ReleasedEvents } from './event-compatibility.ts';
import { type Gate, installed, runTool, tail } from './gate.ts';

const redocly = () => installed('node_modules', '@redocly', 'cli', 'bin', 'cli.js');
const quiet = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', CI: 'true' };

export const drift: Gate = {
  name: 'drift',
  async run(root) {
    const contracts = join(root, 'libs', 'contracts');
    const committed = join(contracts, 'src', 'generated');
    const { files, problems } = await generateAll(contracts);
    const present = existsSync(committed) ? readdirSync(committed) : [];
    const findings = [
      ...problems.map((problem) => `${problem.file}: ${problem.message}`),
      ...[...files]
        .filter(([name, text]) => !present.includes(name) || readFileSync(join(committed, name), 'utf8') !== text)
        .map(([name]) => `generated/${name} is not what the contracts say: npm run generate`),
      ...present.filter((name) => !files.has(name)).map((name) => `generated/${name} has no source any more: npm run generate`),
    ];
    return { findings, seen: `${files.size} generated files` };
  },
};

export const specLint: Gate = {
  name: 'OpenAPI lint',
  async run(root) {
    const folder = join(root, 'libs', 'contracts', 'src', 'generated');
    const documents = readdirSync(folder).filter((name) => name.endsWith('.openapi.json'));
    if (documents.length === 0) return { findings: ['no OpenAPI document was seen'], seen: 'nothing' };
    const config = installed('tools', 'codegen', 'redocly.yaml');
    const findings: string[] = [];
    for (const document of documents) {
      const args = [redocly(), 'lint', document, '--config', config, '--format', 'json', '--max-problems', '200'];
      const done = await runTool(process.execPath, args, folder, quiet);
      const report = parsed<LintReport>(done.stdout);
      if (!report) findings.push(`${document}: redocly did not answer:`, ...tail(done.output, 10));
      for (const { message, ruleId, location } of report?.problems ?? []) {
        findings.push(`${document} ${location[0]?.pointer ?? ''} ${message} (${ruleId})`);
      }
    }
    return { findings, seen: `${documents.length} documents` };
  },
};

type LintReport = { problems: { message: string; ruleId: string; location: { pointer?: string }[] }[] };
type DiffReport = { changes: { path: string; impact: string; verdicts: { impact: string; message: string }[] }[] };

function parsed<T>(stdout: string): T | undefined {
  try {
    return JSON.parse(stdout) as T;
  } catch {
    return undefined;
  }
}

/** Against `libs/contracts/baseline`, the contracts as last released (`npm run generate -- --release` writes it). */
export const breaking: Gate = {
  name: 'breaking changes',
  async run(root) {
    const contracts = join(root, 'libs', 'contracts');
    const baseline = join(contracts, 'baseline');
    if (!existsSync(join(baseline, 'events.json'))) return { findings: ['libs/contracts/baseline is missing'], seen: 'nothing' };
    const { files, events } = await generateAll(contracts);
    const released = JSON.parse(readFileSync(join(baseline, 'events.json'), 'utf8')) as ReleasedEvents;
    const documents = readdirSync(baseline).filter((name) => name.endsWith('.openapi.json'));
    const findings = breakingEventChanges(released, events);
    for (const name of documents) {
      const now = files.get(name);
      findings.push(...(now === undefined ? [`${name} is gone`] : await restFindings(join(baseline, name), name, now)));
    }
    return { findings, seen: `${documents.length} documents, ${Object.keys(released).length} events` };
  },
};

async function restFindings(base: string, name: string, now: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mutua-breaking-'));
  try {
    const revision = join(folder, name);
    writeFileSync(revision, now);
    const done = await runTool(
      process.execPath,
      [redocly(), 'diff', base, revision, '--fail-on', 'major', '--format', 'json'],
      folder,
      quiet,
    );
    const report = parsed<DiffReport>(done.stdout);
    if (!report) return [`${name}: redocly diff did not answer:`, ...tail(done.output, 20)];
    const verdicts = report.changes.flatMap(({ path, verdicts }) => verdicts.map((verdict) => ({ path, ...verdict })));
    return verdicts.filter(({ impact }) => impact === 'major').map(({ path, message }) => `${name} ${path} ${message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
