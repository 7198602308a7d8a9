/**
 * Credit with durability on: submitted requests in Kafka → pending rows → BullMQ → decided rows → decisions in Kafka, against BullMQ running
 * jobs that do nothing, in the same run. Then how long a decision takes at half that load, and what a backlog of a million costs.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { systemIds } from '@mutua/config';
import type { EventData } from '@mutua/contracts';
import { compose } from '@mutua/credit-service';
import { loadConfig } from '@mutua/credit-service/config';
import { type Database, openDatabase } from '@mutua/db';
import type { Service } from '@mutua/http';
import { openQueue, startWorker } from '@mutua/jobs';
import { type Instant, instantFromEpochMs } from '@mutua/kernel';
import { createTopics, deleteTopics, type Messaging, startMessaging } from '@mutua/messaging';
import { createMetrics } from '@mutua/telemetry';
import { eventually, seededIds, silentLogger, type TestDatabase, testDatabase, topicPrefix } from '@mutua/testkit';
import { Redis } from 'ioredis';
import pg from 'pg';
import { startBackingServices } from '../../infra/local/backing.ts';
import { type BenchOptions, comparedMetric, emit, median } from './harness.ts';

const requests = 20_000;
const noOpJobs = 20_000;
const perTransaction = 200;
const concurrency = 4;
const latencySeconds = 10;
const backlog = 1_000_000;
const watchSeconds = 20;
const waitMs = 600_000;
const name = 'loans.loan-request-submitted.v1';
const ids = seededIds(11);

type Submitted = EventData<typeof name>;
type Bench = {
  readonly brokers: readonly string[];
  readonly redisUrl: string;
  readonly prefix: string;
  readonly credit: TestDatabase;
  readonly loans: Database;
  end(): Promise<void>;
};

const openBench = async (): Promise<Bench> => {
  const backing = await startBackingServices({ profile: 'dev' });
  const options = { postgresAdminUrl: backing.postgres.adminUrl };
  const [credit, database] = [await testDatabase('credit', options), await testDatabase('loans', options)];
  const loans = await openDatabase({ url: database.url, applicationName: 'bench-loans', poolMax: 8, logger: silentLogger });
  const { brokers } = backing.kafka;
  const prefix = topicPrefix();
  await createTopics({ brokers, topicPrefix: prefix, logger: silentLogger });
  return {
    ...{ brokers, prefix, credit, loans, redisUrl: backing.redis.url },
    async end() {
      await deleteTopics({ brokers, topicPrefix: prefix, logger: silentLogger });
      await loans.close();
      await Promise.all([credit.drop(), database.drop()]);
    },
  };
};

const submission = (): Submitted => ({
  requestId: ids.next('loanRequest'),
  borrowerId: ids.next('member'),
  market: 'EUR',
  productId: ids.next('loanProduct'),
  amount: { amountMinor: '1000000', currency: 'EUR' },
  termMonths: 36,
  purpose: 'car',
  maxRatePpm: 300_000,
  submittedOn: '2026-01-02',
  submittedAt: '2026-01-02T09:00:00.000Z',
  profile: {
    ...{ annualIncomeMinor: '6000000', employmentLengthYears: 5, homeOwnership: 'rent', debtToIncomePpm: 120_000, delinquencies2y: 0 },
    ...{ inquiries6m: 1, openAccounts: 8, publicRecords: 0, revolvingBalanceMinor: '500000', revolvingUtilisationPpm: 400_000 },
    ...{ totalAccounts: 20, monthsSinceDelinquency: null, monthsSinceRecord: null, earliestCreditLineOn: '2010-05-01', ficoLow: 700 },
  },
});

const nowOf = (): Instant => instantFromEpochMs(Date.now());
const append = (db: Database, submissions: readonly Submitted[]): Promise<void> =>
  db.run((tx) =>
    tx.outbox.append(
      submissions.map((data) => ({ id: systemIds.next('event'), name, aggregateId: data.requestId, data, occurredAt: nowOf() })),
    ),
  );

/** Borrowers whose identity is confirmed, as identity would have told before. */
const verify = async ({ credit }: Bench, submissions: readonly Submitted[]): Promise<void> => {
  const owner = new pg.Client({ connectionString: credit.ownerUrl });
  await owner.connect();
  await owner.query("insert into borrowers select *, 'verified' from unnest($1::text[])", [
    submissions.map(({ borrowerId }) => borrowerId),
  ]);
  await owner.end();
};

