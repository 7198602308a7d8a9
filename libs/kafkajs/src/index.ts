/** `@mutua/kafkajs`: what kafkajs needs mended before it is used, for services and for whoever starts the broker. */
export { mendKafkajsRecords } from './records.ts';
export { mendKafkajsTimer } from './timer.ts';
