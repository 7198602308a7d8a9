/** The gateway composed on real ports before services that echo what reaches them. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listen } from '@mutua/http';
import { testEnvironment, testIssuer, topicPrefix } from '@mutua/testkit';
import { compose, type Gateway } from '../src/compose.ts';
import { loadConfig } from '../src/config.ts';

export type Echo = { service: string; method: string; url: string; headers: Record<string, string>; body: string };
export type Serve = (req: IncomingMessage, res: ServerResponse) => void;

export type GatewayApp = Gateway & {
  readonly origin: string;
  readonly prefix: string;
  token(memberId: string, roles: readonly string[]): Promise<string>;
  /** Replaces what a service does; undefined lets it echo again. */
  serve(service: string, work: Serve | undefined): void;
  stopService(service: string): Promise<void>;
};

const services = ['identity', 'loans', 'matching', 'credit', 'payments'];

export async function openGateway(env: Record<string, string> = {}): Promise<GatewayApp> {
  const work = new Map<string, Serve>();
  const servers = new Map<string, Server>();
  for (const service of services) servers.set(service, await startServer((req, res) => (work.get(service) ?? echo(service))(req, res)));
  const issuer = await testIssuer();
  const { kafkaBrokers, redisUrl } = testEnvironment();
  const prefix = topicPrefix();
  const config = loadConfig({
    ...Object.fromEntries([...servers].map(([service, server]) => [`MUTUA_${service.toUpperCase()}_URL`, originOf(server)])),
    MUTUA_KAFKA_BROKERS: kafkaBrokers.join(','),
    MUTUA_TOPIC_PREFIX: prefix,
    MUTUA_REDIS_URL: redisUrl,
    MUTUA_ISSUER: issuer.issuer,
    MUTUA_JWKS_URL: issuer.jwksUrl,
    MUTUA_LOG_LEVEL: 'warn',
    MUTUA_GATEWAY_TIMEOUT_MS: '500',
    MUTUA_GATEWAY_TRUST_PROXY: 'true',
    MUTUA_CORS_ORIGINS: 'https://app.mutua.test',
    ...env,
  });
  const gateway = await compose(config);
  const front = await listen(gateway.app, { host: '127.0.0.1', port: 0 });
  return {
    ...gateway,
    origin: originOf(front),
    prefix,
    token: (memberId, roles) => issuer.token({ memberId, roles }),
    serve(service, what) {
      if (what === undefined) work.delete(service);
      else work.set(service, what);
    },
    stopService: (service) => stop(servers.get(service)),
    async close() {
      await gateway.close();
      await Promise.all([front, ...servers.values()].map(stop));
      await issuer.close();
    },
  };
}

async function startServer(work: Serve): Promise<Server> {
  const server = createServer(work);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function stop(server: Server | undefined): Promise<void> {
  if (server?.listening !== true) return;
  const closed = once(server, 'close');
  server.closeAllConnections();
  server.close();
  await closed;
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on TCP');
  return `http://127.0.0.1:${address.port}`;
}

function echo(service: string): Serve {
  return (req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const { method, url, headers } = req;
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify({ service, method, url, headers, body: Buffer.concat(chunks).toString() }));
    });
  };
}
