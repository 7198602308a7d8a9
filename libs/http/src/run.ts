/** The life of a service process: configuration, composition, listening, signals, graceful end. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { startClearing } from '@mutua/db';
import type { HttpApp, Service } from './service.ts';

type Runnable = Pick<Service, 'start' | 'close' | 'drain'> & Partial<Pick<Service, 'db'>> & { readonly app: HttpApp };

export type RunOptions<C> = {
  readonly name: string;
  /** Reads the environment; what it throws is printed and ends the process with status 1. */
  readonly loadConfig: (env: Readonly<Record<string, string | undefined>>) => C;
  readonly compose: (config: C) => Promise<Runnable>;
};

const drainMs = 25_000;
const idleMs = 100;

/** Listens, starts, and runs until SIGTERM or SIGINT; then: not ready, no new connections, finish what runs (≤ 25 s), close. */
export async function runService<C extends { readonly host: string; readonly port: number }>(options: RunOptions<C>): Promise<void> {
  const { name, loadConfig, compose } = options;
  try {
    const config = loadConfig(process.env);
    const service = await compose(config);
    service.app.locals['draining'] = true; // not ready until it has started
    const server = await listen(service.app, config);
    const running: Running = { name, server, service };
    endOnSignals(running);
    await service.start();
    if (service.db) running.clearing = startClearing({ sql: service.db.sql, onFailure: (error) => warn(name, error) });
    service.app.locals['draining'] = false;
    say(name, `listening on http://${config.host}:${config.port}`);
  } catch (error) {
    process.stderr.write(`${name} cannot start: ${reasonOf(error)}\n`);
    process.exit(1);
  }
}

/** A configuration error says all there is to say; anything else comes with its stack. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'ConfigError' ? error.message : (error.stack ?? error.message);
}

/** A server with the limits every service has; resolves when it listens. Port 0 takes a free one. */
export async function listen(app: HttpApp, { host, port }: { host: string; port: number }): Promise<Server> {
  const server = createServer({ keepAliveTimeout: 65_000, headersTimeout: 10_000, requestTimeout: 30_000 }, app);
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

type Running = {
  readonly name: string;
  readonly server: Server;
  readonly service: Runnable;
  /** Of answers to requests that are too old to be given again. */
  clearing?: { close(): Promise<void> };
};

function endOnSignals(running: Running): void {
  let ending = false;
  const end = (status: number): void => {
    if (ending) return;
    ending = true;
    void endGracefully(running).then(
      () => process.exit(status),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', () => end(0));
  process.once('SIGINT', () => end(0));
  process.once('uncaughtException', (error) => {
    process.stderr.write(`${running.name} failed: ${error.stack ?? error.message}\n`);
    end(1);
  });
}

async function endGracefully(running: Running): Promise<void> {
  const { name, server, service } = running;
  service.app.locals['draining'] = true;
  service.drain?.();
  const closed = once(server, 'close');
  server.close();
  // A connection falls idle with its last answer and would be kept alive for a next one that is not taken any more.
  const idle = setInterval(() => server.closeIdleConnections(), idleMs);
  const late = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
  await running.clearing?.close();
  await service.close();
  say(name, 'ended');
}

function say(name: string, message: string): void {
  process.stdout.write(`${JSON.stringify({ level: 'info', service: name, msg: message })}\n`);
}

function warn(name: string, error: unknown): void {
  process.stdout.write(
    `${JSON.stringify({ level: 'warn', service: name, msg: 'old answers were not cleared', error: reasonOf(error) })}\n`,
  );
}
