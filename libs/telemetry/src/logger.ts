/** Structured logs. Only what a caller names is written; errors are reduced to name, message and stack, so no object leaks with them. */
import { type Logger, pino } from 'pino';

export type { Logger };

const errorOf = (error: unknown): object =>
  error instanceof Error ? { type: error.name, message: error.message, stack: error.stack, ...codeOf(error) } : { type: typeof error, message: String(error) };

const codeOf = (error: Error): object => ('code' in error && typeof error.code === 'string' ? { code: error.code } : {});

/** Fields that must never reach a log, at the top level or one below. */
const neverLogged = ['password', 'accessToken', 'refreshToken', 'authorization', 'cookie', 'email', 'displayName', 'legalName', 'dateOfBirth', 'documentNumber', 'iban'];

export const createLogger = ({ service, level }: { service: string; level: string }): Logger =>
  pino({
    level,
    base: { service },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: errorOf },
    redact: { paths: neverLogged.flatMap((name) => [name, `*.${name}`]), remove: true },
  });
