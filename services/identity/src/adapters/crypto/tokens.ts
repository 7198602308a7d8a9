/** Access tokens of sessions: JWTs after RFC 9068, ES256, ten minutes, signed with the key of the OpenID provider. */
import { randomBytes } from 'node:crypto';
import { epochMsOf } from '@mutua/kernel';
import { SignJWT } from 'jose';
import type { Tokens } from '../../app/ports.ts';
import type { SigningKey } from '../postgres/signing-keys.ts';

export const accessTokenSeconds = 600;
export const sessionClientId = 'mutua-session';

export type TokenOptions = { readonly issuer: string; readonly audience: string; readonly key: SigningKey };

export function createTokens({ issuer, audience, key }: TokenOptions): Tokens {
  return {
    expiresIn: accessTokenSeconds,
    access({ memberId, roles, sessionId, at }) {
      const issuedAt = Math.floor(epochMsOf(at) / 1000);
      return new SignJWT({ roles: [...roles], sid: sessionId, client_id: sessionClientId })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(memberId)
        .setJti(randomBytes(16).toString('base64url'))
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + accessTokenSeconds)
        .sign(key.privateKey);
    },
    refresh: () => `mrt_${randomBytes(32).toString('base64url')}`,
  };
}