const messagingOf = (bench: Bench, service: string, handlers: Parameters<typeof startMessaging>[0]['handlers']): Promise<Messaging> =>
  startMessaging({
    ...{ db: bench.loans, brokers: bench.brokers, topicPrefix: bench.prefix, service, handlers, ids: systemIds, logger: silentLogger },
    metrics: createMetrics({ service }),
  });

const composeCredit = (bench: Bench): Promise<Service> =>
  compose(
    loadConfig({
      MUTUA_CREDIT_DATABASE_URL: bench.credit.url,
      MUTUA_KAFKA_BROKERS: bench.brokers.join(','),
      MUTUA_TOPIC_PREFIX: bench.prefix,
      MUTUA_REDIS_URL: bench.redisUrl,
      MUTUA_LOG_LEVEL: 'error',
      MUTUA_CREDIT_SCORING_CONCURRENCY: String(concurrency),
    }),
  );

const countOf = async (db: Database, text: string): Promise<number> => (await db.sql.one<{ n: number }>(text))?.n ?? 0;
const decided = "select count(*)::int as n from assessments where status <> 'pending'";
const untold = 'select count(*)::int as n from outbox_pending';

/** Requests a second, from the first one decided to the last decision acknowledged by the broker; all of them wait in Kafka before. */
const pipelineRate = async (bench: Bench): Promise<number> => {
  const submissions = Array.from({ length: requests }, submission);
  await verify(bench, submissions);
  const loans = await messagingOf(bench, 'loans', {});
  for (let at = 0; at < requests; at += perTransaction) await append(bench.loans, submissions.slice(at, at + perTransaction));
  await eventually(async () => (await countOf(bench.loans, untold)) === 0, { timeoutMs: waitMs });
  await loans.close();
  const service = await composeCredit(bench);
  await service.start();
  let before = 0;
  while (before === 0) {
    await pause(5);
    before = await countOf(service.db, decided);
  }
  const startedAt = performance.now();
  let done = before;
  while (done < requests) {
    await pause(50);
    done = await countOf(service.db, decided);
  }
  while ((await countOf(service.db, untold)) > 0) await pause(5);
  const seconds = (performance.now() - startedAt) / 1_000;
  await service.close();
  return (requests - before) / seconds;
};

/** Jobs a second that BullMQ adds and runs when they do nothing, added and run as ours are. */
const noOpRate = async (bench: Bench): Promise<number> => {
  const address = { name: 'bench-no-op', redisUrl: bench.redisUrl, prefix: bench.prefix };
  const queue = await openQueue<{ nr: number }>({ ...address, logger: silentLogger });
  let run = 0;
  const isDone = Promise.withResolvers<void>();
  const worker = await startWorker<{ nr: number }>({
    ...{ ...address, concurrency, logger: silentLogger },
    async run() {
      run += 1;
      if (run === noOpJobs) isDone.resolve();
    },
  });
  const startedAt = performance.now();
  for (let at = 0; at < noOpJobs; at += perTransaction) {
    await queue.addMany(Array.from({ length: perTransaction }, (_, nr) => ({ id: `no-op-${at + nr}`, payload: { nr: at + nr } })));
  }
  await isDone.promise;
  const seconds = (performance.now() - startedAt) / 1_000;
  await worker.close();
  await queue.obliterate();
  await queue.close();
  return noOpJobs / seconds;
};

/** Milliseconds from before a request is submitted to after its decision is handled by another service, at a steady rate. */
const decisionTimes = async (bench: Bench, perSecond: number): Promise<number[]> => {
  const submittedAt = new Map<string, number>();
  const measured: number[] = [];
  const service = await composeCredit(bench);
  await service.start();
  const loans = await messagingOf(bench, 'loans', {
    'credit.assessment-completed.v1': async ({ data }, tx) => {
      tx.afterCommit(() => {
        const at = submittedAt.get(data.requestId);
        if (at !== undefined) measured.push(performance.now() - at);
      });
      return undefined;
    },
  });
  const warmUp = [submission()];
  for (const { requestId } of warmUp) submittedAt.set(requestId, performance.now());
  await append(bench.loans, warmUp);
  await eventually(() => measured.length === 1, { timeoutMs: waitMs });
  measured.length = 0;
  submittedAt.clear();
  const everyMs = 10;
  const batch = Math.max(1, Math.round((perSecond * everyMs) / 1_000));
  const prepared = Array.from({ length: (latencySeconds * 1_000) / everyMs }, () => Array.from({ length: batch }, submission));
  await verify(bench, prepared.flat());
  const writes: Promise<void>[] = [];
  const startedAt = performance.now();
  for (const [tick, submissions] of prepared.entries()) {
    while (performance.now() < startedAt + tick * everyMs) await pause(1);
    for (const { requestId } of submissions) submittedAt.set(requestId, performance.now());
    writes.push(append(bench.loans, submissions));
  }
  await Promise.all(writes);
  await eventually(() => measured.length >= submittedAt.size, { timeoutMs: waitMs });
  await loans.close();
  await service.close();
  return measured.sort((a, b) => a - b);
};

