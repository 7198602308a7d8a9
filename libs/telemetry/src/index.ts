/** Telemetry: logs, metrics, traces. For adapters and runners only; the domain neither logs nor measures. */
export { createLogger, type Logger } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { activeTraceparent, inSpan } from './tracing.ts';
