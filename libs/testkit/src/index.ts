/** The test kit: real databases, brokers and tokens for tests, time and ids under control, and waiting without sleeping. */
export { untilBlocked } from './blocked.ts';
export type { Opened, Subject } from './contract.ts';
export { storeContract } from './contract.ts';
export type { TestDatabase, TestDatabaseOptions } from './database.ts';
export { testDatabase } from './database.ts';
export type { TestEnvironment } from './environment.ts';
export { testEnvironment } from './environment.ts';
export type { EventuallyOptions } from './eventually.ts';
export { eventually } from './eventually.ts';
export type { VirtualClock } from './inputs.ts';
export { seededIds, topicPrefix, virtualClock } from './inputs.ts';
export type { TestIssuer, TokenOptions } from './issuer.ts';
export { testIssuer } from './issuer.ts';
export type { LogLine } from './silence.ts';
export { rememberingLogger, silentLogger } from './silence.ts';
