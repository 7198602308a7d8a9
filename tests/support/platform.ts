/** All six services composed in this process on free ports, against real PostgreSQL, Redis and Kafka. Closing ends all of it. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { compose as composeCredit } from '@mutua/credit-service';
import { loadConfig as creditConfig } from '@mutua/credit-service/config';
import { compose as composeGateway } from '@mutua/gateway-service';
import { loadConfig as gatewayConfig } from '@mutua/gateway-service/config';
import type { Service } from '@mutua/http';
import { compose as composeIdentity } from '@mutua/identity-service';
import { loadConfig as identityConfig } from '@mutua/identity-service/config';
import { compose as composeLoans } from '@mutua/loans-service';
import { loadConfig as loansConfig } from '@mutua/loans-service/config';
import { compose as composeMatching } from '@mutua/matching-service';
import { loadConfig as matchingConfig } from '@mutua/matching-service/config';
import { compose as composePayments } from '@mutua/payments-service';
import { loadConfig as paymentsConfig } from '@mutua/payments-service/config';
import { eventually, type TestDatabase } from '@mutua/testkit';
import { type ServiceName, serviceNames } from '../../scripts/platform/services.ts';
import { type Api, openApi, type Session } from './api.ts';
import { accounts, type DatabaseService, openSurroundings, type SurroundingsOptions, type Variables } from './environment.ts';

export type Platform = {
  readonly api: Api;
  readonly databases: Readonly<Record<DatabaseService, TestDatabase>>;
  /** What the services were configured with. */
  readonly variables: Variables;
  readonly admin: Session;
  readonly secondAdmin: Session;
  readonly auditor: Session;
  close(): Promise<void>;
};

type Part = Pick<Service, 'start' | 'close' | 'drain'> & { readonly app: RequestListener };

const composers: Readonly<Record<ServiceName, (variables: Variables) => Promise<Part>>> = {
  identity: (variables) => composeIdentity(identityConfig(variables)),
  loans: (variables) => composeLoans(loansConfig(variables)),
  matching: (variables) => composeMatching(matchingConfig(variables)),
  credit: (variables) => composeCredit(creditConfig(variables)),
  payments: (variables) => composePayments(paymentsConfig(variables)),
  gateway: (variables) => composeGateway(gatewayConfig(variables)),
};

export async function startTestPlatform(options: SurroundingsOptions = {}): Promise<Platform> {
  const surroundings = await openSurroundings(options);
  const servers = await listenEverywhere();
  const variables = surroundings.variables(portsOf(servers));
  const parts: Part[] = [];
  const close = async (): Promise<void> => {
    for (const part of parts) part.drain?.();
    await Promise.all(parts.map((part) => part.close()));
    for (const server of Object.values(servers)) {
      server.closeAllConnections();
      server.close();
    }
    await surroundings.close();
  };
  try {
    await everyOne(serviceNames, async (name) => {
      const part = await composers[name](variables);
      servers[name].on('request', part.app);
      parts.push(part);
    });
    await everyOne(parts, (part) => part.start());
    await Promise.all(serviceNames.map((name) => untilReady(variables[`MUTUA_${name.toUpperCase()}_URL`] ?? '')));
    const api = openApi(variables['MUTUA_GATEWAY_URL'] ?? '');
    const [admin, secondAdmin, auditor] = await Promise.all(Object.values(accounts).map((account) => api.login(account)));
    if (!admin || !secondAdmin || !auditor) throw new Error('an account is missing');
    return { api, databases: surroundings.databases, variables, admin, secondAdmin, auditor, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** All are awaited before one that failed is told: what is still starting could not be closed. */
async function everyOne<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (const done of await Promise.allSettled(all.map(work))) if (done.status === 'rejected') throw done.reason;
}

/** Listening before composing, so that every service knows the addresses of the others and no port is taken in between. */
async function listenEverywhere(): Promise<Readonly<Record<ServiceName, Server>>> {
  const listenOnce = async (): Promise<Server> => {
    const server = createServer({ keepAliveTimeout: 65_000 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  return {
    identity: await listenOnce(),
    loans: await listenOnce(),
    matching: await listenOnce(),
    credit: await listenOnce(),
    payments: await listenOnce(),
    gateway: await listenOnce(),
  };
}

function portsOf(servers: Readonly<Record<ServiceName, Server>>): Readonly<Record<ServiceName, number>> {
  const port = (name: ServiceName): number => {
    const address = servers[name].address();
    if (address === null || typeof address === 'string') throw new Error(`${name} does not listen on TCP`);
    return address.port;
  };
  return {
    identity: port('identity'),
    loans: port('loans'),
    matching: port('matching'),
    credit: port('credit'),
    payments: port('payments'),
    gateway: port('gateway'),
  };
}

export async function untilReady(origin: string, timeoutMs = 30_000): Promise<void> {
  const isReady = async (): Promise<boolean> => {
    const response = await fetch(`${origin}/readyz`);
    await response.arrayBuffer();
    return response.ok;
  };
  await eventually(isReady, { timeoutMs, what: `readiness of ${origin}` });
}
