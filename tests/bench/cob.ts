/**
 * The business day: N loans of ten notes fall due on one date; every instalment is collected, allocated, distributed, posted and written
 * as events, through the real queue, against the same number of transfers as raw batches on the same server. `-- cob 10000 100000`
 * names other sizes. The relay is held back: what is measured is the day, not Kafka.
 */
import { leaderKeys, openDatabase } from '@mutua/db';
import { createTopics, deleteTopics } from '@mutua/messaging';
import { eventually, silentLogger, testDatabase, topicPrefix } from '@mutua/testkit';
import { Redis } from 'ioredis';
import pg from 'pg';
import { startBackingServices } from '../../infra/local/backing.ts';
import { compose } from '../../services/payments/src/compose.ts';
import { loadConfig } from '../../services/payments/src/config.ts';
import { openRawLedger } from './cob-raw.ts';
import { lenders, notesPerLoan, seedLoans } from './cob-seed.ts';
import { startDurablePostgres } from './durable-postgres.ts';
import { type BenchOptions, comparedMetric, emit, interleave, median } from './harness.ts';

const sizes = [10_000, 100_000];
const dueOn = '2026-02-15';
const waitMs = 30 * 60_000;

type Day = { readonly transfersPerSecond: number; readonly msPerLoan: number; readonly rssMegabytes: number; readonly redisBytes: number };
type Bench = { day(): Promise<Day>; raw(): Promise<number>; end(): Promise<void> };

/** A platform of its own for each size: its database, its queue, its loans, one date before them. */
const openBench = async (loans: number): Promise<Bench> => {
  const backing = await startBackingServices({ profile: 'test' });
  const postgres = await startDurablePostgres();
  const database = await testDatabase('payments', { postgresAdminUrl: postgres.adminUrl });
  const prefix = topicPrefix();
  await createTopics({ brokers: backing.kafka.brokers, topicPrefix: prefix });
  const config = loadConfig({
    MUTUA_PAYMENTS_DATABASE_URL: database.url,
    MUTUA_KAFKA_BROKERS: backing.kafka.brokers.join(','),
    MUTUA_TOPIC_PREFIX: prefix,
    MUTUA_REDIS_URL: backing.redis.url,
    MUTUA_LOG_LEVEL: 'silent',
    MUTUA_FIRST_BUSINESS_DATE: dueOn,
  });
  const relayLock = new pg.Client({ connectionString: database.url });
  await relayLock.connect();
  await relayLock.query('select pg_advisory_lock($1)', [leaderKeys.relay]);
  const service = await compose(config);
  const owner = await openDatabase({ url: database.ownerUrl, applicationName: 'bench-cob', poolMax: 4, logger: silentLogger });
  await service.start();
  const redis = new Redis(backing.redis.url);
  const raw = await openRawLedger(owner, { lenders, borrowers: loans });
  const transfers = async (): Promise<number> =>
    Number((await owner.sql.one<{ n: bigint }>('select count(*) as n from transfers'))?.n ?? 0n);
  let round = 0;
  let perDay = 0;
  return {
    async day() {
      round += 1;
      const on = await currentDate(owner);
      await seedLoans(owner, { loans, round, dueOn: on });
      const before = await transfers();
      const watch = watchResources(redis, prefix);
      const startedAt = performance.now();
      await owner.sql.run('update business_date_target set target = $1::date + 1', [on]);
      await eventually(async () => (await currentDate(owner)) > on, { timeoutMs: waitMs, what: 'the close of the day' });
      const ms = performance.now() - startedAt;
      perDay = (await transfers()) - before;
      const expected = loans * (2 + 3 * notesPerLoan);
      if (perDay !== expected) throw new Error(`the day moved ${perDay} transfers instead of ${expected}`);
      return { transfersPerSecond: (perDay * 1_000) / ms, msPerLoan: ms / loans, ...(await watch.end(loans)) };
    },
    raw: () => raw.rate(loans * (2 + 3 * notesPerLoan)),
    async end() {
      await service.close();
      await owner.close();
      await relayLock.end();
      redis.disconnect();
      await deleteTopics({ brokers: backing.kafka.brokers, topicPrefix: prefix, logger: silentLogger });
      await database.drop();
      await postgres.close();
    },
  };
};

type Owner = Awaited<ReturnType<typeof openDatabase>>;

const currentDate = async ({ sql }: Owner): Promise<string> =>
  (await sql.one<{ on: string }>('select business_date as on from business_clock'))?.on ?? '';

/** The most memory of this process, and the most that the keys of the jobs of this day hold in Redis, which others use besides. */
const watchResources = (redis: Redis, prefix: string) => {
  const seen = { rss: 0, redis: 0 };
  const look = async (): Promise<void> => {
    seen.rss = Math.max(seen.rss, process.memoryUsage().rss);
    seen.redis = Math.max(seen.redis, await bytesOfKeys(redis, `{${prefix}*`));
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, 250);
  return {
    async end(loans: number) {
      clearInterval(timer);
      await looking;
      return { rssMegabytes: seen.rss / 2 ** 20, redisBytes: seen.redis / loans };
    },
  };
};

const bytesOfKeys = async (redis: Redis, match: string): Promise<number> => {
  let bytes = 0;
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', match, 'COUNT', 1_000);
    // A key may be gone since it was seen.
    const each = await Promise.all(keys.map((key) => redis.memory('USAGE', key)));
    bytes += each.reduce<number>((sum, used) => sum + (used ?? 0), 0);
    cursor = next;
  } while (cursor !== '0');
  return bytes;
};

export const run = async (options: BenchOptions): Promise<void> => {
  const wanted = options.args.length > 0 ? options.args.map(Number) : sizes;
  const days = new Map<number, readonly Day[]>();
  for (const loans of wanted) {
    const bench = await openBench(loans);
    const measured: Day[] = [];
    const candidate = async (): Promise<number> => {
      const day = await bench.day();
      measured.push(day);
      return day.transfersPerSecond;
    };
    const compared = await interleave(options.rounds, candidate, bench.raw).finally(bench.end);
    days.set(loans, measured);
    const metric = `day-${loans / 1_000}k`;
    const facts = { bench: 'cob', metric, unit: 'transfers/s', baseline: 'raw SQL batches', target: '≥ 0.4 ×' };
    emit(options, comparedMetric(facts, compared));
    const plain = { bench: 'cob', baseline: null, baselineValue: null, ratio: null };
    const of = (pick: (day: Day) => number): number => median(measured.map(pick));
    emit(options, { ...plain, metric: `${metric}-rss`, value: of(({ rssMegabytes }) => rssMegabytes), unit: 'MB' });
    emit(options, { ...plain, metric: `${metric}-redis`, value: of(({ redisBytes }) => redisBytes), unit: 'B/instalment', target: '≤ 1' });
  }
  emitGrowth(options, days);
};

const emitGrowth = (options: BenchOptions, days: ReadonlyMap<number, readonly Day[]>): void => {
  const [small, large] = [...days.values()].map((each) => median(each.map(({ msPerLoan }) => msPerLoan)));
  if (small === undefined || large === undefined) return;
  emit(options, {
    ...{ bench: 'cob', metric: 'growth', value: large, unit: 'ms/loan', baseline: 'the smaller day', baselineValue: small },
    ...{ ratio: large / small, target: '≤ 1.15' },
  });
};
