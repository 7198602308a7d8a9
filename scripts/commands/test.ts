/**
 * `npm test [-- vitest flags]`: every test against real PostgreSQL, Redis and Kafka. The last line is `N passed, N failed[, N skipped]`
 * and the exit code is vitest's. With `--project unit` alone nothing is started.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startBackingServices } from '../../infra/local/backing.ts';
import { runCommand } from '../../infra/local/setup-error.ts';

const root = join(import.meta.dirname, '..', '..');
const reportFile = join(root, '.mutua', `test-report-${process.pid}.json`);

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

/** Whether every project that was asked for is pure. */
function asksForUnitOnly(args: readonly string[]): boolean {
  const projects = args.flatMap((arg, at) =>
    arg === '--project' ? [args[at + 1] ?? ''] : arg.startsWith('--project=') ? [arg.slice(10)] : [],
  );
  return projects.length > 0 && projects.every((project) => project === 'unit');
}

async function backingEnvironment(): Promise<Record<string, string>> {
  const backing = await startBackingServices({ profile: 'test', say: (line) => console.log(line) });
  return {
    MUTUA_TEST_POSTGRES_URL: backing.postgres.adminUrl,
    MUTUA_TEST_REDIS_URL: backing.redis.url,
    MUTUA_TEST_KAFKA_BROKERS: backing.kafka.brokers.join(','),
  };
}

function runVitest(args: readonly string[], env: Record<string, string>): Promise<number> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = args.some((arg) => arg.startsWith('--reporter')) ? [] : ['--reporter=default'];
  const flags = ['run', ...args, ...reporters, '--reporter=json', `--outputFile.json=${reportFile}`];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vitest, ...flags], { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    // Ctrl-C reaches the whole group: vitest ends first and the summary is still printed.
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** A file that failed to load has no tests of its own, yet it failed; an error outside of any test counts once. */
function summary(code: number): string {
  const report = existsSync(reportFile) ? (JSON.parse(readFileSync(reportFile, 'utf8')) as Report) : undefined;
  const unloaded = report?.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length ?? 0;
  const failed = (report?.numFailedTests ?? 0) + unloaded;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const told = code !== 0 && failed === 0 ? 1 : failed;
  return `${report?.numPassedTests ?? 0} passed, ${told} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

await runCommand(async () => {
  const args = process.argv.slice(2);
  const env = asksForUnitOnly(args) ? {} : await backingEnvironment();
  mkdirSync(join(root, '.mutua'), { recursive: true });
  const code = await runVitest(args, env);
  console.log(summary(code));
  rmSync(reportFile, { force: true });
  process.exitCode = code;
});
