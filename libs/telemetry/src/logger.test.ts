import { expect, test } from 'vitest';
import { createHealth, createLogger, createMetrics, createShutdown } from './index.ts';

test('only listed fields are written, errors are reduced', () => {
  const lines: string[] = [];
  const logger = createLogger({ service: 'test', level: 'info', destination: { write: (line) => void lines.push(line) } });
  const err = Object.assign(new Error('boom'), { query: 'canary-sql', code: '23505' });
  logger.info({ email: 'canary@example.test', body: { password: 'canary-pw' }, loanId: 'loan_1', aggregateVersion: 3n, err }, 'hello');
  logger.child({ email: 'canary@example.test', component: 'relay' }).info('from a child');
  const [first, second] = lines.map((line): Record<string, unknown> => JSON.parse(line));
  expect(first).toMatchObject({ service: 'test', loanId: 'loan_1', aggregateVersion: '3', msg: 'hello', email: '[removed]' });
  expect(first?.['err']).toMatchObject({ type: 'Error', message: 'boom', code: '23505' });
  expect(second).toMatchObject({ service: 'test', component: 'relay' });
  expect(lines.join('')).not.toContain('canary');
});

test('two services have registries of their own, and a name asked for twice is one metric', async () => {
  const [a, b] = [createMetrics({ service: 'a' }), createMetrics({ service: 'b' })];
  a.counter({ name: 'things_total', help: 'Things.' }).inc();
  a.counter({ name: 'things_total', help: 'Things.' }).inc();
  expect(await a.registry.metrics()).toContain('things_total{service="a"} 2');
  expect(await b.registry.metrics()).not.toContain('things_total');
});

test('health names what fails and what takes too long', async () => {
  const health = createHealth();
  health.addCheck('good', async () => undefined);
  health.addCheck('bad', () => Promise.reject(new Error('down')));
  health.addCheck('late', () => new Promise(() => undefined));
  expect(await health.failed(20)).toEqual(['bad', 'late']);
});

test('parts end last first and once, and a failing part stops nobody', async () => {
  const ended: string[] = [];
  const shutdown = createShutdown();
  shutdown.onShutdown('first', () => void ended.push('first'));
  shutdown.onShutdown('second', () => Promise.reject(new Error('stuck')));
  shutdown.onShutdown('third', () => void ended.push('third'));
  await Promise.all([shutdown.close(), shutdown.close()]);
  expect(ended).toEqual(['third', 'first']);
});
