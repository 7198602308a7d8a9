/** Shared by all benchmarks: rounds, medians, a disk probe, and one line of output a metric. Every figure stands beside its baseline of the same run. */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export type Metric = {
  readonly bench: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: string | null;
  readonly baselineValue: number | null;
  readonly ratio: number | null;
  readonly min?: number;
  readonly max?: number;
  readonly target?: string;
};

export type BenchOptions = { readonly json: boolean; readonly rounds: number; readonly args: readonly string[] };

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
};

const rounded = (value: number): number => (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)));

/** Prints one metric: a JSON object per line, or a readable row. */
export const emit = (options: BenchOptions, metric: Metric): void => {
  const shown = {
    ...metric,
    value: rounded(metric.value),
    baselineValue: metric.baselineValue === null ? null : rounded(metric.baselineValue),
    ratio: metric.ratio === null ? null : Number(metric.ratio.toFixed(3)),
  };
  if (options.json) {
    process.stdout.write(`${JSON.stringify(shown)}\n`);
    return;
  }
  const against = shown.baseline === null ? '' : `  ${shown.ratio} × ${shown.baseline} (${shown.baselineValue})`;
  const range = metric.min === undefined ? '' : `  [${rounded(metric.min)}–${rounded(metric.max ?? metric.min)}]`;
  process.stdout.write(
    `${metric.bench} · ${metric.metric.padEnd(16)} ${String(shown.value).padStart(9)} ${metric.unit}${range}${against}${metric.target ? `  must ${metric.target}` : ''}\n`,
  );
};

export type Compared = { readonly candidate: readonly number[]; readonly baseline: readonly number[] };

/** Interleaves baseline and candidate round by round, so that a drifting machine hits both. */
export const interleave = async (rounds: number, candidate: () => Promise<number>, baseline: () => Promise<number>): Promise<Compared> => {
  const values: Compared & { candidate: number[]; baseline: number[] } = { candidate: [], baseline: [] };
  for (let round = 0; round < rounds; round += 1) {
    values.baseline.push(await baseline());
    values.candidate.push(await candidate());
  }
  return values;
};

/** Medians of both sides, their ratio, and the candidate's range. */
export const comparedMetric = (
  facts: { bench: string; metric: string; unit: string; baseline: string; target: string },
  { candidate, baseline }: Compared,
): Metric => ({
  ...facts,
  value: median(candidate),
  baselineValue: median(baseline),
  ratio: median(candidate) / median(baseline),
  min: Math.min(...candidate),
  max: Math.max(...candidate),
});

setFlagsFromString('--expose-gc');
/** A full collection, so that a figure pays for its own garbage and not for what was there before. */
export const collect = runInNewContext('gc') as () => void;

/** Seconds of CPU this process has used, all threads. For work of one process on a machine it shares with others. */
export const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Seconds of CPU of some work that does not wait. */
export const cpuSecondsOf = (work: () => void): number => {
  const startedAt = cpuSeconds();
  work();
  return cpuSeconds() - startedAt;
};

/** Median milliseconds of one small durable write: what a commit costs at least on this disk now. */
export const fdatasyncProbe = (): number => {
  const folder = mkdtempSync(join(tmpdir(), 'mutua-bench-'));
  const file = openSync(join(folder, 'probe'), 'w');
  const times = Array.from({ length: 50 }, () => {
    const startedAt = performance.now();
    writeSync(file, 'x'.repeat(512));
    fdatasyncSync(file);
    return performance.now() - startedAt;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return median(times);
};
