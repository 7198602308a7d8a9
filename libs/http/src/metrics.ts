/** Request durations per operation and status; paths and ids never become labels. */
import type { Metrics } from '@mutua/telemetry';
import { Histogram } from 'prom-client';

export type Observation = { readonly operation: string; readonly status: number; readonly durationMs: number };

export function requestMetrics({ registry }: Metrics): (observation: Observation) => void {
  const name = 'http_request_duration_seconds';
  const known = registry.getSingleMetric(name);
  const histogram =
    known instanceof Histogram
      ? (known as Histogram<'operation' | 'status'>)
      : new Histogram({
          name,
          help: 'Time to answer, in seconds.',
          labelNames: ['operation', 'status'],
          buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
          registers: [registry],
        });
  return ({ operation, status, durationMs }) => histogram.observe({ operation, status: String(status) }, durationMs / 1000);
}
