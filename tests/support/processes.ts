/** The platform as processes under the supervisor of `npm start`, to be killed while they work. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@mutua/testkit';
import { freePort } from '../../infra/local/processes.ts';
import { foldersOf } from '../../infra/local/profile.ts';
import { entryOf, type ServiceName, serviceNames } from '../../scripts/platform/services.ts';
import { supervise } from '../../scripts/platform/supervisor.ts';
import { openApi, type Session } from './api.ts';
import { accounts, openSurroundings, type Ports, type SurroundingsOptions } from './environment.ts';
import { type PatientApi, patient } from './patient.ts';
import { untilReady } from './platform.ts';

export type ProcessPlatform = {
  readonly api: PatientApi;
  readonly admin: Session;
  /** Whoever was killed comes back first; a consumer group takes ten seconds to believe that a member is gone. */
  readonly patienceMs: number;
  /** kill -9; the supervisor starts the service again. */
  kill(service: ServiceName): Promise<void>;
  untilReady(): Promise<void>;
  /** How often a service was started. */
  starts(service: ServiceName): number;
  close(): Promise<void>;
};

const leash = new URL('./leash.ts', import.meta.url).href;
const inherited = ['PATH', 'HOME', 'LANG', 'TZ'] as const;

export async function startProcessPlatform(options: SurroundingsOptions): Promise<ProcessPlatform> {
  const surroundings = await openSurroundings(options);
  const stateFolder = await mkdtemp(join(tmpdir(), 'mutua-processes-'));
  const ports = await choosePorts();
  const variables = surroundings.variables(ports);
  const starts = new Map<string, number>();
  const trouble: string[] = [];
  const supervisor = supervise({
    processes: serviceNames.map((name) => ({ name, entry: entryOf(name) })),
    env: {
      ...Object.fromEntries(inherited.map((name) => [name, process.env[name] ?? ''])),
      ...variables,
      NODE_OPTIONS: `--import ${leash}`,
      NODE_COMPILE_CACHE: join(foldersOf('test').state, 'compile-cache'),
    },
    stateFolder,
    onEvent: ({ name, kind, detail }) => {
      if (kind === 'started') starts.set(name, (starts.get(name) ?? 0) + 1);
      if (kind === 'gave-up') trouble.push(`${name} ${detail}`);
    },
  });
  const everyoneReady = async (): Promise<void> => {
    await Promise.all(serviceNames.map((name) => untilReady(variables[`MUTUA_${name.toUpperCase()}_URL`] ?? '', 60_000)));
  };
  const close = async (): Promise<void> => {
    await supervisor.stop();
    await surroundings.close();
    await rm(stateFolder, { recursive: true, force: true });
  };
  try {
    await everyoneReady();
    const direct = openApi(variables['MUTUA_GATEWAY_URL'] ?? '');
    const admin = await direct.login(accounts.admin);
    return {
      api: patient(direct),
      admin,
      patienceMs: 60_000,
      async kill(service) {
        const before = starts.get(service) ?? 0;
        process.kill(supervisor.pids()[service] ?? 0, 'SIGKILL');
        await eventually(() => (starts.get(service) ?? 0) > before, { what: `a new ${service}` });
      },
      untilReady: everyoneReady,
      starts: (service) => starts.get(service) ?? 0,
      close,
    };
  } catch (error) {
    const told = await Promise.all(serviceNames.map((name) => lastLines(join(stateFolder, 'log', `${name}.log`))));
    await close();
    throw new Error(`the platform did not start: ${[...trouble, ...told].join('\n')}`, { cause: error });
  }
}

const lastLines = async (file: string): Promise<string> =>
  (await readFile(file, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-3).join('\n');

async function choosePorts(): Promise<Ports> {
  const ports = new Set<number>();
  while (ports.size < serviceNames.length) ports.add(await freePort());
  const [identity = 0, loans = 0, matching = 0, credit = 0, payments = 0, gateway = 0] = ports;
  return { identity, loans, matching, credit, payments, gateway };
}
