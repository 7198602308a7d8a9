/** A token issuer for tests: its own ES256 key, its key set over HTTP on loopback, and tokens with anything in them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Id } from '@mutua/kernel';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, type JWTVerifyGetKey, SignJWT } from 'jose';

export type TokenOptions = {
  readonly memberId: Id<'member'> | string;
  /** `['member']` by default. */
  readonly roles?: readonly string[];
  /** Seconds since 1970 at which it was issued; now by default. */
  readonly issuedAt?: number;
  readonly lifetimeSeconds?: number;
  /** Replace or add claims and header fields, to make tokens that must be refused. */
  readonly claims?: JWTPayload;
  readonly header?: Readonly<Record<string, unknown>>;
};
export type TestIssuer = {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  /** The same key set without HTTP. */
  readonly keys: JWTVerifyGetKey;
  token(options: TokenOptions): Promise<string>;
  /** The value of an Authorization header. */
  bearer(options: TokenOptions): Promise<string>;
  close(): Promise<void>;
};

const keyId = 'test-key';

export async function testIssuer({ audience = 'mutua' }: { readonly audience?: string } = {}): Promise<TestIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const keySet = { keys: [{ ...(await exportJWK(publicKey)), kid: keyId, alg: 'ES256', use: 'sig' }] };
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(keySet));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the issuer does not listen on TCP');
  const origin = `http://127.0.0.1:${address.port}`;
  const issuer = `${origin}/oidc`;
  const token = (options: TokenOptions): Promise<string> => {
    const { memberId, roles = ['member'], issuedAt = Math.floor(Date.now() / 1000), lifetimeSeconds = 600 } = options;
    const claims = { iss: issuer, aud: audience, sub: memberId, roles, iat: issuedAt, exp: issuedAt + lifetimeSeconds, ...options.claims };
    return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: keyId, ...options.header }).sign(privateKey);
  };
  return {
    issuer,
    audience,
    jwksUrl: `${origin}/jwks`,
    keys: createLocalJWKSet(keySet),
    token,
    bearer: async (options) => `Bearer ${await token(options)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
