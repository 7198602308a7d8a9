/** The depth of a market as a stream: at once, then whenever the book has moved, cut to what was asked for; refusals are matching's. */
import { eventually } from '@mutua/testkit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type GatewayApp, openGateway } from './gateway-app.ts';

let gateway: GatewayApp;
/** What matching knows, and what it was asked. */
let seqs: Record<string, number>;
let asked: string[];

const cell = (grade: string, minTermMonths: number, maxTermMonths: number): object => ({
  ...{ grade, minTermMonths, maxTermMonths, offers: [], requests: [] },
});
const cells = [cell('A', 1, 12), cell('A', 13, 24), cell('B', 13, 24)];

beforeAll(async () => {
  gateway = await openGateway({ MUTUA_GATEWAY_LIVE_READERS: '3' });
  await gateway.start();
  gateway.serve('matching', (req, res) => {
    asked.push(String(req.url));
    const market = /^\/v1\/markets\/([A-Z]+)\/depth/.exec(req.url ?? '')?.[1] ?? '';
    const seq = seqs[market];
    const problem = { status: 404, code: 'market.not_found' };
    res.writeHead(seq === undefined ? 404 : 200, { 'content-type': `application/${seq === undefined ? 'problem+json' : 'json'}` });
    res.end(JSON.stringify(seq === undefined ? problem : { market, seq, businessDate: null, cells }));
  });
});
afterAll(() => gateway?.close());
beforeEach(() => {
  [seqs, asked] = [{ EUR: 7, USD: 3 }, []];
});

type Told = { readonly market: string; readonly seq: number; readonly cells: readonly object[] };
type Stream = { readonly status: number; readonly told: () => readonly Told[]; end(): void };

async function follow(path: string): Promise<Stream> {
  const abort = new AbortController();
  const answer = await fetch(gateway.origin + path, { signal: abort.signal });
  let text = '';
  const decoder = new TextDecoder();
  const read = async (): Promise<void> => {
    for await (const chunk of answer.body ?? []) text += decoder.decode(chunk as Uint8Array, { stream: true });
  };
  read().catch(() => undefined);
  const told = (): Told[] =>
    [...text.matchAll(/^id: (\d+)\nevent: market-depth\ndata: (.+)\n\n/gm)].map(([, id, data]) => {
      const depth = JSON.parse(data ?? '') as Told;
      expect(String(depth.seq)).toBe(id);
      return depth;
    });
  return { status: answer.status, told, end: () => abort.abort() };
}

const numbersOf = (stream: Stream): string[] => stream.told().map(({ market, seq }) => `${market} ${seq}`);

test('everybody hears the depth at once, and again when the book of his market has moved', async () => {
  const [one, other] = [await follow('/v1/markets/EUR/depth/events'), await follow('/v1/markets/USD/depth/events')];
  await eventually(() => numbersOf(one).length === 1 && numbersOf(other).length === 1);
  expect(one.told()[0]).toEqual({ market: 'EUR', seq: 7, businessDate: null, cells });
  seqs = { EUR: 9, USD: 3 };
  await eventually(() => numbersOf(one).length === 2);
  // Asked again for both meanwhile: what has not moved is not told.
  const looks = asked.length;
  await eventually(() => asked.length >= looks + 4);
  expect([numbersOf(one), numbersOf(other)]).toEqual([['EUR 7', 'EUR 9'], ['USD 3']]);
  for (const stream of [one, other]) stream.end();
});

test('one look for all who watch a market; each gets the cells he asked for', async () => {
  const [grade, term] = [await follow('/v1/markets/EUR/depth/events?grade=A'), await follow('/v1/markets/EUR/depth/events?termMonths=24')];
  seqs = { EUR: 8 };
  await eventually(() => numbersOf(grade).includes('EUR 8') && numbersOf(term).includes('EUR 8'));
  expect(grade.told().at(-1)?.cells).toEqual([cells[0], cells[1]]);
  expect(term.told().at(-1)?.cells).toEqual([cells[1], cells[2]]);
  // What a reader asked for is asked once, to be checked; the looks that follow are the same for all.
  expect(asked.filter((path) => path.includes('?'))).toEqual(['/v1/markets/EUR/depth?grade=A', '/v1/markets/EUR/depth?termMonths=24']);
  for (const stream of [grade, term]) stream.end();
});

test('what matching refuses is refused, and no path but the depth is asked for', async () => {
  expect((await follow('/v1/markets/XXX/depth/events')).status).toBe(404);
  expect((await follow('/v1/markets/..%2F..%2Foperations/depth/events')).status).toBe(404);
  expect(asked.every((path) => /^\/v1\/markets\/[^/]+\/depth$/.test(path))).toBe(true);
  const post = await fetch(`${gateway.origin}/v1/markets/EUR/depth/events`, { method: 'POST' });
  expect(post.status).toBe(405);
});

test('more readers than the gateway takes are sent away; one who leaves makes room', async () => {
  const path = '/v1/markets/EUR/depth/events';
  const streams = [await follow(path), await follow(path), await follow(path)];
  expect((await follow(path)).status).toBe(503);
  streams[0]?.end();
  const next = await eventually(async () => {
    const stream = await follow(path);
    return stream.status === 200 && stream;
  });
  for (const stream of [...streams, next]) stream.end();
});
