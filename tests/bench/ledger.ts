/**
 * The ledger against pgbench's TPC-B on the same server and settings, commits durable, round by round: batches on uniform accounts and on
 * one hot account, single postings through the group committer, transfers over HTTP, and the rate as the books grow. `npm run bench --
 * ledger [batch] [group] [http] [growth] [transfers]` runs the named parts, all when none is named; the books grow to so many transfers, a
 * million when left out, and the progress is told on standard error.
 */

import { ok } from '@mutua/kernel';
import { openTpcB, startDurablePostgres } from './durable-postgres.ts';
import { type BenchOptions, comparedMetric, emit, type Metric, median } from './harness.ts';
import { openHttpLoad } from './ledger-http.ts';
import { type Books, openBenchBooks, type Workload, workload } from './ledger-load.ts';

const httpWalletCount = 10_000;
const walletCount = 100_000;
const batchSize = 1_000;
const lanes = 2;
const callers = 64;
const seconds = 5;
const growthDefault = 1_000_000;
let runs = 0;

const partNames = ['batch', 'group', 'http', 'growth'] as const;
type Part = (typeof partNames)[number];

const partsOf = ({ args }: BenchOptions): ReadonlySet<Part> => {
  const named = partNames.filter((part) => args.includes(part));
  return new Set(named.length === 0 ? partNames : named);
};

export const run = async (options: BenchOptions): Promise<void> => {
  const parts = partsOf(options);
  const server = await startDurablePostgres();
  try {
    if (parts.size > (parts.has('growth') ? 1 : 0)) await compare(options, server.adminUrl, parts);
    const transfers = options.args.find((arg) => /^[0-9]+$/.test(arg));
    if (parts.has('growth')) await growth(options, server.adminUrl, Number(transfers ?? growthDefault));
  } finally {
    await server.close();
  }
};

/** Rounds of each part beside TPC-B, so that both see the same minutes of the machine. */
async function compare(options: BenchOptions, adminUrl: string, parts: ReadonlySet<Part>): Promise<void> {
  const tpcB = await openTpcB(adminUrl);
  const books = await openBenchBooks(adminUrl, walletCount);
  // In books of its own: a service on those of the other parts would tell their events while they are measured.
  const httpBooks = parts.has('http') ? await openBenchBooks(adminUrl, httpWalletCount) : undefined;
  const http = httpBooks && (await openHttpLoad(httpBooks));
  try {
    const seen = { baseline: [] as number[], uniform: [] as number[], hot: [] as number[], group: [] as number[], http: [] as number[] };
    const latencies: number[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      seen.baseline.push(await tpcB.rate(seconds));
      if (parts.has('batch')) {
        seen.uniform.push(await batchRate(books, undefined));
        seen.hot.push(await batchRate(books, books.ledger.platformAccount('service-fee-income', 'EUR', 0n)));
      }
      if (parts.has('group')) {
        const group = await groupRate(books);
        seen.group.push(group.rate);
        latencies.push(group.p99Ms);
      }
      if (http) seen.http.push(await http.rate(seconds));
    }
    const facts = { bench: 'ledger', unit: 'transfers/s', baseline: 'pgbench TPC-B tps' };
    const compared = (metric: string, candidate: number[], target: string): void => {
      if (candidate.length > 0) emit(options, comparedMetric({ ...facts, metric, target }, { candidate, baseline: seen.baseline }));
    };
    compared('batch-uniform', seen.uniform, '7 ×');
    compared('batch-hot', seen.hot, '9 ×');
    compared('group-commit', seen.group, '3 ×');
    if (latencies.length > 0) emit(options, plainMetric('group-commit-p99', latencies, { unit: 'ms', target: '≤ 15 ms' }));
    compared('http', seen.http, '0.6 ×');
  } finally {
    await http?.close();
    await httpBooks?.close();
    await books.close();
  }
}

function plainMetric(metric: string, values: readonly number[], { unit, target }: { unit: string; target: string }): Metric {
  const range = { min: Math.min(...values), max: Math.max(...values) };
  return { bench: 'ledger', metric, value: median(values), unit, baseline: null, baselineValue: null, ratio: null, ...range, target };
}

