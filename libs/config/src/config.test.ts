import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { ConfigError, int, list, loadConfig, optional, secretUrl, systemIds, url, withDefault } from './index.ts';

const schema = {
  port: int('PORT', { min: 1, max: 65_535 }),
  database: secretUrl('DATABASE_URL', ['postgres']),
  brokers: list('BROKERS'),
  issuer: withDefault(url('ISSUER', ['http', 'https']), 'http://localhost'),
  redis: optional(url('REDIS', ['redis'])),
};

test('reads typed, frozen settings with defaults', () => {
  const config = loadConfig(schema, { PORT: '80', DATABASE_URL: 'postgres://u:hunter2@h/d', BROKERS: 'a:1, b:2' });
  expect(config).toMatchObject({ port: 80, brokers: ['a:1', 'b:2'], issuer: 'http://localhost', redis: undefined });
  expect(Object.isFrozen(config)).toBe(true);
});

test('names every problem at once and never shows a value', () => {
  const read = () => loadConfig(schema, { PORT: '70000', DATABASE_URL: 'mysql://u:hunter2@h', ISSUER: '' });
  expect(read).toThrow(ConfigError);
  try {
    read();
  } catch (error) {
    expect(error).toMatchObject({
      problems: [
        'PORT: expected a whole number from 1 to 65535',
        'DATABASE_URL: expected a URL with the scheme postgres',
        'BROKERS is missing',
      ],
    });
    expect(String(error)).not.toContain('hunter2');
  }
});

test('a secret is not printed by accident', () => {
  const { database } = loadConfig(schema, { PORT: '80', DATABASE_URL: 'postgres://u:hunter2@h/d', BROKERS: 'a:1' });
  expect(`${database} ${JSON.stringify({ database })} ${inspect({ database })}`).not.toContain('hunter2');
  expect(database.reveal()).toContain('hunter2');
});

test('ids of one process are unique and sort by time', () => {
  const ids = Array.from({ length: 2_000 }, () => systemIds.next('loan'));
  expect(new Set(ids).size).toBe(ids.length);
  expect((ids[0] ?? '').slice(0, 12) <= (ids.at(-1) ?? '').slice(0, 12)).toBe(true);
});
