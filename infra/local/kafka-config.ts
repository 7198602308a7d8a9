/** What a local Kafka broker is told: one node that is broker and controller, on loopback, with small buffers. Pure. */

export type KafkaSettings = { readonly port: number; readonly controllerPort: number; readonly dataFolder: string };

export const renderKafkaProperties = ({ port, controllerPort, dataFolder }: KafkaSettings): string => {
  const listeners = `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`;
  const properties: Readonly<Record<string, string | number | boolean>> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    listeners,
    'advertised.listeners': listeners,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    // A backslash in a properties file starts an escape.
    'log.dirs': dataFolder.replaceAll('\\', '\\\\'),
    'num.partitions': 3,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 3,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 3,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // The default waits 3 s for more members whenever a group starts.
    'group.initial.rebalance.delay.ms': 0,
    // A broker that was killed may only register again once its old session is over: 9 s by default, waited for at every such restart.
    'broker.session.timeout.ms': 4_000,
    'broker.heartbeat.interval.ms': 1_000,
    // The default takes 128 MB of heap.
    'log.cleaner.dedupe.buffer.size': 8_388_608,
    'num.network.threads': 2,
    'num.io.threads': 4,
  };
  return `${Object.entries(properties)
    .map(([key, value]) => `${key}=${value}`)
    .join('\n')}\n`;
};

/** The version named in infra/kafka/pom.xml. */
export const kafkaVersionOf = (pom: string): string => {
  const version = /<kafka\.version>([\d.]+)<\/kafka\.version>/.exec(pom)?.[1];
  if (!version) throw new Error('infra/kafka/pom.xml names no kafka.version');
  return version;
};

/** The major version printed by `java -version`, 0 when it cannot be read (`1.8.0` counts as 8). */
export const javaMajorOf = (printed: string): number => {
  const match = /version "(\d+)(?:\.(\d+))?/.exec(printed);
  const first = Number(match?.[1] ?? 0);
  return first === 1 ? Number(match?.[2] ?? 0) : first;
};
