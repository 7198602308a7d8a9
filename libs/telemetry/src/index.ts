/** Telemetry: logs, metrics, traces, health, graceful end. For adapters and runners only; the domain neither logs nor measures. */
export { createHealth, createShutdown, type Health, type Shutdown } from './life.ts';
export { createLogger, type Logger, type LoggerOptions } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { activeTraceparent, inSpan } from './tracing.ts';
