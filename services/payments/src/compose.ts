/** Composes payments: resources, stores, the bank rail, servicing, edges, in that order; closed in reverse. */
import { systemClock, systemIds } from '@mutua/config';
import type { PaymentsOperations } from '@mutua/contracts';
import { type Database, migrate, openDatabase } from '@mutua/db';
import { createApp, createAuthenticator, type Service } from '@mutua/http';
import { type Clock, dateOf, type Ids } from '@mutua/kernel';
import { type Messaging, startMessaging } from '@mutua/messaging';
import { createLogger, createMetrics } from '@mutua/telemetry';
import { createDirectDebit } from './adapters/bank/direct-debit.ts';
import { createRail } from './adapters/bank/rail.ts';
import { createSandboxBank } from './adapters/bank/sandbox-bank.ts';
import { bankHandlers } from './adapters/http/bank-handlers.ts';
import { booksHandlers } from './adapters/http/books-handlers.ts';
import { ledgerHandlers } from './adapters/http/ledger-handlers.ts';
import { lenderStatementHandlers } from './adapters/http/lender-statement-handlers.ts';
import { moneyPolicy } from './adapters/http/policy.ts';
import { moneyProblems } from './adapters/http/problems.ts';
import { statementHandlers } from './adapters/http/statement-handlers.ts';
import { walletHandlers } from './adapters/http/wallet-handlers.ts';
import { moneyConsumers } from './adapters/kafka/consumers.ts';
import { currentBusinessDate } from './adapters/postgres/business-clock.ts';
import { ledgerReads } from './adapters/postgres/ledger-reads.ts';
import { accountsOverPeriod } from './adapters/postgres/lender-statement-views.ts';
import { openBooks } from './adapters/postgres/open-books.ts';
import { railQueue } from './adapters/postgres/rail-queue.ts';
import { positionsOf } from './adapters/postgres/servicing/performance-views.ts';
import { workOpener } from './adapters/postgres/servicing/work.ts';
import { unitOpener } from './adapters/postgres/unit.ts';
import { moneyViews } from './adapters/postgres/views.ts';
import { walletDirectory } from './adapters/postgres/wallet-directory.ts';
import { composeLedger } from './compose-ledger.ts';
import { openServicing } from './compose-servicing.ts';
import type { PaymentsConfig } from './config.ts';

export type Overrides = { readonly clock: Clock; readonly ids: Ids };

export async function compose(config: PaymentsConfig, overrides: Partial<Overrides> = {}): Promise<Service> {
  const { clock = systemClock, ids = systemIds } = overrides;
  const logger = createLogger({ service: 'payments', level: config.logLevel });
  const metrics = createMetrics({ service: 'payments' });
  const db = await openBooksDatabase(config, { clock, logger });

  const openUnit = unitOpener(ids);
  const views = moneyViews();
  const { committer } = composeLedger(db, { ids, clock });
  const { currencies, bankSettleDelayMs: settleDelayMs, bankReturnDelayMs: returnDelayMs } = config;
  const provider = createSandboxBank({ db, clock, settleDelayMs, returnDelayMs });
  const rail = createRail(
    { db, provider, queue: railQueue, openUnit, clock, ids, logger },
    { busyMs: 10, idleMs: 1000, lingerMs: 2 * (settleDelayMs + returnDelayMs) + 100 },
  );
  const directDebit = createDirectDebit(db);
  const servicing = await openServicing({ config, db, clock, ids, logger, metrics, directDebit, openUnit });

  let messaging: Messaging | undefined;
  const app = createApp<PaymentsOperations>({
    spec: 'payments',
    handlers: {
      ...walletHandlers({ views, transferPorts: { committer, wallets: walletDirectory(db.sql) } }),
      ...bankHandlers({ db, openUnit, views, provider, currencies, wakeRail: rail.wake }),
      ...booksHandlers({ views }),
      ...statementHandlers({ views: ledgerReads }),
      ...lenderStatementHandlers({ views: { accounts: accountsOverPeriod, positions: positionsOf, businessDate: currentBusinessDate } }),
      ...ledgerHandlers({ views, ledgerViews: ledgerReads, openWork: workOpener({ openUnit, ids }) }),
      ...servicing.handlers,
    },
    policy: { ...moneyPolicy(views), ...servicing.policy },
    problems: { ...moneyProblems, ...servicing.problems },
    db,
    auth: createAuthenticator({ issuer: config.issuer, audience: config.audience, jwksUrl: config.jwksUrl, clock }),
    clock,
    ids,
    logger,
    metrics,
    validateResponses: config.validateResponses,
    operations: { messaging: () => messaging, queues: servicing.queues },
  });
  return {
    app,
    db,
    async start() {
      const { kafkaBrokers: brokers, topicPrefix } = config;
      const money = moneyConsumers({ openUnit, clock, ids, currencies });
      messaging = await startMessaging({
        db,
        brokers,
        topicPrefix,
        service: 'payments',
        handlers: { ...money.handlers, ...servicing.consumers },
        hooks: money.hooks,
        ids,
        logger,
        metrics,
      });
      rail.start();
      await servicing.start();
    },
    async close() {
      await servicing.close();
      await rail.close();
      await messaging?.close();
      await committer.idle();
      await db.close();
    },
  };
}

type BooksDeps = { readonly clock: Clock; readonly logger: Parameters<typeof openDatabase>[0]['logger'] };

async function openBooksDatabase(config: PaymentsConfig, { clock, logger }: BooksDeps): Promise<Database> {
  if (config.migrationUrl !== undefined) {
    await migrate({ url: config.migrationUrl.reveal(), directory: new URL('../migrations/', import.meta.url).pathname });
  }
  const db = await openDatabase({ url: config.databaseUrl.reveal(), applicationName: 'payments', poolMax: config.poolMax, logger });
  await openBooks(db.sql, config.currencies, config.firstBusinessDate ?? dateOf(clock.now()));
  return db;
}
