/** Local secrets of the platform: made once, kept in a file that only the owner reads. Never printed but for the first administrator's login. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export type PlatformSecrets = {
  readonly identitySecret: string;
  readonly adminPassword: string;
  readonly secondAdminPassword: string;
  readonly auditorPassword: string;
};

const names = ['identitySecret', 'adminPassword', 'secondAdminPassword', 'auditorPassword'] as const;

export const adminEmail = 'admin@mutua.test';
export const secondAdminEmail = 'second-admin@mutua.test';
export const auditorEmail = 'auditor@mutua.test';

const read = (file: string): Partial<PlatformSecrets> => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<PlatformSecrets>;
  } catch {
    return {};
  }
};

export const platformSecrets = (file: string): PlatformSecrets => {
  const known = read(file);
  const secrets = Object.fromEntries(
    names.map((name) => [name, known[name] ?? randomBytes(name === 'identitySecret' ? 32 : 15).toString('base64url')]),
  ) as PlatformSecrets;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
};
