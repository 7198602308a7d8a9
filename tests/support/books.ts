/** What must hold whatever happened: whole books, nothing held without an offer, an order book that replays, no dead letters. */
import { eventually } from '@mutua/testkit';
import { expect } from 'vitest';
import type { Reach } from './people.ts';

type Check = { readonly name: string; readonly violations: number; readonly samples: readonly string[] };
type Integrity = { readonly isWhole: boolean; readonly checks: readonly Check[] };
type TrialBalance = { readonly totals: readonly { readonly currency: string; readonly difference: { readonly amountMinor: string } }[] };
type Verification = { readonly isEqual: boolean; readonly firstDivergence: number | null };
type ServiceStatus = {
  readonly outbox: { readonly unpublished: number };
  readonly consumers: readonly { readonly topic: string; readonly lag: string }[];
  readonly deadLetters: Readonly<Record<string, number>>;
};
type PlatformStatus = {
  readonly services: readonly { readonly service: string; readonly status: ServiceStatus | null; readonly error: string | null }[];
};

/** Services that read what others publish. */
const consuming = new Set(['loans', 'matching', 'credit', 'payments']);

/** Who still has something to publish or to read. A consumer whose broker does not tell its position counts as busy. */
async function busy({ api, admin }: Reach): Promise<readonly string[]> {
  const { services } = await api.get<PlatformStatus>(admin, '/v1/operations');
  return services.flatMap(({ service, status, error }) => {
    if (status === null) return [`${service}: ${error}`];
    const behind = status.consumers.filter(({ lag }) => lag !== '0').map(({ topic, lag }) => `${service} is ${lag} behind on ${topic}`);
    if (consuming.has(service) && status.consumers.length === 0) behind.push(`${service} does not know its position`);
    if (status.outbox.unpublished > 0) behind.push(`${service} has ${status.outbox.unpublished} unpublished`);
    return behind;
  });
}

/**
 * Resolves when every event was published and every consumer has read all of them; fails with who is behind. Services are not looked
 * at in one moment, so an event may slip from one that was not yet looked at to one that was: it takes two looks in a row.
 */
export async function untilQuiet(reach: Reach, timeoutMs = 30_000): Promise<void> {
  let quietLooks = 0;
  await eventually(
    async () => {
      const found = await busy(reach);
      quietLooks = found.length === 0 ? quietLooks + 1 : 0;
      expect(found).toEqual([]);
      return quietLooks === 2;
    },
    { timeoutMs, what: 'rest' },
  );
}

/** The invariants, after everything has come to rest. */
export async function expectWhole(reach: Reach): Promise<void> {
  await untilQuiet(reach);
  const { api, admin } = reach;
  const integrity = await api.get<Integrity>(admin, '/v1/reports/integrity');
  expect(integrity.checks.filter(({ violations }) => violations > 0)).toEqual([]);
  expect(integrity.checks.length).toBeGreaterThan(5);
  expect(integrity.isWhole).toBe(true);
  const { totals } = await api.get<TrialBalance>(admin, '/v1/reports/trial-balance');
  expect(totals.length).toBeGreaterThan(0);
  for (const { difference } of totals) expect(difference.amountMinor).toBe('0');
  const verified = await api.post<Verification>(admin, '/v1/markets/EUR/verify');
  expect(verified).toMatchObject({ isEqual: true, firstDivergence: null });
  const { services } = await api.get<PlatformStatus>(admin, '/v1/operations');
  expect(services.flatMap(({ service, status }) => Object.entries(status?.deadLetters ?? {}).map((open) => [service, ...open]))).toEqual(
    [],
  );
}