/** Drafts are made before the clock starts: what is measured begins with the call that posts them. */
async function batchRate(books: Books, hot: string | undefined): Promise<number> {
  runs += 1;
  const made = Array.from({ length: lanes }, (_, lane) => {
    const load = workload({ books, name: `batch-${runs}-${lane}`, ...(hot === undefined ? {} : { hot }) });
    return Array.from({ length: seconds * 30 }, () => load.next(batchSize));
  });
  let posted = 0;
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1_000;
  const lane = async (batches: ReturnType<Workload['next']>[]): Promise<void> => {
    for (const batch of batches) {
      if (performance.now() >= endAt) return;
      const outcomes = await books.db.run((tx) => books.ledger.post(tx, batch));
      posted += outcomes.filter(({ status }) => status === 'posted').length;
    }
  };
  await Promise.all(made.map(lane));
  return (posted * 1_000) / (performance.now() - startedAt);
}

/** Each of 64 callers posts one transfer after the other. */
async function groupRate(books: Books): Promise<{ readonly rate: number; readonly p99Ms: number }> {
  runs += 1;
  const { committer } = books.ledger;
  const load = workload({ books, name: `group-${runs}`, holds: false });
  const took: number[] = [];
  const startedAt = performance.now();
  const endAt = startedAt + seconds * 1_000;
  const caller = async (): Promise<void> => {
    while (performance.now() < endAt) {
      const [journal] = load.next(1);
      if (journal === undefined) throw new Error('the workload ended');
      const askedAt = performance.now();
      const { result } = await committer.post({
        request: undefined,
        journalOn: () => journal,
        replyOf: (outcome) => ok(outcome?.status ?? 'none'),
      });
      if (!result.ok || result.value !== 'posted') throw new Error('a posting was not accepted');
      took.push(performance.now() - askedAt);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const rate = (took.length * 1_000) / (performance.now() - startedAt);
  took.sort((a, b) => a - b);
  return { rate, p99Ms: took[Math.floor((took.length - 1) * 0.99)] ?? 0 };
}

/** Batches in one lane on fresh books: the rate of the last tenth against that of the first. */
async function growth(options: BenchOptions, adminUrl: string, transfers: number): Promise<void> {
  const books = await openBenchBooks(adminUrl, walletCount);
  try {
    const load = workload({ books, name: 'growth' });
    const tenth = Math.max(batchSize, Math.round(transfers / 10));
    const rates: number[] = [];
    for (let part = 0; part < 10; part += 1) {
      let busyMs = 0;
      for (let done = 0; done < tenth; done += batchSize) {
        const batch = load.next(batchSize);
        const startedAt = performance.now();
        await books.db.run((tx) => books.ledger.post(tx, batch));
        busyMs += performance.now() - startedAt;
      }
      const rate = (tenth * 1_000) / busyMs;
      rates.push(rate);
      process.stderr.write(`growth: ${(part + 1) * tenth} of ${tenth * 10} transfers, ${Math.round(rate)}/s in this tenth\n`);
    }
    const facts = { bench: 'ledger', metric: `growth-${tenth * 10}`, unit: 'transfers/s', baseline: 'its first tenth', target: '0.9 ×' };
    emit(options, comparedMetric(facts, { candidate: rates.slice(-1), baseline: rates.slice(0, 1) }));
    const size = await books.db.sql.one<{ bytes: number }>(
      `select (sum(pg_total_relation_size(c.oid)) / (select count(*) from transfers))::float8 as bytes from pg_class c
       where c.relkind = 'r' and (c.relname = 'journals' or c.oid in (select inhrelid from pg_inherits where inhparent = 'transfers'::regclass))`,
    );
    emit(options, plainMetric('bytes-per-transfer', [size?.bytes ?? 0], { unit: 'B with journal and indexes', target: '≤ 600 B' }));
  } finally {
    await books.close();
  }
}
