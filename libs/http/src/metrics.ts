/** Request durations per operation and status; paths and ids never become labels. */
import type { Metrics } from '@mutua/telemetry';

export type Observation = { readonly operation: string; readonly status: number; readonly durationMs: number };

export function requestMetrics(metrics: Metrics): (observation: Observation) => void {
  const histogram = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request.',
    labels: ['operation', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  });
  return ({ operation, status, durationMs }) => histogram.observe({ operation, status: String(status) }, durationMs / 1000);
}
