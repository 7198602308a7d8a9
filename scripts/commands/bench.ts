/** `npm run bench -- <name> [--json] [--rounds N]`: one benchmark with its baseline in the same run. */
import { parseArgs } from 'node:util';
import { exitCodes, runCommand, SetupError } from '../../infra/local/setup-error.ts';
import { type BenchOptions, fdatasyncProbe } from '../../tests/bench/harness.ts';

const benches: Readonly<Record<string, () => Promise<{ run(options: BenchOptions): Promise<void> }>>> = {
  events: () => import('../../tests/bench/events.ts'),
  api: () => import('../../tests/bench/api.ts'),
  journey: () => import('../../tests/bench/journey.ts'),
  start: () => import('../../tests/bench/start.ts'),
  cob: () => import('../../tests/bench/cob.ts'),
  ledger: () => import('../../tests/bench/ledger.ts'),
  schedule: () => import('../../tests/bench/schedule.ts'),
  credit: () => import('../../tests/bench/credit.ts'),
  distribution: () => import('../../tests/bench/distribution.ts'),
  matching: () => import('../../tests/bench/matching.ts'),
  fairness: () => import('../../tests/bench/fairness.ts'),
};

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '5' } },
  });
  const [name = ''] = positionals;
  const bench = benches[name];
  if (!bench) throw new SetupError(`Name a benchmark: ${Object.keys(benches).join(', ')}.`, exitCodes.usage);
  const rounds = Math.max(1, Number.parseInt(values.rounds, 10) || 5);
  process.stderr.write(`fdatasync of 512 bytes: ${fdatasyncProbe().toFixed(2)} ms (median of 50)\n`);
  await (await bench()).run({ json: values.json, rounds, args: positionals.slice(1) });
});
