/**
 * How failed logins slow down the next one. Three counters: the address, the account, and the pair of both. Delays double and are
 * capped, so nobody is locked out for good; a pair that has logged in before is not slowed by what strangers do to the account.
 */
import { addMs, epochMsOf, type Instant } from '@mutua/kernel';

export type LimitKind = 'account' | 'address' | 'pair';

/** `failures` counts attempts that were begun and have not succeeded, so a parallel burst is counted too. */
export type Attempts = {
  readonly failures: number;
  readonly lastAttemptAt: Instant | null;
  readonly blockedUntil: Instant | null;
  readonly succeededAt: Instant | null;
};

export type Limit = { readonly free: number; readonly firstDelayMs: number; readonly delayMsMax: number };
export type Limits = Readonly<Record<LimitKind, Limit>>;

/** Failures older than this are forgotten. */
export const forgetAfterMs = 3_600_000;
/** A pair that succeeded within this time is a known device. */
const knownForMs = 90 * 86_400_000;

export const none: Attempts = { failures: 0, lastAttemptAt: null, blockedUntil: null, succeededAt: null };

/** Milliseconds to wait before the next attempt; 0 when it may go on. */
export function waitMs(attempts: Attempts, at: Instant): number {
  if (attempts.blockedUntil === null) return 0;
  return Math.max(0, epochMsOf(attempts.blockedUntil) - epochMsOf(at));
}

/** Counts an attempt before the password is looked at, and sets when the next one may come. */
export function begin(attempts: Attempts, { free, firstDelayMs, delayMsMax }: Limit, at: Instant): Attempts {
  const stale = attempts.lastAttemptAt !== null && epochMsOf(at) - epochMsOf(attempts.lastAttemptAt) > forgetAfterMs;
  const failures = (stale ? 0 : attempts.failures) + 1;
  const over = failures - free;
  const delayMs = over <= 0 ? 0 : Math.min(delayMsMax, firstDelayMs * 2 ** Math.min(over - 1, 30));
  return { ...attempts, failures, lastAttemptAt: at, blockedUntil: delayMs === 0 ? null : addMs(at, delayMs) };
}

/** Takes a successful attempt back. The pair is forgiven all its failures and remembered as known; what others did still counts. */
export function succeed(attempts: Attempts, kind: LimitKind, { limit, at }: { limit: Limit; at: Instant }): Attempts {
  if (kind === 'pair') return { failures: 0, lastAttemptAt: at, blockedUntil: null, succeededAt: at };
  const failures = Math.max(0, attempts.failures - 1);
  return { ...attempts, failures, blockedUntil: failures > limit.free ? attempts.blockedUntil : null };
}

export function isKnownPair(pair: Attempts, at: Instant): boolean {
  return pair.succeededAt !== null && epochMsOf(at) - epochMsOf(pair.succeededAt) <= knownForMs;
}

/** The longest wait that applies; a known pair is slowed only by its own failures and those of its address. */
export function waitForAll(all: Readonly<Record<LimitKind, Attempts>>, at: Instant): number {
  const account = isKnownPair(all.pair, at) ? 0 : waitMs(all.account, at);
  return Math.max(account, waitMs(all.address, at), waitMs(all.pair, at));
}
