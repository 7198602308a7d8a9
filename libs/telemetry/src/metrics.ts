/** Prometheus metrics of one service. Labels are few and bounded: never an id. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

type Named = { readonly name: string; readonly help: string; readonly labels?: readonly string[] };

export type Metrics = {
  readonly registry: Registry;
  counter(metric: Named): Counter<string>;
  gauge(metric: Named): Gauge<string>;
  histogram(metric: Named & { readonly buckets: readonly number[] }): Histogram<string>;
};

/** A registry of its own, so that several services fit into one process. */
export const createMetrics = ({ service }: { service: string }): Metrics => {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const common = ({ name, help, labels }: Named) => ({ name, help, labelNames: [...(labels ?? [])], registers: [registry] });
  return {
    registry,
    counter: (metric) => new Counter(common(metric)),
    gauge: (metric) => new Gauge(common(metric)),
    histogram: ({ buckets, ...metric }) => new Histogram({ ...common(metric), buckets: [...buckets] }),
  };
};
