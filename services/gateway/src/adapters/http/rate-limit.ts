/**
 * Rate limits: per principal (the hash of the token, unverified) or, without a token, per address; stricter where passwords are tried
 * and members are made. Addresses that keep sending tokens nobody accepts are limited too, so made-up tokens gain nothing.
 */
import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';

/** Requests per minute; 0 switches a limit off. */
export type RateLimits = { readonly principal: number; readonly anonymous: number; readonly credentials: number; readonly refused: number };

export type Caller = { readonly authorization: string | undefined; readonly clientIp: string; readonly triesCredentials: boolean };

export type RateLimiter = {
  /** Seconds to wait when the request is one too many, else undefined. */
  check(caller: Caller): Promise<number | undefined>;
  /** The token was refused: counts against the address. */
  refused(clientIp: string): void;
};

const minute = 60;

export function createRateLimiter(limits: RateLimits, redis: Redis | undefined): RateLimiter {
  const principal = limiter('principal', limits.principal, redis);
  const anonymous = limiter('anonymous', limits.anonymous, redis);
  const credentials = limiter('credentials', limits.credentials, redis);
  const refused = limiter('refused', limits.refused, undefined);
  return {
    async check({ authorization, clientIp, triesCredentials }) {
      if (triesCredentials) {
        const wait = await consume(credentials, clientIp);
        if (wait !== undefined) return wait;
      }
      if (authorization === undefined) return consume(anonymous, clientIp);
      return (await exhausted(refused, clientIp)) ?? consume(principal, hash('sha256', authorization, 'base64url'));
    },
    refused(clientIp) {
      void consume(refused, clientIp);
    },
  };
}

/** Redis counts for all gateways; while it is away each gateway counts for itself. */
function limiter(name: string, points: number, redis: Redis | undefined): RateLimiterAbstract | undefined {
  if (points === 0) return undefined;
  const memory = new RateLimiterMemory({ keyPrefix: `rate:${name}`, points, duration: minute });
  if (redis === undefined) return memory;
  return new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `rate:${name}`,
    points,
    duration: minute,
    inMemoryBlockOnConsumed: points + 1,
    insuranceLimiter: memory,
    rejectIfRedisNotReady: true,
  });
}

async function consume(limit: RateLimiterAbstract | undefined, key: string): Promise<number | undefined> {
  if (limit === undefined) return undefined;
  try {
    await limit.consume(key, 1);
    return undefined;
  } catch (refusal) {
    if (refusal instanceof Error) return undefined; // the counter itself failed: availability wins over the limit
    return secondsOf(refusal as RateLimiterRes);
  }
}

async function exhausted(limit: RateLimiterAbstract | undefined, key: string): Promise<number | undefined> {
  const state = await limit?.get(key);
  return state !== undefined && state !== null && limit !== undefined && state.consumedPoints > limit.points ? secondsOf(state) : undefined;
}

function secondsOf({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1000));
}
