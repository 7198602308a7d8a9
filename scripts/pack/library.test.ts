import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildLibraries } from './library.ts';

const folder = mkdtempSync(join(tmpdir(), 'mutua-pack-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the finance library works as an installed package, with nothing but its kernel beside it', () => {
  const scope = join(folder, 'node_modules', '@mutua');
  mkdirSync(scope, { recursive: true });
  for (const [index, built] of buildLibraries(join(folder, 'built')).entries()) {
    renameSync(built, join(scope, ['kernel', 'finance'][index] ?? ''));
  }
  const program = `
    import { schedule } from '@mutua/finance';
    import { calendarDate } from '@mutua/kernel';
    const made = schedule({ principalMinor: 100000n, ratePpm: 0n, instalments: 3, method: 'zero', frequency: 'monthly', dayCount: '30e/360',
      rounding: 'half-up', instalmentRounding: 'half-up', disbursedOn: calendarDate('2026-01-31') });
    console.log(made.instalments.map((row) => row.dueOn + ' ' + row.dueMinor).join('\\n'));`;
  writeFileSync(join(folder, 'use.mjs'), program);
  const { stdout, stderr } = spawnSync(process.execPath, ['use.mjs'], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n')).toEqual(['2026-02-28 33333', '2026-03-31 33333', '2026-04-30 33334']);
});
