/** A broker and a Redis of the test's own, to be killed at will. What a killed test run left behind is ended by the next one. */
import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from '../../infra/local/kafka.ts';
import { freePort, runningProcess, startedMark, stopProcess } from '../../infra/local/processes.ts';
import { foldersOf } from '../../infra/local/profile.ts';
import { startRedis } from '../../infra/local/redis.ts';

export type Expendable = {
  readonly redisUrl: string;
  readonly kafkaBrokers: readonly string[];
  /** Without warning; resolves when the process is gone. */
  kill(service: 'kafka' | 'redis'): Promise<void>;
  /** On the data it had. */
  startAgain(service: 'kafka' | 'redis'): Promise<void>;
  close(): Promise<void>;
};

const say = (): void => undefined;
const { run, jars } = foldersOf('test');
const recordPrefix = 'chaos-';

export async function startExpendable(): Promise<Expendable> {
  await endLeftovers();
  const folder = await mkdtemp(join(tmpdir(), 'mutua-chaos-'));
  const recordFile = (service: string): string => join(run, `${recordPrefix}${process.pid}-${service}.json`);
  const files = (service: string) => ({ folder, recordFile: recordFile(service), logFile: join(folder, `${service}.log`), say });
  const ports = { kafka: await freePort(), controller: await freePort(), redis: await freePort() };
  const start = {
    kafka: () =>
      startKafka({
        ...files('kafka'),
        port: ports.kafka,
        controllerPort: ports.controller,
        portVariable: 'none',
        controllerPortVariable: 'none',
        jarsFolder: jars,
      }),
    redis: () => startRedis({ ...files('redis'), port: ports.redis, portVariable: 'none', fast: false }),
  };
  const close = async (): Promise<void> => {
    await Promise.all([stopProcess(recordFile('kafka')), stopProcess(recordFile('redis'))]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const [broker, redisUrl] = await Promise.all([start.kafka(), start.redis()]);
    return {
      redisUrl,
      kafkaBrokers: [broker],
      async kill(service) {
        await stopProcess(recordFile(service), { signal: 'SIGKILL' });
      },
      async startAgain(service) {
        await start[service]();
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Records whose test run no longer lives. */
async function endLeftovers(): Promise<void> {
  for (const name of readdirSync(run).filter((file) => file.startsWith(recordPrefix))) {
    const owner = Number(name.slice(recordPrefix.length).split('-')[0]);
    if (owner === process.pid || startedMark(owner) !== undefined) continue;
    const file = join(run, name);
    if ((await runningProcess(file)) !== undefined) await stopProcess(file, { signal: 'SIGKILL' });
    rmSync(file, { force: true });
  }
}
