/** Where a profile's backing services live: ports, folders and the environment variables that change them. Pure but for the paths' root. */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './setup-error.ts';

export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** `dev` carries the demo's data; `test` is thrown away at will. They share nothing but the Kafka jars. */
export const profileNames = ['dev', 'test'] as const;
export type ProfileName = (typeof profileNames)[number];

export type Environment = Readonly<Record<string, string | undefined>>;
export type Ports = { readonly postgres: number; readonly redis: number; readonly kafka: number; readonly kafkaController: number };
export type PortVariables = { readonly [Key in keyof Ports]: string };

const defaultPorts: Readonly<Record<ProfileName, Ports>> = {
  dev: { postgres: 7432, redis: 7479, kafka: 7492, kafkaController: 7493 },
  test: { postgres: 8432, redis: 8479, kafka: 8492, kafkaController: 8493 },
};

/** `MUTUA_` for the demo, `MUTUA_TEST_` for tests: a URL set for the one is never seen by the other. */
const prefixOf = (profile: ProfileName): string => (profile === 'dev' ? 'MUTUA_' : 'MUTUA_TEST_');

export const portVariables = (profile: ProfileName): PortVariables => ({
  postgres: `${prefixOf(profile)}POSTGRES_PORT`,
  redis: `${prefixOf(profile)}REDIS_PORT`,
  kafka: `${prefixOf(profile)}KAFKA_PORT`,
  kafkaController: `${prefixOf(profile)}KAFKA_CONTROLLER_PORT`,
});

export const urlVariables = (profile: ProfileName) => ({
  postgres: `${prefixOf(profile)}POSTGRES_URL`,
  redis: `${prefixOf(profile)}REDIS_URL`,
  kafka: `${prefixOf(profile)}KAFKA_BROKERS`,
});

export const parseProfile = (text: string): ProfileName => {
  const found = profileNames.find((name) => name === text);
  if (!found) throw new SetupError(`There is no profile "${text}"; choose one of: ${profileNames.join(', ')}.`);
  return found;
};

/** A port number 1..65535, or the fallback when the variable is unset or empty. */
export const parsePort = (variable: string, text: string | undefined, fallback: number): number => {
  if (text === undefined || text === '') return fallback;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new SetupError(`${variable} is "${text}", which is no port number; give one from 1 to 65535.`);
  return port;
};

export const portsOf = (profile: ProfileName, env: Environment): Ports => {
  const variables = portVariables(profile);
  const fallback = defaultPorts[profile];
  const port = (key: keyof Ports): number => parsePort(variables[key], env[variables[key]], fallback[key]);
  const ports: Ports = { postgres: port('postgres'), redis: port('redis'), kafka: port('kafka'), kafkaController: port('kafkaController') };
  if (new Set(Object.values(ports)).size < 4) {
    throw new SetupError(`Two services of the profile "${profile}" have the same port; change ${Object.values(variables).join(', ')}.`);
  }
  return ports;
};

export type Folders = { readonly state: string; readonly data: string; readonly run: string; readonly log: string; readonly jars: string };

export const foldersOf = (profile: ProfileName, root: string = repositoryRoot): Folders => {
  const state = join(root, '.mutua');
  return { state, data: join(state, profile), run: join(state, 'run'), log: join(state, 'log'), jars: join(state, 'kafka') };
};

/** Outside the repository, for data whose owner cannot enter the repository's folder. One per checkout. */
export const outsideFolder = (temporary: string, root: string): string =>
  join(temporary, `mutua-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`);
