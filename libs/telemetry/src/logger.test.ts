import { expect, test } from 'vitest';
import { createLogger, createMetrics } from './index.ts';

test('personal data and secrets are removed, errors are reduced', () => {
  const logger = createLogger({ service: 'test', level: 'info' });
  const lines: string[] = [];
  const stream = Object.getOwnPropertySymbols(logger).find((symbol) => String(symbol) === 'Symbol(pino.stream)');
  if (!stream) throw new Error('pino has changed');
  Object.assign(logger, { [stream]: { write: (line: string) => lines.push(line) } });
  logger.info({ email: 'canary@example.test', body: { password: 'canary-pw' }, err: Object.assign(new Error('boom'), { query: 'canary-sql' }) }, 'hello');
  expect(lines.join('')).toContain('"message":"boom"');
  expect(lines.join('')).not.toContain('canary');
});

test('two services have registries of their own', async () => {
  const [a, b] = [createMetrics({ service: 'a' }), createMetrics({ service: 'b' })];
  a.counter({ name: 'things_total', help: 'Things.' }).inc();
  expect(await a.registry.metrics()).toContain('things_total{service="a"} 1');
  expect(await b.registry.metrics()).not.toContain('things_total');
});
