/** How long the platform takes to be ready the second time, and what it costs while nobody uses it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startPlatform } from '../../scripts/platform/platform.ts';
import { type BenchOptions, emit, median } from './harness.ts';

const settleMs = 15_000;
const watchMs = 20_000;

/** Every process of the platform and its backing services that descends from or was started by this repository. */
const platformPids = (): readonly number[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => /services\/\w+\/src\/main\.ts/.test(line))
    .map((line) => Number.parseInt(line, 10));

const ticksOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
};

const residentMb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

export const run = async (options: BenchOptions): Promise<void> => {
  const first = await startPlatform({ single: false, say: () => {} });
  await first.stop();
  const times: number[] = [];
  const base = { bench: 'start', baseline: null, baselineValue: null, ratio: null } as const;
  for (let round = 0; round < Math.min(options.rounds, 3); round += 1) {
    const startedAt = performance.now();
    const platform = await startPlatform({ single: false, say: () => {} });
    times.push((performance.now() - startedAt) / 1000);
    if (round === 0) {
      await pause(settleMs);
      const pids = platformPids();
      const before = pids.map(ticksOf);
      await pause(watchMs);
      const ticks = pids.map(ticksOf).reduce((sum, now, index) => sum + now - (before[index] ?? now), 0);
      emit(options, {
        ...base,
        metric: 'idle-memory',
        value: pids.map(residentMb).reduce((sum, mb) => sum + mb, 0),
        unit: 'MB',
        target: '≤ 1500 MB',
      });
      emit(options, { ...base, metric: 'idle-cpu', value: (100 * ticks * 10) / watchMs, unit: '% of one core', target: '< 5 %' });
    }
    await platform.stop();
  }
  emit(options, {
    ...base,
    metric: 'second-start',
    value: median(times),
    unit: 's',
    min: Math.min(...times),
    max: Math.max(...times),
    target: '≤ 15 s',
  });
};
