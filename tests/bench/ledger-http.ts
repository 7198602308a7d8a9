/** Transfers over HTTP on payments in a process of its own: real tokens, a fresh idempotency key each, 64 in flight. */
import { derivedId } from '@mutua/kernel';
import { eventually } from '@mutua/testkit';
import autocannon from 'autocannon';
import { startPayments } from '../support/payments-process.ts';
import type { Books } from './ledger-load.ts';
import { businessDate, randomBelow } from './ledger-load.ts';

const inFlight = 64;
const warmSeconds = 3;

export type HttpLoad = { rate(seconds: number): Promise<number>; close(): Promise<void> };

export async function openHttpLoad(books: Books): Promise<HttpLoad> {
  const payments = await startPayments({ databaseUrl: books.database.url, firstBusinessDate: businessDate });
  const tokens = await Promise.all(
    Array.from({ length: inFlight }, (_, i) => payments.token({ memberId: derivedId('member', `bench-${i}`), roles: ['member'] })),
  );
  const rate = (seconds: number): Promise<number> =>
    transfersPerSecond({ origin: payments.origin, tokens, wallets: books.wallets, seconds });
  // What the wallets were filled with is told first: the relay would take the processor from the transfers.
  const backlog = 'select 1 from outbox_pending limit 1';
  const isTold = async (): Promise<boolean> => (await books.db.sql.query(backlog)).length === 0;
  await eventually(isTold, { timeoutMs: 120_000, what: 'an empty outbox' });
  await rate(warmSeconds);
  return { rate, close: payments.close };
}

let sent = 0;

async function transfersPerSecond(load: {
  readonly origin: string;
  readonly tokens: readonly string[];
  readonly wallets: readonly string[];
  readonly seconds: number;
}): Promise<number> {
  const random = randomBelow(sent + 1);
  const keys = `bench-${process.pid}-${performance.now().toFixed(0)}`;
  const setupRequest = (request: autocannon.Request): autocannon.Request => {
    sent += 1;
    const from = random(load.tokens.length);
    const to = load.tokens.length + random(load.wallets.length - load.tokens.length);
    return {
      ...request,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${load.tokens[from] ?? ''}`,
        'idempotency-key': `${keys}-${sent}`,
      },
      body: `{"fromWalletId":"${load.wallets[from] ?? ''}","toWalletId":"${load.wallets[to] ?? ''}","amount":{"amountMinor":"${1 + random(500)}","currency":"EUR"}}`,
    };
  };
  const result = await autocannon({
    url: `${load.origin}/v1/transfers`,
    connections: inFlight,
    duration: load.seconds,
    requests: [{ method: 'POST', setupRequest }],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} failed (${JSON.stringify(result.statusCodeStats)})`);
  return result['2xx'] / result.duration;
}
