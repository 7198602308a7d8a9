/** Access tokens (RFC 9068): verified once against the issuer's key set, then remembered, bounded, until they expire. */
import { type Clock, epochMsOf, isId } from '@mutua/kernel';
import { createRemoteJWKSet, errors, type JWTHeaderParameters, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Actor, Role } from './types.ts';

/** The actor of an `Authorization` header, or undefined when there is none or it proves nothing. Throws only when keys cannot be had. */
export type Authenticator = { actorOf(authorization: string | undefined): Promise<Actor | undefined> };

export type AuthenticatorOptions = {
  readonly issuer: string;
  readonly audience: string;
  readonly clock: Clock;
} & ({ readonly jwksUrl: string } | { readonly keys: JWTVerifyGetKey });

/** The issuer's keys could not be fetched: nobody can be authenticated now. Answered 503. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

const tokenLengthMax = 8192;
const rememberedMax = 20_000;
const lifetimeSecondsMax = 15 * 60;
const roles: readonly string[] = ['member', 'admin', 'auditor'] satisfies Role[];

type Remembered = { readonly actor: Actor; readonly fromMs: number; readonly untilMs: number };

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const keys = guarded('keys' in options ? options.keys : remoteKeys(options.jwksUrl));
  const remembered = new Map<string, Remembered>();
  return {
    async actorOf(authorization) {
      const token = bearerToken(authorization);
      if (token === undefined) return undefined;
      const nowMs = epochMsOf(options.clock.now());
      const known = remembered.get(token);
      if (known !== undefined && nowMs < known.untilMs && nowMs >= known.fromMs) return known.actor;
      const verified = await verify(token, keys, { ...options, nowMs });
      if (verified === undefined) {
        remembered.delete(token);
        return undefined;
      }
      remember(remembered, token, verified);
      return verified.actor;
    },
  };
}

function remember(remembered: Map<string, Remembered>, token: string, verified: Remembered): void {
  if (remembered.size >= rememberedMax) {
    const oldest = remembered.keys().next();
    if (!oldest.done) remembered.delete(oldest.value);
  }
  remembered.set(token, verified);
}

function remoteKeys(jwksUrl: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(jwksUrl), { cooldownDuration: 30_000, cacheMaxAge: 600_000, timeoutDuration: 3000 });
}

/** Tells an unknown key (the token is not ours) from an unreachable issuer (we cannot know). */
function guarded(keys: JWTVerifyGetKey): JWTVerifyGetKey {
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JOSEError && !isOutage(error)) throw error;
      throw new KeysUnavailable('the key set of the issuer cannot be fetched', { cause: error });
    }
  };
}

function isOutage(error: errors.JOSEError): boolean {
  return error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error.code === 'ERR_JOSE_GENERIC';
}

function bearerToken(authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.length > tokenLengthMax) return undefined;
  return /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(authorization)?.[1];
}

type Expected = { readonly issuer: string; readonly audience: string; readonly nowMs: number };

async function verify(token: string, keys: JWTVerifyGetKey, { issuer, audience, nowMs }: Expected): Promise<Remembered | undefined> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ['ES256', 'EdDSA'],
      typ: 'at+jwt',
      requiredClaims: ['sub', 'exp', 'iat'],
      currentDate: new Date(nowMs),
    });
    return isPlainHeader(protectedHeader) ? toRemembered(payload, audience, nowMs) : undefined;
  } catch (error) {
    if (error instanceof KeysUnavailable) throw error;
    return undefined; // whatever else a token can make a verifier do, it proves nothing
  }
}

/** A token that brings its own key is refused even when its signature happens to be ours. */
function isPlainHeader(header: JWTHeaderParameters): boolean {
  return header.jwk === undefined && header.jku === undefined && header.x5u === undefined && header.x5c === undefined;
}

function toRemembered(payload: JWTPayload, audience: string, nowMs: number): Remembered | undefined {
  const { sub, exp, iat, nbf, aud } = payload;
  if (sub === undefined || exp === undefined || iat === undefined || !isId('member', sub)) return undefined;
  if (aud !== audience || exp - iat > lifetimeSecondsMax || iat * 1000 > nowMs + 60_000) return undefined;
  const claimed: unknown = payload['roles'];
  if (!Array.isArray(claimed) || !claimed.every(isRole)) return undefined;
  const sessionId: unknown = payload['sid'];
  const actor: Actor = { memberId: sub, roles: claimed, ...(typeof sessionId === 'string' ? { sessionId } : {}) };
  return { actor, fromMs: (nbf ?? 0) * 1000, untilMs: exp * 1000 };
}

function isRole(value: unknown): value is Role {
  return typeof value === 'string' && roles.includes(value);
}
