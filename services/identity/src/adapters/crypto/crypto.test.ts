/** Sealed cells and password hashes. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createPasswords } from './passwords.ts';
import { deriveSecrets } from './secrets.ts';
import { createVault } from './vault.ts';

const secrets = deriveSecrets(randomBytes(32));
const vault = createVault({ dataKey: secrets('personal-data'), indexKey: secrets('blind-index') });
const cell = { table: 'members', column: 'email', id: 'mem_1' };

test('a sealed text opens in its own cell only', () => {
  const sealed = vault.seal('ann@example.com', cell);
  expect(sealed.toString('latin1')).not.toContain('ann');
  expect(vault.open(sealed, cell)).toBe('ann@example.com');
  for (const other of [
    { ...cell, id: 'mem_2' },
    { ...cell, column: 'name' },
    { ...cell, table: 't' },
  ]) {
    expect(() => vault.open(sealed, other)).toThrow();
  }
});

test('every changed bit is noticed', () => {
  const sealed = vault.seal('ann', cell);
  for (let i = 0; i < sealed.length; i += 1) {
    const changed = Buffer.from(sealed);
    changed[i] = (changed[i] ?? 0) ^ 1;
    expect(() => vault.open(changed, cell)).toThrow();
  }
});

test('the same text is sealed differently and indexed the same', () => {
  expect(vault.seal('ann', cell).equals(vault.seal('ann', cell))).toBe(false);
  expect(vault.index('ann').equals(vault.index('ann'))).toBe(true);
  expect(vault.index('ann').equals(vault.index('bob'))).toBe(false);
});

test('keys of different purposes are different, short secrets are refused', () => {
  expect(secrets('personal-data').equals(secrets('blind-index'))).toBe(false);
  expect(() => deriveSecrets(Buffer.alloc(31))).toThrow();
});

test('passwords match their hash, whatever it cost', async () => {
  const cheap = await createPasswords({ memoryKib: 64, passes: 1, parallelism: 1 });
  const dearer = await createPasswords({ memoryKib: 128, passes: 2, parallelism: 2 });
  const hash = await cheap.hash('correct horse battery');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
  expect(await dearer.matches('correct horse battery', hash)).toBe(true);
  expect(await dearer.matches('correct horse batter', hash)).toBe(false);
  expect(await dearer.matches('correct horse battery', undefined)).toBe(false);
  expect(await cheap.hash('correct horse battery')).not.toBe(hash);
});
