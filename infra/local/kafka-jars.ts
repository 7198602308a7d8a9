/** Java 17 or newer, and Kafka's jars, fetched once with Maven into `.mutua/kafka/<version>/lib`. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { javaMajorOf, kafkaVersionOf } from './kafka-config.ts';
import { withLock } from './lock.ts';
import { repositoryRoot } from './profile.ts';
import { installPackages, machineVariable, missing, run, type Say, which } from './tools.ts';

export type KafkaProgram = { readonly java: string; readonly version: string; readonly classPath: string };

const pomFile = join(repositoryRoot, 'infra', 'kafka', 'pom.xml');
const copyGoal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const javaMajorMin = 17;
const debianJava = ['openjdk-17-jre-headless', 'openjdk-21-jre-headless', 'default-jre-headless'];
const mend = (what: string): string => `Install ${what}, or start Docker, or set MUTUA_KAFKA_BROKERS to a broker that runs.`;

/** Everything needed to start a broker; fetches and installs what is missing where it may. */
export const kafkaProgram = async (jarsFolder: string, say: Say): Promise<KafkaProgram> => {
  const java = (await findJava()) ?? (await installJava(say));
  const version = kafkaVersionOf(await readFile(pomFile, 'utf8'));
  const folder = join(jarsFolder, version, 'lib');
  if (!existsSync(folder)) await withLock(join(jarsFolder, 'fetch.lock'), () => fetchJars({ folder, version, say }));
  return { java, version, classPath: join(folder, '*') };
};

const findJava = async (): Promise<string | undefined> => {
  const home = machineVariable('JAVA_HOME');
  for (const java of [home ? join(home, 'bin', 'java') : undefined, await which('java')]) {
    if (!java) continue;
    const { ok, output } = await run(java, ['-version'], { timeoutMs: 20_000 });
    if (ok && javaMajorOf(output) >= javaMajorMin) return java;
  }
  return undefined;
};

const installJava = async (say: Say): Promise<string> => {
  for (const name of debianJava) {
    if (!(await installPackages([name], say))) continue;
    const java = await findJava();
    if (java) return java;
  }
  throw missing('Kafka needs Java 17 or newer, and none was found.', mend('it (Debian: openjdk-17-jre-headless)'));
};

type FetchSpec = { readonly folder: string; readonly version: string; readonly say: Say };

/** Copies into a folder beside the wanted one and renames it at the end, so that a folder that exists is a complete one. */
const fetchJars = async ({ folder, version, say }: FetchSpec): Promise<void> => {
  if (existsSync(folder)) return;
  if (!(await which('mvn'))) await installPackages(['maven'], say);
  const maven = await which('mvn');
  if (!maven) throw missing("Kafka's jars come by Maven, and `mvn` was not found.", mend('it (Debian: maven)'));
  say(`fetching Kafka ${version} with Maven, once`);
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  const fetched = await run(maven, ['-q', '-B', '-f', pomFile, `-DoutputDirectory=${partial}`, copyGoal]);
  if (!fetched.ok)
    throw missing(`Maven could not fetch Kafka ${version}: ${firstError(fetched.output)}`, 'Look at the network and try again.');
  await rename(partial, folder);
};

const firstError = (output: string): string =>
  output
    .split('\n')
    .find((line) => line.includes('ERROR'))
    ?.trim() ?? 'no reason given.';
