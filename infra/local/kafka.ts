/** A native Kafka broker in KRaft mode: formats its storage once, starts it, and knows by an admin connect when it is ready. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mendKafkajsTimer } from '@mutua/kafkajs';
import { Kafka, logLevel } from 'kafkajs';
import { renderKafkaProperties } from './kafka-config.ts';
import { type KafkaProgram, kafkaProgram } from './kafka-jars.ts';
import { demandFreePort, ensureRunning, launch, type ProcessRecord } from './processes.ts';
import { exitCodes, SetupError } from './setup-error.ts';
import { run, type Say } from './tools.ts';

export type KafkaSpec = {
  readonly port: number;
  readonly controllerPort: number;
  readonly portVariable: string;
  readonly controllerPortVariable: string;
  /** Data and the rendered properties; the Kafka version becomes part of the path, for an older broker cannot read newer data. */
  readonly folder: string;
  readonly jarsFolder: string;
  readonly recordFile: string;
  readonly logFile: string;
  readonly say: Say;
};

const readyTimeoutMs = 90_000;
const javaOptions = [
  '-Xms128m',
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Djava.awt.headless=true',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
];

/** Starts the broker, or finds it running; resolves with `host:port` when it serves. */
export const startKafka = async (spec: KafkaSpec): Promise<string> => {
  const broker = `127.0.0.1:${spec.port}`;
  await ensureRunning({
    ...spec,
    name: 'Kafka',
    start: () => startBroker(spec),
    probe: () => kafkaAnswers([broker]),
    timeoutMs: readyTimeoutMs,
  });
  return broker;
};

const startBroker = async (spec: KafkaSpec): Promise<ProcessRecord> => {
  const program = await kafkaProgram(spec.jarsFolder, spec.say);
  await demandFreePort('Kafka', spec.port, spec.portVariable);
  await demandFreePort("Kafka's controller", spec.controllerPort, spec.controllerPortVariable);
  const properties = await prepareStorage(spec, program);
  spec.say(`starting Kafka ${program.version} on port ${spec.port}`);
  return await launch({
    program: program.java,
    args: [...javaOptions, '-cp', program.classPath, 'kafka.Kafka', properties],
    cwd: spec.folder,
    recordFile: spec.recordFile,
    logFile: spec.logFile,
    port: spec.port,
  });
};

/** Any constant does: the one broker of a local cluster never meets another. A fixed one lets a format that was cut off be repeated. */
const clusterId = 'bXV0dWEtbG9jYWwta2Fma2';

/** Writes the properties and formats the data folder if that was never done to the end. Returns the properties file. */
const prepareStorage = async (spec: KafkaSpec, program: KafkaProgram): Promise<string> => {
  const dataFolder = join(spec.folder, `kafka-${program.version}`);
  const formattedMark = `${dataFolder}.formatted`;
  await mkdir(dataFolder, { recursive: true });
  const file = join(spec.folder, `kafka-${program.version}.properties`);
  await writeFile(file, renderKafkaProperties({ port: spec.port, controllerPort: spec.controllerPort, dataFolder }));
  if (existsSync(formattedMark)) return file;
  const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', file, '--standalone', '--ignore-formatted'];
  const formatted = await run(program.java, ['-cp', program.classPath, ...format]);
  if (!formatted.ok) {
    const reason = formatted.output.split('\n').find((line) => line.includes('Exception')) ?? formatted.output.trim();
    throw new SetupError(`Kafka's data folder ${dataFolder} could not be formatted: ${reason}`, exitCodes.notStarted);
  }
  await writeFile(formattedMark, '');
  return file;
};

/** Whether a broker at these addresses answers an admin client and has a controller. */
export const kafkaAnswers = async (brokers: readonly string[]): Promise<boolean> => {
  mendKafkajsTimer();
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, retry: { retries: 0 }, connectionTimeout: 2_000 });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { controller } = await admin.describeCluster();
    return controller !== null;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};
