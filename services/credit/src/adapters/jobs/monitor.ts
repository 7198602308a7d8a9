/** The figures of the model that decides as Prometheus metrics, looked at again and again. */
import { type Refill, startRefill } from '@mutua/jobs';
import type { Logger, Metrics } from '@mutua/telemetry';
import type { Monitoring } from '../postgres/monitoring-reads.ts';

const everyMs = 300_000;
const levels = { ok: 0, 'too-few': 0, watch: 1, alert: 2 } as const;

type MonitorOptions = { readonly read: () => Promise<Monitoring>; readonly metrics: Metrics; readonly logger: Logger };

export function startMonitor({ read, metrics, logger }: MonitorOptions): Refill {
  const gauge = (name: string, help: string, labels: readonly string[]) => metrics.gauge({ name, help, labels });
  const population = gauge('credit_population_stability_index', 'Scores of late against those before.', ['model']);
  const characteristic = gauge('credit_characteristic_stability_index', 'Values of a feature of late against those before.', [
    'model',
    'feature',
  ]);
  const drift = gauge('credit_calibration_drift', 'Observed less expected default rate of a vintage.', ['model', 'vintage']);
  const auc = gauge('credit_auc', 'How well the model told loans of a vintage apart.', ['model', 'vintage']);
  const level = gauge('credit_monitoring_level', 'Worst of all figures by the thresholds: 0 fine, 1 watch, 2 alert.', ['model']);
  const waiting = gauge(
    'credit_reviews_waiting',
    'Requests that wait for a person, by how near the day is on which the applicant must be told.',
    ['level'],
  );
  return startRefill({
    everyMs,
    find: async () => [await read()],
    async enqueue(seen) {
      for (const { modelVersion: model, ...figures } of seen) {
        population.set({ model }, figures.population.index);
        for (const { feature, index } of figures.characteristics) characteristic.set({ model, feature }, index);
        for (const each of figures.vintages) {
          drift.set({ model, vintage: each.vintage }, each.observed - each.expected);
          if (each.auc !== null) auc.set({ model, vintage: each.vintage }, each.auc);
        }
        const { waiting: total, watch, overdue } = figures.reviews;
        waiting.set({ level: 'ok' }, total - watch);
        waiting.set({ level: 'watch' }, watch - overdue);
        waiting.set({ level: 'overdue' }, overdue);
        const all = [figures.population, ...figures.characteristics, ...figures.vintages];
        level.set({ model }, Math.max(...all.map((figure) => levels[figure.level])));
      }
    },
    logger,
  });
}
