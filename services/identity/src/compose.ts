/** Composes identity: resources, stores, use cases, edges, in that order; closed in reverse. */
import { systemClock, systemIds } from '@mutua/config';
import type { IdentityOperations } from '@mutua/contracts';
import { type Database, migrate, openDatabase } from '@mutua/db';
import { createApp, createAuthenticator, type Service } from '@mutua/http';
import { type Clock, type Ids, isId } from '@mutua/kernel';
import { type Messaging, startMessaging } from '@mutua/messaging';
import { createLogger, createMetrics, type Logger } from '@mutua/telemetry';
import express from 'express';
import { createLocalJWKSet } from 'jose';
import { createPasswords } from './adapters/crypto/passwords.ts';
import { deriveSecrets } from './adapters/crypto/secrets.ts';
import { createTokens } from './adapters/crypto/tokens.ts';
import { createVault, type Vault } from './adapters/crypto/vault.ts';
import { handlers } from './adapters/http/handlers.ts';
import { policy } from './adapters/http/policy.ts';
import { problems } from './adapters/http/problems.ts';
import { kycSweep } from './adapters/jobs/kyc-sweep.ts';
import { loginPage } from './adapters/oidc/login-page.ts';
import { createProvider } from './adapters/oidc/provider.ts';
import { oidcRecords, sweepOidcRecords } from './adapters/oidc/records.ts';
import { memberStore } from './adapters/postgres/member-store.ts';
import { loadSigningKeys, type SigningKeys } from './adapters/postgres/signing-keys.ts';
import { storesOf } from './adapters/postgres/stores.ts';
import { createAccounts } from './app/bootstrap.ts';
import { logIn, type ProvePassword, provePassword } from './app/log-in.ts';
import type { Ports, UnitOfWork } from './app/ports.ts';
import { refreshSession } from './app/refresh-session.ts';
import { registerMember } from './app/register-member.ts';
import type { IdentityConfig } from './config.ts';
import type { Limits } from './domain/login-limit.ts';

export type Overrides = { readonly clock: Clock; readonly ids: Ids };

const sweepRecordsEveryMs = 60_000;

export async function compose(config: IdentityConfig, overrides: Partial<Overrides> = {}): Promise<Service> {
  const { clock = systemClock, ids = systemIds } = overrides;
  const logger = createLogger({ service: 'identity', level: config.logLevel });
  const metrics = createMetrics({ service: 'identity' });
  const db = await openIdentityDatabase(config, logger);
  const secrets = deriveSecrets(Buffer.from(config.secret.reveal(), 'utf8'));
  const vault = createVault({ dataKey: secrets('personal-data'), indexKey: secrets('blind-index') });
  const keys = await loadSigningKeys(db, createVault({ dataKey: secrets('signing-keys'), indexKey: secrets('blind-index') }));

  const unitOfWork: UnitOfWork = { run: (work) => db.run((tx) => work(storesOf(tx, { vault, ids }))) };
  const { argon2MemoryKib: memoryKib, argon2Passes: passes, argon2Parallelism: parallelism } = config;
  const passwords = await createPasswords({ memoryKib, passes, parallelism });
  const tokens = createTokens({ issuer: config.issuer, audience: config.audience, key: keys.active });
  const ports: Ports = { unitOfWork, passwords, tokens, clock, ids };
  const prove = provePassword(ports, limitsOf(config));
  const sweep = kycSweep({ unitOfWork, clock, onError: (err) => logger.error({ err }, 'a round of the case sweep failed') });

  let messaging: Messaging | undefined;
  const app = createApp<IdentityOperations>({
    spec: 'identity',
    handlers: handlers({
      registerMember: registerMember(ports, prove),
      logIn: logIn(ports, prove),
      refreshSession: refreshSession(ports),
      storesOf: (tx) => storesOf(tx, { vault, ids }),
      vault,
      onCaseOpened: sweep.wake,
    }),
    policy,
    problems,
    db,
    auth: createAuthenticator({ issuer: config.issuer, audience: config.audience, keys: localKeys(keys), clock }),
    clock,
    ids,
    logger,
    metrics,
    validateResponses: config.validateResponses,
    operations: { messaging: () => messaging },
    mounts: { '/oidc': oidcMount({ config, db, vault, keys, prove, cookieKeys: [secrets('cookies').toString('base64url')], logger }) },
  });
  let recordSweep: NodeJS.Timeout | undefined;
  return {
    app,
    db,
    async start() {
      await createAccounts(ports, config.bootstrapAccounts);
      const { kafkaBrokers: brokers, topicPrefix } = config;
      messaging = await startMessaging({
        db,
        brokers,
        topicPrefix,
        service: 'identity',
        handlers: {},
        ids,
        logger,
        metrics,
      });
      sweep.start();
      recordSweep = setInterval(() => {
        sweepOidcRecords(db.sql).catch((err: unknown) => logger.warn({ err }, 'expired records could not be removed'));
      }, sweepRecordsEveryMs);
    },
    async close() {
      clearInterval(recordSweep);
      await sweep.stop();
      await messaging?.close();
      await db.close();
    },
  };
}

async function openIdentityDatabase({ migrationUrl, databaseUrl, poolMax }: IdentityConfig, logger: Logger): Promise<Database> {
  const directory = new URL('../migrations/', import.meta.url).pathname;
  if (migrationUrl !== undefined) await migrate({ url: migrationUrl.reveal(), directory });
  return openDatabase({ url: databaseUrl.reveal(), applicationName: 'identity', poolMax, logger });
}

function localKeys({ publicJwks }: SigningKeys): ReturnType<typeof createLocalJWKSet> {
  return createLocalJWKSet({ keys: publicJwks });
}

function limitsOf(config: IdentityConfig): Limits {
  const minutes = 60_000;
  return {
    pair: { free: config.freePairFailures, firstDelayMs: 1000, delayMsMax: 15 * minutes },
    account: { free: config.freeAccountFailures, firstDelayMs: 1000, delayMsMax: minutes },
    address: { free: config.freeAddressFailures, firstDelayMs: 1000, delayMsMax: 15 * minutes },
  };
}

type OidcMount = {
  readonly config: IdentityConfig;
  readonly db: Database;
  readonly vault: Vault;
  readonly keys: SigningKeys;
  readonly prove: ProvePassword;
  readonly cookieKeys: string[];
  readonly logger: Logger;
};

function oidcMount({ config, db, vault, keys, prove, cookieKeys, logger }: OidcMount): express.Router {
  const provider = createProvider({
    issuer: config.issuer,
    audience: config.audience,
    clients: config.oidcClients,
    privateJwks: keys.privateJwks,
    cookieKeys,
    records: oidcRecords(db.sql),
    findMember: async (sub) => (isId('member', sub) ? memberStore(db.sql, vault).find(sub) : undefined),
    onError: (err) => logger.error({ err }, 'the OpenID provider failed'),
  });
  const router = express.Router();
  router.use(loginPage(provider, prove));
  router.use(provider.callback());
  return router;
}
