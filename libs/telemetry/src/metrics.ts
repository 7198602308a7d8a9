/** Prometheus metrics of one service. Labels are few and bounded: never an id. Asking for a name again gives the same metric. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

type Named = { readonly name: string; readonly help: string; readonly labels?: readonly string[] };

export type Metrics = {
  readonly registry: Registry;
  counter(metric: Named): Counter<string>;
  gauge(metric: Named): Gauge<string>;
  histogram(metric: Named & { readonly buckets?: readonly number[] }): Histogram<string>;
};

/** Seconds, from one millisecond to ten seconds. */
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** A registry of its own, so that several services fit into one process. */
export const createMetrics = ({ service }: { service: string }): Metrics => {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  // By default the event loop is looked at a hundred times a second, which is most of what an idle service does.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  const known = <M>(name: string, make: () => M): M => (registry.getSingleMetric(name) as M | undefined) ?? make();
  const common = ({ name, help, labels }: Named) => ({ name, help, labelNames: [...(labels ?? [])], registers: [registry] });
  return {
    registry,
    counter: (metric) => known(metric.name, () => new Counter(common(metric))),
    gauge: (metric) => known(metric.name, () => new Gauge(common(metric))),
    histogram: ({ buckets = secondsBuckets, ...metric }) =>
      known(metric.name, () => new Histogram({ ...common(metric), buckets: [...buckets] })),
  };
};
