/** The database library: units of work with outbox, idempotency and audit inside; migrations. */
export { type Alarm, createAlarm } from './alarm.ts';
export { freshOutcome, replyText, type StoredAnswer, startClearing, storedColumns, storedOutcome } from './answers.ts';
export { type DatabaseOptions, openDatabase } from './database.ts';
export { isTransient, OutcomeUnknownError } from './errors.ts';
export { leaderKeys, whileLeading } from './leader.ts';
export { type MigrateOptions, migrate, readMigrations } from './migrate.ts';
export type { AuditEntry, Database, OnceOutcome, OnceRejection, OnceRequest, Outbox, OutboxEvent, Sql, Statement, Tx } from './types.ts';
