/**
 * The services Mutua stands on, started in one call: PostgreSQL, Redis and Kafka of a profile, each from the environment, from Docker
 * or as a process of our own. Starting again finds what runs; stopping ends only what was started here.
 */
import { join } from 'node:path';
import { type Choice, choose, forcedSource, parseBrokers, type ServiceName, type Source, serviceNames } from './choose.ts';
import { engineAnswers, startCompose, stopCompose } from './compose.ts';
import { kafkaAnswers, startKafka } from './kafka.ts';
import { withLock } from './lock.ts';
import { adminUrlOf, postgresAnswers, startPostgres } from './postgres.ts';
import { isAlive, type ProcessRecord, runningProcess, stopProcess } from './processes.ts';
import {
  type Environment,
  type Folders,
  foldersOf,
  type Ports,
  type PortVariables,
  type ProfileName,
  portsOf,
  portVariables,
  repositoryRoot,
} from './profile.ts';
import { redisAnswers, startRedis } from './redis.ts';
import { loadSecrets, type Secrets, writePrivately } from './secrets.ts';
import { exitCodes, SetupError } from './setup-error.ts';
import type { Say } from './tools.ts';

export type Backing = {
  readonly profile: ProfileName;
  /** A superuser's URL. */
  readonly postgres: { readonly adminUrl: string; readonly source: Source };
  readonly redis: { readonly url: string; readonly source: Source };
  readonly kafka: { readonly brokers: readonly string[]; readonly source: Source };
  readonly secrets: Secrets;
};

export type BackingOptions = {
  readonly profile: ProfileName;
  /** Faster and less safe after a power cut; the default is yes for `test` and no for `dev`. */
  readonly fast?: boolean;
  readonly say?: Say;
  readonly env?: Environment;
  readonly root?: string;
};

type Context = {
  readonly profile: ProfileName;
  readonly env: Environment;
  readonly ports: Ports;
  readonly variables: PortVariables;
  readonly folders: Folders;
  readonly secrets: Secrets;
  readonly fast: boolean;
  readonly say: Say;
};

const recordFileOf = (folders: Folders, profile: ProfileName, service: ServiceName): string =>
  join(folders.run, `${profile}-${service}.json`);
const logFileOf = (folders: Folders, profile: ProfileName, service: ServiceName): string => join(folders.log, `${profile}-${service}.log`);
const silent: Say = () => undefined;

/**
 * Starts what does not run and resolves when all three answer. Writes `.mutua/<profile>/connection.json` for other programs.
 * Throws SetupError with one sentence when a person has to mend something.
 */
export const startBackingServices = async (options: BackingOptions): Promise<Backing> => {
  const { profile, env = process.env, root = repositoryRoot, say = silent } = options;
  const folders = foldersOf(profile, root);
  const ports = portsOf(profile, env);
  return await withLock(join(folders.run, `${profile}-start.lock`), async () => {
    const secrets = await loadSecrets(profile, root);
    const fast = options.fast ?? profile === 'test';
    return await startAll({ profile, env, ports, variables: portVariables(profile), folders, secrets, fast, say });
  });
};

const startAll = async (context: Context): Promise<Backing> => {
  const choices = await decide(context);
  await startContainers(context, choices);
  // One failure must not leave the others half started and unrecorded: each is awaited before the failure is told.
  const started = await Promise.allSettled([
    postgresOf(context, choices.postgres),
    redisOf(context, choices.redis),
    kafkaOf(context, choices.kafka),
  ]);
  const [postgres, redis, kafka] = started;
  if (postgres.status === 'rejected') throw postgres.reason;
  if (redis.status === 'rejected') throw redis.reason;
  if (kafka.status === 'rejected') throw kafka.reason;
  const backing: Backing = {
    profile: context.profile,
    postgres: { adminUrl: postgres.value, source: choices.postgres.source },
    redis: { url: redis.value, source: choices.redis.source },
    kafka: { brokers: kafka.value, source: choices.kafka.source },
    secrets: context.secrets,
  };
  await writePrivately(join(context.folders.data, 'connection.json'), {
    postgresAdminUrl: backing.postgres.adminUrl,
    redisUrl: backing.redis.url,
    kafkaBrokers: backing.kafka.brokers,
  });
  return backing;
};

type Choices = Readonly<Record<ServiceName, Choice>>;

const decide = async ({ env, profile, folders }: Context): Promise<Choices> => {
  const running = await runningNatively(folders, profile);
  const bare = { env, profile, hasEngine: true, runsNatively: running };
  const asks = forcedSource(env) === undefined && serviceNames.some((service) => choose(service, bare).source === 'compose');
  const situation = { ...bare, hasEngine: asks && (await engineAnswers()) };
  return { postgres: choose('postgres', situation), redis: choose('redis', situation), kafka: choose('kafka', situation) };
};

