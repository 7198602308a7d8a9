/** Where a backing service comes from: a URL in the environment, else Docker, else a process of our own. Pure. */
import { type Environment, type ProfileName, urlVariables } from './profile.ts';
import { SetupError } from './setup-error.ts';

export const serviceNames = ['postgres', 'redis', 'kafka'] as const;
export type ServiceName = (typeof serviceNames)[number];
export type Source = 'environment' | 'compose' | 'native';

export type Choice =
  | { readonly source: 'environment'; readonly url: string }
  | { readonly source: 'compose' }
  | { readonly source: 'native' };

export type Situation = {
  readonly env: Environment;
  readonly profile: ProfileName;
  /** Whether Docker with compose answers. */
  readonly hasEngine: boolean;
  /** Services already running as our own processes: they are kept even when an engine appears later, for they hold the data. */
  readonly runsNatively: ReadonlySet<ServiceName>;
};

/** `MUTUA_BACKING` forces one of the two local sources; unset means: look. */
export const forcedSource = (env: Environment): 'compose' | 'native' | undefined => {
  const text = env['MUTUA_BACKING'];
  if (text === undefined || text === '') return undefined;
  if (text === 'compose' || text === 'native') return text;
  throw new SetupError(`MUTUA_BACKING is "${text}"; give "compose" or "native", or leave it unset.`);
};

export const choose = (service: ServiceName, { env, profile, hasEngine, runsNatively }: Situation): Choice => {
  const url = env[urlVariables(profile)[service]];
  if (url !== undefined && url !== '') return { source: 'environment', url };
  const forced = forcedSource(env);
  if (forced) return { source: forced };
  return { source: hasEngine && !runsNatively.has(service) ? 'compose' : 'native' };
};

/** `host:port` addresses divided by commas; blanks around them do not count. */
export const parseBrokers = (text: string): readonly string[] => {
  const brokers = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (brokers.length === 0 || brokers.some((broker) => !/^[^\s/:]+:\d+$|^\[[\da-f:]+\]:\d+$/i.test(broker))) {
    throw new SetupError(`The Kafka brokers "${text}" are not readable; give host:port, several divided by commas.`);
  }
  return brokers;
};
