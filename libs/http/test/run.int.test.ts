/** The life of a process: it ends only after what it had begun, in order, and does not start on a bad configuration. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { eventually } from '@mutua/testkit';
import { expect, test } from 'vitest';

const fixture = fileURLToPath(new URL('run-fixture.ts', import.meta.url));

type Run = { readonly child: ChildProcess; readonly output: () => string; readonly ended: Promise<unknown[]> };

function run(env: Record<string, string>): Run {
  const child = spawn(process.execPath, [fixture], { env: { ...process.env, ...env } });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  return { child, output: () => output, ended: once(child, 'exit') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address !== null && typeof address === 'object' ? address.port : 0;
}

test('on SIGTERM it finishes what runs, takes nothing new, then closes', async () => {
  const port = await freePort();
  const { child, output, ended } = run({ FIXTURE_PORT: String(port) });
  await eventually(() => output().includes('listening'));
  const slow = fetch(`http://127.0.0.1:${port}/slow`);
  await eventually(() => output().includes('slow begun'));
  child.kill('SIGTERM');
  await eventually(() => output().includes('draining'));
  await expect(fetch(`http://127.0.0.1:${port}/readyz`)).rejects.toThrow();
  expect(output()).not.toContain('closed');
  child.kill('SIGUSR2');
  expect(await (await slow).text()).toBe('done');
  expect(await ended).toEqual([0, null]);
  expect(output().match(/started|draining|closed/g)).toEqual(['started', 'draining', 'closed']);
});

test('a bad configuration ends it with status 1 and says why', async () => {
  const { output, ended } = run({ FIXTURE_BROKEN: 'true' });
  expect(await ended).toEqual([1, null]);
  expect(output()).toContain('fixture cannot start');
  expect(output()).toContain('The configuration has 1 problem');
});

test('a port in use ends it with status 1', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const { output, ended } = run({ FIXTURE_PORT: String(address !== null && typeof address === 'object' ? address.port : 0) });
  expect(await ended).toEqual([1, null]);
  expect(output()).toContain('EADDRINUSE');
  server.close();
});