const runningNatively = async (folders: Folders, profile: ProfileName): Promise<ReadonlySet<ServiceName>> => {
  const running = new Set<ServiceName>();
  for (const service of serviceNames) if (await runningProcess(recordFileOf(folders, profile, service))) running.add(service);
  return running;
};

const startContainers = async ({ profile, ports, secrets, say }: Context, choices: Choices): Promise<void> => {
  const wanted = serviceNames.filter((service) => choices[service].source === 'compose');
  if (wanted.length > 0) await startCompose({ profile, ports, password: secrets.postgresAdminPassword, say }, wanted);
};

const demandAnswer = async (what: string, answer: Promise<boolean>): Promise<void> => {
  if (!(await answer))
    throw new SetupError(`${what} does not answer; look at its address, or unset it to let Mutua start its own.`, exitCodes.notStarted);
};

const native = ({ folders, profile, fast, say }: Context, service: ServiceName) => ({
  folder: join(folders.data, service),
  recordFile: recordFileOf(folders, profile, service),
  logFile: logFileOf(folders, profile, service),
  fast,
  say,
});

const postgresOf = async (context: Context, choice: Choice): Promise<string> => {
  const { ports, secrets, variables, folders } = context;
  if (choice.source === 'native') {
    const own = { port: ports.postgres, portVariable: variables.postgres, password: secrets.postgresAdminPassword, state: folders.state };
    return await startPostgres({ ...native(context, 'postgres'), ...own });
  }
  const url = choice.source === 'environment' ? choice.url : adminUrlOf(ports.postgres, secrets.postgresAdminPassword);
  await demandAnswer('The PostgreSQL that was named', postgresAnswers(url));
  return url;
};

const redisOf = async (context: Context, choice: Choice): Promise<string> => {
  const { ports, variables } = context;
  if (choice.source === 'native')
    return await startRedis({ ...native(context, 'redis'), port: ports.redis, portVariable: variables.redis });
  const url = choice.source === 'environment' ? choice.url : `redis://127.0.0.1:${ports.redis}`;
  await demandAnswer('The Redis that was named', redisAnswers(url));
  return url;
};

const kafkaOf = async (context: Context, choice: Choice): Promise<readonly string[]> => {
  const { ports, variables, folders } = context;
  if (choice.source === 'native') {
    const own = {
      port: ports.kafka,
      controllerPort: ports.kafkaController,
      portVariable: variables.kafka,
      controllerPortVariable: variables.kafkaController,
      jarsFolder: folders.jars,
    };
    return [await startKafka({ ...native(context, 'kafka'), ...own })];
  }
  const brokers = choice.source === 'environment' ? parseBrokers(choice.url) : [`127.0.0.1:${ports.kafka}`];
  await demandAnswer('The Kafka that was named', kafkaAnswers(brokers));
  return brokers;
};

export type StopOptions = {
  readonly profile: ProfileName;
  readonly root?: string;
  readonly env?: Environment;
  readonly say?: Say;
  /** Also removes the volumes of containers; folders are the caller's. */
  readonly deleteData?: boolean;
};

/** Ends what `startBackingServices` started for the profile; what came from the environment is left alone. */
export const stopBackingServices = async (options: StopOptions): Promise<void> => {
  const { profile, root = repositoryRoot, env = process.env, say = silent } = options;
  const folders = foldersOf(profile, root);
  const stop = async (service: ServiceName, signal: NodeJS.Signals): Promise<void> => {
    if (await stopProcess(recordFileOf(folders, profile, service), { signal })) say(`stopped ${service}`);
  };
  // SIGINT is PostgreSQL's "fast" shutdown: it does not wait for clients to leave.
  await Promise.all([stop('kafka', 'SIGTERM'), stop('redis', 'SIGTERM'), stop('postgres', 'SIGINT')]);
  if (forcedSource(env) !== 'native' && (await engineAnswers())) {
    await stopCompose({ profile, ports: portsOf(profile, env), password: 'unused' }, options.deleteData ?? false);
  }
};

export type ServiceStatus = { readonly service: ServiceName; readonly process: ProcessRecord | undefined };

/** The native processes of a profile as they are now. */
export const backingStatus = async (profile: ProfileName, root: string = repositoryRoot): Promise<readonly ServiceStatus[]> => {
  const folders = foldersOf(profile, root);
  return await Promise.all(
    serviceNames.map(async (service) => {
      const record = await runningProcess(recordFileOf(folders, profile, service));
      return { service, process: record && isAlive(record) ? record : undefined };
    }),
  );
};