type Backlog = { readonly redisMb: number; readonly processMb: number; readonly perSecond: number };

/** A million pending rows: what Redis and the process hold of them while they are worked off. */
const backlogCost = async (bench: Bench): Promise<Backlog> => {
  const data = submission();
  await verify(bench, [data]);
  const owner = new pg.Client({ connectionString: bench.credit.ownerUrl });
  await owner.connect();
  const { productId: _productId, amount, maxRatePpm: _maxRatePpm, ...rest } = data;
  const application = JSON.stringify({
    ...rest,
    ...amount,
    profile: { ...data.profile, debtToIncomePpm: '120000', revolvingUtilisationPpm: '400000' },
  });
  await owner.query(
    `insert into assessments (assessment_id, request_id, borrower_id, status, application, submitted_at, received_at)
     select 'asm_' || lpad(nr::text, 26, '0'), id, $2, 'pending', jsonb_set($1::jsonb, '{requestId}', to_jsonb(id)), now(), now() - interval '1 hour'
     from generate_series(1, $3::int) as nr, lateral (select 'req_' || lpad(nr::text, 26, '0') as id) made`,
    [application, data.borrowerId, backlog],
  );
  await owner.query('analyze assessments');
  await owner.end();
  const redis = new Redis(bench.redisUrl);
  const redisBytes = async (): Promise<number> => Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
  const idle = await redisBytes();
  const service = await composeCredit(bench);
  await service.start();
  const startedAt = performance.now();
  let [redisMost, processMost] = [0, 0];
  while (performance.now() - startedAt < watchSeconds * 1_000) {
    await pause(250);
    redisMost = Math.max(redisMost, (await redisBytes()) - idle);
    processMost = Math.max(processMost, process.memoryUsage().rss);
  }
  const done = await countOf(service.db, decided);
  const perSecond = done / ((performance.now() - startedAt) / 1_000);
  await service.close();
  redis.disconnect();
  return { redisMb: redisMost / 2 ** 20, processMb: processMost / 2 ** 20, perSecond };
};

const none = { baseline: null, baselineValue: null, ratio: null };

/** `backlog` among the arguments adds the million; it writes a gigabyte. */
export const pipeline = async (options: BenchOptions): Promise<void> => {
  const [candidate, baseline]: [number[], number[]] = [[], []];
  for (let round = 0; round < options.rounds; round += 1) {
    const bench = await openBench();
    baseline.push(await noOpRate(bench));
    candidate.push(await pipelineRate(bench));
    await bench.end();
  }
  const facts = { bench: 'credit', metric: 'pipeline', unit: 'decisions/s', baseline: 'BullMQ no-op jobs', target: '≥ 0.25 ×' };
  emit(options, comparedMetric(facts, { candidate, baseline }));
  const bench = await openBench();
  const sorted = await decisionTimes(bench, median(candidate) / 2);
  await bench.end();
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  emit(options, { bench: 'credit', metric: 'decision-p99', value: at(0.99), unit: 'ms at half load', ...none, min: at(0.5) });
  if (!options.args.includes('backlog')) return;
  const full = await openBench();
  const { redisMb, processMb, perSecond } = await backlogCost(full);
  await full.end();
  emit(options, { bench: 'credit', metric: 'backlog-redis', value: redisMb, unit: 'MB of 10^6 queued', ...none, target: '≤ 64 MB' });
  emit(options, { bench: 'credit', metric: 'backlog-process', value: processMb, unit: 'MB of 10^6 queued', ...none, target: '≤ 512 MB' });
  emit(options, { bench: 'credit', metric: 'backlog-rate', value: perSecond, unit: 'decisions/s', ...none });
};
