/** Random passwords of a profile, made once and kept in `.mutua/<profile>/secrets.json` (mode 600). They never leave the machine. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withLock } from './lock.ts';
import { foldersOf, type ProfileName, repositoryRoot } from './profile.ts';
import { SetupError } from './setup-error.ts';

export const databaseServices = ['identity', 'loans', 'matching', 'credit', 'payments'] as const;
export type DatabaseService = (typeof databaseServices)[number];

export type Secrets = {
  readonly postgresAdminPassword: string;
  /** The password of each service's application role. */
  readonly databasePasswords: Readonly<Record<DatabaseService, string>>;
};

/** The profile's secrets, made on the first call. */
export const loadSecrets = async (profile: ProfileName, root: string = repositoryRoot): Promise<Secrets> => {
  const { data, run } = foldersOf(profile, root);
  const file = join(data, 'secrets.json');
  return await withLock(join(run, `${profile}-secrets.lock`), async () => {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return parseSecrets(text, file);
    const secrets = newSecrets();
    await writePrivately(file, secrets);
    return secrets;
  });
};

const newPassword = (): string => randomBytes(24).toString('base64url');

const newSecrets = (): Secrets => ({
  postgresAdminPassword: newPassword(),
  databasePasswords: {
    identity: newPassword(),
    loans: newPassword(),
    matching: newPassword(),
    credit: newPassword(),
    payments: newPassword(),
  },
});

/** Readable by its owner alone from its first moment, and whole or absent. */
export const writePrivately = async (file: string, value: unknown): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.tmp`;
  await writeFile(partial, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(partial, file);
};

export const parseSecrets = (text: string, file: string): Secrets => {
  const unreadable = new SetupError(
    `${file} is not readable as the passwords of this profile; run \`npm run reset\`, which deletes the local data.`,
  );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable;
  }
  if (!isSecrets(value)) throw unreadable;
  return value;
};

const isSecrets = (value: unknown): value is Secrets => {
  if (typeof value !== 'object' || value === null) return false;
  const { postgresAdminPassword, databasePasswords }: { postgresAdminPassword?: unknown; databasePasswords?: unknown } = value;
  if (typeof postgresAdminPassword !== 'string' || typeof databasePasswords !== 'object' || databasePasswords === null) return false;
  const passwords = new Map(Object.entries(databasePasswords));
  return databaseServices.every((service) => typeof passwords.get(service) === 'string');
};
