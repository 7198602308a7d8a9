// The part that runs before packages are there: is what is installed what the lock wants, and what do commands say of themselves.
import { expect, test } from 'vitest';
import { summaryOf } from './commands.mjs';
import { isInstalled } from './packages.mjs';
import { demandPlatform, isNodeEnough } from './platform.mjs';

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'libs/kernel': { version: '0.1.0' },
    'node_modules/@mutua/kernel': { link: true },
    'node_modules/pg': { version: '8.23.1' },
    'node_modules/fsevents': { version: '2.3.3', optional: true },
  },
};

test('installed means: every package in its version, other platforms aside', () => {
  expect(isInstalled(lock, { packages: { 'node_modules/pg': { version: '8.23.1' } } })).toBe(true);
  expect(isInstalled(lock, { packages: { 'node_modules/pg': { version: '8.23.0' } } })).toBe(false);
  expect(isInstalled(lock, { packages: {} })).toBe(false);
  const withOldOptional = { packages: { 'node_modules/pg': { version: '8.23.1' }, 'node_modules/fsevents': { version: '2.0.0' } } };
  expect(isInstalled(lock, withOldOptional)).toBe(false);
});

test('a command says what it does in the first sentence of its head comment', () => {
  expect(summaryOf('/** `demo [--x]`: runs the demo. Ends by itself. */\n')).toBe('runs the demo');
  expect(summaryOf('// Runs all tests in\n// order. More.\nimport x\n')).toBe('Runs all tests in order');
  expect(summaryOf('/**\n * Generates code\n */')).toBe('Generates code');
  expect(summaryOf('import x from "y";\n')).toBe('');
});

test('an old Node and a foreign system are refused with the mend', () => {
  expect(['20.19.0', '20.20.2', '24.0.0'].every(isNodeEnough)).toBe(true);
  expect(['20.18.3', '18.20.0'].some(isNodeEnough)).toBe(false);
  expect(() => demandPlatform({ platform: 'win32', nodeVersion: '24.0.0' })).toThrow('WSL');
  expect(() => demandPlatform({ platform: 'linux', nodeVersion: '18.0.0' })).toThrow('20.19');
});
