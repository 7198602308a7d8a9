/** The README is true: its examples print what it says they print, and it names every function that is exported. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as exported from './index.ts';

const library = fileURLToPath(new URL('../', import.meta.url));
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);

test.each(examples.map((code, at) => [at + 1, code] as const))('example %i', (_, code) => {
  const expected = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, text]) => text);
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', code], {
    cwd: library,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout.trimEnd().split('\n')).toEqual(expected);
});

test('there are examples, and every export is named', () => {
  expect(examples.length).toBeGreaterThan(3);
  expect(Object.keys(exported).filter((name) => !new RegExp(`\`${name}\\b`).test(readme))).toEqual([]);
});
