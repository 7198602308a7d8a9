// Ports and folders of a profile: defaults, changes by environment, and a clear refusal of nonsense.
import { describe, expect, test } from 'vitest';
import { foldersOf, outsideFolder, parsePort, parseProfile, portsOf } from './profile.ts';
import { SetupError } from './setup-error.ts';

describe('ports', () => {
  test('differ between the profiles, so tests never reach the demo', () => {
    const ports = [...Object.values(portsOf('dev', {})), ...Object.values(portsOf('test', {}))];
    expect(ports).toEqual([7432, 7479, 7492, 7493, 8432, 8479, 8492, 8493]);
  });

  test('are changed by a variable of their own profile only', () => {
    const env = { MUTUA_POSTGRES_PORT: '9000', MUTUA_TEST_REDIS_PORT: '9001' };
    expect(portsOf('dev', env)).toMatchObject({ postgres: 9000, redis: 7479 });
    expect(portsOf('test', env)).toMatchObject({ postgres: 8432, redis: 9001 });
  });

  test('an unset or empty variable means the default', () => {
    expect(parsePort('X', undefined, 7432)).toBe(7432);
    expect(parsePort('X', '', 7432)).toBe(7432);
    expect(parsePort('X', '65535', 7432)).toBe(65_535);
  });

  test.each(['0', '65536', '-1', '80.5', '0x50', ' 80', '7432a', '123456'])('refuses %j and names the variable', (text) => {
    expect(() => parsePort('MUTUA_REDIS_PORT', text, 1)).toThrow(/MUTUA_REDIS_PORT/);
  });

  test('refuses one port for two services', () => {
    expect(() => portsOf('dev', { MUTUA_REDIS_PORT: '7432' })).toThrow(SetupError);
  });
});

test('a profile that does not exist is refused with the ones that do', () => {
  expect(parseProfile('test')).toBe('test');
  expect(() => parseProfile('prod')).toThrow('dev, test');
});

test('profiles share no data folder, and folders outside are one per checkout', () => {
  expect(foldersOf('dev', '/a').data).toBe('/a/.mutua/dev');
  expect(foldersOf('test', '/a').data).toBe('/a/.mutua/test');
  expect(outsideFolder('/t', '/a')).not.toBe(outsideFolder('/t', '/b'));
});
