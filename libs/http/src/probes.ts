/** Liveness, readiness and metrics: unversioned, for the platform, on the service port only. */
import type { Metrics } from '@mutua/telemetry';
import type { Express, Response } from 'express';

export type ProbeOptions = {
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
  readonly metrics: Metrics;
};

const checkTimeoutMs = 2000;

/** `draining` of app.locals makes the service not ready while it finishes what it has. */
export function mountProbes(app: Express, { checks, metrics }: ProbeOptions): void {
  app.get('/healthz', (_req, res: Response) => {
    res.json({ status: 'ok' });
  });
  app.get('/readyz', async (_req, res: Response) => {
    const failed = app.locals['draining'] === true ? ['draining'] : await failedChecks(checks);
    if (failed.length === 0) res.json({ status: 'ok' });
    else res.status(503).json({ status: 'unavailable', failed });
  });
  app.get('/metrics', async (_req, res: Response) => {
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

async function failedChecks(checks: ProbeOptions['checks']): Promise<string[]> {
  const results = await Promise.all(Object.entries(checks).map(async ([name, check]) => ((await passes(check)) ? undefined : name)));
  return results.filter((name) => name !== undefined);
}

async function passes(check: () => Promise<void>): Promise<boolean> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the check took too long')), checkTimeoutMs);
  try {
    await Promise.race([check(), late]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
