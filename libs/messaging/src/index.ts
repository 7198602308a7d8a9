/** Messaging over Kafka: outbox relay, consumer runner with dead letters, live tail. */
export type { DeadLetterRejection, DeadLetterStatus } from './dead-letters.ts';
export { type Handlers, type Heading, type Hooks, PoisonError, TransientError } from './handlers.ts';
export { createTopics, deleteTopics, openKafka, openProducer, type TopicsOptions } from './kafka.ts';
export { type Messaging, type MessagingOptions, type MessagingState, startMessaging } from './messaging.ts';
export { type Relay, type RelayOptions, type RelayState, startRelay } from './relay.ts';
export type { Settled } from './settle.ts';
export { startTail, type Tail, type TailOptions } from './tail.ts';
export type { EventEnvelope } from './wire.ts';
