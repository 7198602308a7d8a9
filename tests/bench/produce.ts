/** A producer with kafkajs as it comes, without our mends, in a process of its own: `produce.ts <brokers> <topic> <messages>` prints messages a second. */
import { Kafka, logLevel, type Message } from 'kafkajs';

const [brokers = '', topic = '', count = '0'] = process.argv.slice(2);
const messages = Number(count);
const batch = 1_000;

/** The same headers and as many bytes as an event of the candidate. */
const message = (index: number): Message => {
  const memberId = `mem_${index.toString().padStart(26, '0')}`;
  return {
    key: memberId,
    value: JSON.stringify({ memberId }),
    headers: {
      ce_specversion: '1.0',
      ce_id: `evt_${index.toString().padStart(26, '0')}`,
      ce_type: 'identity.member-verified.v1',
      ce_source: '/mutua/bench',
      ce_time: '2026-01-02T09:00:00.000Z',
      ce_aggregateversion: '1',
    },
  };
};

const kafka = new Kafka({ clientId: 'bench', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
const producer = kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 });
await producer.connect();
const batches = Array.from({ length: messages / batch }, (_, index) =>
  Array.from({ length: batch }, (__, i) => message(index * batch + i)),
);
const startedAt = performance.now();
for (const each of batches) await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages: each }] });
process.stdout.write(`${messages / ((performance.now() - startedAt) / 1_000)}\n`);
await producer.disconnect();
