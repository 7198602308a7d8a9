/** What every journey of the demo shares: the client, the currency, the pace of polling, and the record of what was acknowledged. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Json, Session } from './client.ts';

export type MoneyView = { readonly amountMinor: string; readonly currency: string };
export type Acknowledged = { readonly path: string; readonly session: Session };

export type Market = {
  readonly client: Client;
  readonly currency: string;
  readonly runId: string;
  readonly admin: Session;
  /** Resources whose creation was answered with 2xx; each must be found again at the end. */
  readonly acknowledged: Acknowledged[];
};

export const moneyOf = (market: Market, amountMinor: bigint): MoneyView => ({
  amountMinor: amountMinor.toString(),
  currency: market.currency,
});

const pollMs = 60;
const waitAtMostMs = 180_000;

/** Polls until `isDone`; fails with what was seen last, so that a stuck step names itself. */
export const waitFor = async <T>(what: string, read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> => {
  const deadline = performance.now() + waitAtMostMs;
  for (let waitMs = pollMs; ; waitMs = Math.min(waitMs * 1.3, 500)) {
    const value = await read();
    if (isDone(value)) return value;
    if (performance.now() > deadline)
      throw new Error(`${what} took more than ${waitAtMostMs / 1000} s; last seen: ${JSON.stringify(value)}`);
    await pause(waitMs);
  }
};

export type Creation<T> = { readonly path: string; readonly body: Json; readonly idOf: (created: T) => string };

/** Creates a resource and remembers where it must be found again. */
export const create = async <T extends object>(market: Market, session: Session, { path, body, idOf }: Creation<T>): Promise<T> => {
  const created = await market.client.send<T>(session, 'POST', path, body);
  market.acknowledged.push({ path: `${path}/${idOf(created)}`, session });
  return created;
};

export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };
