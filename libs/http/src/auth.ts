/** Access tokens: verified once against the issuer's key set, then remembered until they expire. */
import type { Clock } from '@mutua/kernel';
import type { Actor } from './types.ts';

/** The actor of an `Authorization` header, or undefined when there is none or it proves nothing. Throws only when keys cannot be had. */
export type Authenticator = { actorOf(authorization: string | undefined): Promise<Actor | undefined> };

export type AuthenticatorOptions = {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  readonly clock: Clock;
};

export function createAuthenticator(_options: AuthenticatorOptions): Authenticator {
  throw new Error('not written yet');
}
