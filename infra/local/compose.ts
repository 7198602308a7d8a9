/** The same services as containers. Used where Docker answers; the values that vary come from here, compose.yaml holds no secret. */
import { join } from 'node:path';
import type { ServiceName } from './choose.ts';
import { type Ports, type ProfileName, repositoryRoot } from './profile.ts';
import { exitCodes, SetupError } from './setup-error.ts';
import { run, type Say } from './tools.ts';

export type ComposeSpec = { readonly profile: ProfileName; readonly ports: Ports; readonly password: string; readonly say: Say };

const file = join(repositoryRoot, 'infra', 'compose.yaml');
const projectOf = (profile: ProfileName): string => `mutua-${profile}`;

/** Whether a Docker engine with the compose plugin answers, asked briefly. */
export const engineAnswers = async (): Promise<boolean> => {
  const { ok } = await run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeoutMs: 4_000 });
  return ok && (await run('docker', ['compose', 'version'], { timeoutMs: 4_000 })).ok;
};

const environmentOf = ({ ports, password }: Pick<ComposeSpec, 'ports' | 'password'>) => ({
  MUTUA_COMPOSE_POSTGRES_PASSWORD: password,
  MUTUA_COMPOSE_POSTGRES_PORT: String(ports.postgres),
  MUTUA_COMPOSE_REDIS_PORT: String(ports.redis),
  MUTUA_COMPOSE_KAFKA_PORT: String(ports.kafka),
});

const compose = (spec: Omit<ComposeSpec, 'say'>, args: readonly string[]) =>
  run('docker', ['compose', '-p', projectOf(spec.profile), '-f', file, ...args], { env: environmentOf(spec) });

/** Starts the named services and waits until they are healthy. */
export const startCompose = async (spec: ComposeSpec, services: readonly ServiceName[]): Promise<void> => {
  spec.say(`starting ${services.join(', ')} with Docker`);
  const { ok, output } = await compose(spec, ['up', '-d', '--wait', ...services]);
  if (!ok) throw new SetupError(`Docker compose could not start ${services.join(', ')}: ${output.trim()}`, exitCodes.notStarted);
};

/** Ends the profile's containers; `deleteData` also removes their volumes. */
export const stopCompose = async (spec: Omit<ComposeSpec, 'say'>, deleteData: boolean): Promise<void> => {
  await compose(spec, ['down', ...(deleteData ? ['--volumes'] : [])]);
};
