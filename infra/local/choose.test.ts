// Where each service comes from, and how the addresses given in the environment are read.
import { expect, test } from 'vitest';
import { choose, forcedSource, parseBrokers, type Situation } from './choose.ts';

const situation = (change: Partial<Situation> = {}): Situation => ({
  env: {},
  profile: 'dev',
  hasEngine: false,
  runsNatively: new Set(),
  ...change,
});

test('a URL in the environment wins over everything', () => {
  const env = { MUTUA_REDIS_URL: 'redis://elsewhere', MUTUA_BACKING: 'native' };
  expect(choose('redis', situation({ env, hasEngine: true }))).toEqual({ source: 'environment', url: 'redis://elsewhere' });
  expect(choose('postgres', situation({ env }))).toEqual({ source: 'native' });
});

test('the URL of one profile is never used by the other', () => {
  const env = { MUTUA_POSTGRES_URL: 'postgres://demo' };
  expect(choose('postgres', situation({ env, profile: 'test' }))).toEqual({ source: 'native' });
});

test('Docker is used where it answers, our own processes where it does not', () => {
  expect(choose('kafka', situation({ hasEngine: true }))).toEqual({ source: 'compose' });
  expect(choose('kafka', situation())).toEqual({ source: 'native' });
});

test('a service that runs as our own process stays there when Docker appears', () => {
  const runsNatively = new Set(['postgres'] as const);
  expect(choose('postgres', situation({ hasEngine: true, runsNatively }))).toEqual({ source: 'native' });
  expect(choose('redis', situation({ hasEngine: true, runsNatively }))).toEqual({ source: 'compose' });
});

test('MUTUA_BACKING forces one source and nothing else is understood', () => {
  expect(choose('kafka', situation({ env: { MUTUA_BACKING: 'native' }, hasEngine: true }))).toEqual({ source: 'native' });
  expect(choose('kafka', situation({ env: { MUTUA_BACKING: 'compose' } }))).toEqual({ source: 'compose' });
  expect(forcedSource({ MUTUA_BACKING: '' })).toBeUndefined();
  expect(() => forcedSource({ MUTUA_BACKING: 'podman' })).toThrow('MUTUA_BACKING');
});

test('brokers are host:port divided by commas', () => {
  expect(parseBrokers('a:9092, b:9093,')).toEqual(['a:9092', 'b:9093']);
  expect(parseBrokers('[::1]:9092')).toEqual(['[::1]:9092']);
  for (const text of ['', ',', 'a', 'kafka://a:9092', 'a:x']) expect(() => parseBrokers(text)).toThrow('host:port');
});
