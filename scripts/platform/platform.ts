/** Brings the whole platform up: backing services, databases, topics, processes; and keeps it up until told to stop. */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { migrate } from '@mutua/db';
import { createTopics } from '@mutua/messaging';
import { backingStatus, startBackingServices } from '../../infra/local/backing.ts';
import { provisionDatabases } from '../../infra/local/databases.ts';
import { demandFreePort } from '../../infra/local/processes.ts';
import { repositoryRoot } from '../../infra/local/profile.ts';
import { exitCodes, SetupError } from '../../infra/local/setup-error.ts';
import type { Credentials } from '../demo/client.ts';
import { serviceEnvironment } from './environment.ts';
import { adminEmail, platformSecrets } from './secrets.ts';
import { databaseServices, entryOf, migrationsFolder, portOf, portVariable, serviceNames } from './services.ts';
import { endLeftover, type ProcessSpec, type SupervisorEvent, supervise } from './supervisor.ts';

export type PlatformOptions = { readonly single: boolean; readonly say: (line: string) => void };
export type Platform = { readonly origin: string; readonly admin: Credentials; readonly logFolder: string; stop(): Promise<void> };

const stateFolder = join(repositoryRoot, '.mutua');
const readyAtMostMs = 90_000;
const watchEveryMs = 1_000;
const singleEntry = 'scripts/platform/single-process.ts';

export const startPlatform = async ({ single, say }: PlatformOptions): Promise<Platform> => {
  const backing = await startBackingServices({ profile: 'dev', say });
  const databases = await provisionDatabases(backing.postgres.adminUrl, backing.secrets, {
    isOwnServer: backing.postgres.source !== 'environment',
  });
  for (const name of databaseServices) {
    const applied = await migrate({ url: databases[name].migrationUrl, directory: migrationsFolder(name) });
    if (applied.length > 0) say(`${name}: ${applied.length} migrations applied`);
  }
  await createTopics({ brokers: backing.kafka.brokers, topicPrefix: process.env['MUTUA_TOPIC_PREFIX'] ?? '' });
  const secrets = platformSecrets(join(stateFolder, 'dev', 'platform-secrets.json'));
  const env = serviceEnvironment({ backing, databases, secrets, compileCache: join(stateFolder, 'compile-cache') }, process.env);
  const processes: readonly ProcessSpec[] = single
    ? [{ name: 'single', entry: singleEntry }]
    : serviceNames.map((name) => ({ name, entry: entryOf(name) }));
  for (const name of ['single', ...serviceNames])
    await endLeftover(join(stateFolder, 'run', `${name}.pid`), [singleEntry, ...serviceNames.map(entryOf)]);
  for (const name of serviceNames) await demandFreePort(`the service ${name}`, portOf(name, process.env), portVariable(name));
  const trouble: { gaveUp?: SupervisorEvent } = {};
  const supervisor = supervise({
    processes,
    env,
    stateFolder,
    onEvent: (event) => {
      if (event.kind === 'gave-up') trouble.gaveUp = event;
      if (event.kind !== 'started')
        say(`! ${event.name} ${event.kind === 'died' ? 'is started again: it ' : 'keeps failing: it '}${event.detail}`);
    },
  });
  const backingWatch = watchBacking(say);
  const stop = async (): Promise<void> => {
    await backingWatch.stop();
    await supervisor.stop();
  };
  try {
    await untilReady(trouble);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origin: `http://127.0.0.1:${portOf('gateway', process.env)}`,
    admin: { email: adminEmail, password: secrets.adminPassword },
    logFolder: join(stateFolder, 'log'),
    stop,
  };
};

const isReady = async (name: (typeof serviceNames)[number]): Promise<boolean> => {
  try {
    const response = await fetch(`http://127.0.0.1:${portOf(name, process.env)}/readyz`);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
};

const untilReady = async (trouble: { readonly gaveUp?: SupervisorEvent }): Promise<void> => {
  const deadline = performance.now() + readyAtMostMs;
  for (;;) {
    const waiting: string[] = [];
    for (const name of serviceNames) if (!(await isReady(name))) waiting.push(name);
    if (waiting.length === 0) return;
    if (trouble.gaveUp)
      throw new SetupError(`The service ${trouble.gaveUp.name} does not start: it ${trouble.gaveUp.detail}.`, exitCodes.notStarted);
    if (performance.now() > deadline)
      throw new SetupError(
        `Not ready after ${readyAtMostMs / 1000} s: ${waiting.join(', ')}. Their logs are in ${join(stateFolder, 'log')}.`,
        exitCodes.notStarted,
      );
    await pause(100);
  }
};

/** A native Postgres, Redis or Kafka that died is started again on its own data. */
const watchBacking = (say: (line: string) => void): { stop(): Promise<void> } => {
  const ending = new AbortController();
  const known = new Set<string>();
  const look = async (): Promise<void> => {
    const states = await backingStatus('dev');
    for (const { service, process } of states) if (process) known.add(service);
    const dead = states.filter(({ service, process }) => known.has(service) && !process);
    if (dead.length === 0) return;
    say(`! ${dead.map(({ service }) => service).join(', ')} died and is started again`);
    await startBackingServices({ profile: 'dev', say: () => {} });
  };
  const loop = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await look().catch((error: unknown) => say(`! ${error instanceof Error ? error.message : String(error)}`));
      await pause(watchEveryMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
};
