/** The OpenID provider: discovery, keys, client_credentials, and authorization code with PKCE. Its access tokens are those of sessions. */
import { derivedId, type Id } from '@mutua/kernel';
import type { JWK } from 'jose';
import { type Account, type ClientMetadata, type Configuration, Provider } from 'oidc-provider';
import type { Member, Role } from '../../domain/member.ts';

export type OidcClient = {
  readonly clientId: string;
  /** Confidential clients only; a public client proves itself with PKCE alone. */
  readonly clientSecret?: string;
  readonly redirectUris?: readonly string[];
  /** Roles of the client itself in client_credentials; it acts as the member id derived from its client id. */
  readonly roles?: readonly Role[];
};

export type ProviderOptions = {
  readonly issuer: string;
  readonly audience: string;
  readonly clients: readonly OidcClient[];
  readonly privateJwks: JWK[];
  readonly cookieKeys: string[];
  readonly records: NonNullable<Configuration['adapter']>;
  readonly findMember: (memberId: string) => Promise<Member | undefined>;
  readonly onError: (error: unknown) => void;
};

/** Scopes of the provider itself; `api` belongs to the resource server. */
const scopes = ['openid', 'offline_access'];

export function createProvider(options: ProviderOptions): Provider {
  const provider = new Provider(options.issuer, configuration(options));
  provider.proxy = true; // the gateway tells the outer scheme and host
  provider.on('server_error', (_ctx, error) => options.onError(error));
  return provider;
}

function configuration(options: ProviderOptions): Configuration {
  const { clients, records, privateJwks, cookieKeys, audience } = options;
  return {
    adapter: records,
    clients: clients.map(toMetadata),
    jwks: { keys: privateJwks as NonNullable<Configuration['jwks']>['keys'] },
    cookies: { keys: cookieKeys, short: { path: '/', sameSite: 'lax' }, long: { path: '/', sameSite: 'lax' } },
    clientDefaults: { id_token_signed_response_alg: 'ES256', grant_types: ['authorization_code'], response_types: ['code'] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    responseTypes: ['code'],
    scopes,
    pkce: { required: () => true },
    claims: { openid: ['sub', 'roles'] },
    ttl,
    findAccount: (_ctx, sub) => findAccount(sub, options),
    extraTokenClaims: async (_ctx, token) => {
      if (token.kind === 'AccessToken') return { roles: [...((await options.findMember(token.accountId))?.roles ?? [])] };
      return { roles: rolesOf(clients, token.clientId) };
    },
    formats: { customizers: { jwt: (_ctx, token, structured) => setActor(token, structured) } },
    loadExistingGrant: grantEverythingAsked(audience),
    interactions: { url: (_ctx, interaction) => `/oidc/interaction/${interaction.uid}` },
    features: features(audience),
    renderError: (ctx, out) => {
      ctx.type = 'application/json';
      ctx.body = out;
    },
  };
}

function features(audience: string): NonNullable<Configuration['features']> {
  return {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    userinfo: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resourceOf(audience),
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'api',
        audience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: ttl.AccessToken,
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  };
}

const minute = 60;
const ttl = {
  AccessToken: 10 * minute,
  AuthorizationCode: minute,
  ClientCredentials: 10 * minute,
  Grant: 14 * 24 * 60 * minute,
  IdToken: 10 * minute,
  Interaction: 10 * minute,
  RefreshToken: 14 * 24 * 60 * minute,
  Session: 14 * 24 * 60 * minute,
};

function resourceOf(audience: string): string {
  return `urn:${audience}:api`;
}

function toMetadata({ clientId, clientSecret, redirectUris }: OidcClient): ClientMetadata {
  const code = redirectUris !== undefined && redirectUris.length > 0;
  return {
    client_id: clientId,
    ...(clientSecret === undefined ? { token_endpoint_auth_method: 'none' } : { client_secret: clientSecret }),
    redirect_uris: [...(redirectUris ?? [])],
    grant_types: [...(code ? ['authorization_code', 'refresh_token'] : []), ...(clientSecret === undefined ? [] : ['client_credentials'])],
    response_types: code ? ['code'] : [],
  };
}

function rolesOf(clients: readonly OidcClient[], clientId: string | undefined): Role[] {
  return [...(clients.find((client) => client.clientId === clientId)?.roles ?? [])];
}

/** The id a client acts under: it has the form of a member id and is nobody's. */
export function clientActor(clientId: string): Id<'member'> {
  return derivedId('member', 'oidc-client', clientId);
}

/** A token of a client itself has no member: its subject becomes the id the client acts under. */
function setActor(token: { kind: string; clientId?: string | undefined }, { payload }: { payload: object }): void {
  if (token.kind === 'ClientCredentials' && token.clientId !== undefined) Object.assign(payload, { sub: clientActor(token.clientId) });
}

async function findAccount(sub: string, { findMember }: ProviderOptions): Promise<Account | undefined> {
  const member = await findMember(sub);
  if (member === undefined) return undefined;
  return { accountId: sub, claims: () => ({ sub, roles: [...member.roles] }) };
}

/** All clients are configured by us, so no member is asked for consent: what the client asks for within its scopes is granted. */
function grantEverythingAsked(audience: string): NonNullable<Configuration['loadExistingGrant']> {
  return async ({ oidc }) => {
    const { client, session, provider } = oidc;
    if (client === undefined || session?.accountId === undefined) return undefined;
    const known = session.grantIdFor(client.clientId);
    const earlier = known === undefined ? undefined : await provider.Grant.find(known);
    if (earlier !== undefined) return earlier;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid offline_access');
    grant.addResourceScope(resourceOf(audience), 'api');
    await grant.save();
    return grant;
  };
}
