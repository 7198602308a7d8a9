/** A native Redis: append-only file on, never evicting (queues must not lose keys), loopback only. */
import { mkdir } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { demandFreePort, ensureRunning, launch } from './processes.ts';
import { installPackages, missing, type Say, which } from './tools.ts';

export type RedisSpec = {
  readonly port: number;
  readonly portVariable: string;
  readonly folder: string;
  readonly recordFile: string;
  readonly logFile: string;
  /** Leaves the flushing of the append-only file to the operating system. For tests. */
  readonly fast: boolean;
  readonly say: Say;
};

/** Given on the command line, with no configuration file read, so nothing of the machine's own Redis leaks in. */
export const redisArguments = ({ port, folder, fast }: Pick<RedisSpec, 'port' | 'folder' | 'fast'>): readonly string[] => [
  ...['--port', String(port)],
  ...['--bind', '127.0.0.1'],
  ...['--protected-mode', 'yes'],
  ...['--dir', folder],
  ...['--appendonly', 'yes'],
  ...['--appendfsync', fast ? 'no' : 'everysec'],
  ...['--save', ''],
  ...['--maxmemory-policy', 'noeviction'],
  ...['--daemonize', 'no'],
];

/** Starts Redis, or finds it running; resolves with its URL when it answers. */
export const startRedis = async (spec: RedisSpec): Promise<string> => {
  const url = `redis://127.0.0.1:${spec.port}`;
  await ensureRunning({ ...spec, name: 'Redis', start: () => startServer(spec), probe: () => redisAnswers(url), timeoutMs: 30_000 });
  return url;
};

const startServer = async (spec: RedisSpec) => {
  const program = await findServer(spec.say);
  await demandFreePort('Redis', spec.port, spec.portVariable);
  await mkdir(spec.folder, { recursive: true });
  spec.say(`starting Redis on port ${spec.port}`);
  const { folder, recordFile, logFile, port } = spec;
  return await launch({ program, args: redisArguments(spec), cwd: folder, recordFile, logFile, port });
};

const findServer = async (say: Say): Promise<string> => {
  const found = await which('redis-server');
  if (found) return found;
  await installPackages(['redis-server'], say, ['redis-server.service']);
  const installed = await which('redis-server');
  if (installed) return installed;
  throw missing(
    'Redis was not found.',
    'Install it (Debian: redis-server, macOS: brew install redis), or start Docker, or set MUTUA_REDIS_URL.',
  );
};

/** Whether a Redis at this URL answers a ping. */
export const redisAnswers = async (url: string): Promise<boolean> => {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0, connectTimeout: 2_000 });
  // The failure is the rejected promise below; without a listener ioredis prints it as well.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
};
