/** Redis may lose everything at any moment: the work is in Postgres (here a set), and the queue is filled again from it. */
import { eventually, silentLogger, testEnvironment, topicPrefix } from '@mutua/testkit';
import { Redis } from 'ioredis';
import { afterEach, expect, test } from 'vitest';
import { openQueue, type Queue, queueCounts, startRefill, startWorker } from '../src/index.ts';

type Payload = { readonly n: number };
const { redisUrl } = testEnvironment();
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function stage(options: { attemptsMax?: number } = {}) {
  const address = { name: 'jobs-test', redisUrl, prefix: topicPrefix(), logger: silentLogger };
  const queue = await openQueue<Payload>({ ...address, ...options });
  closers.push(async () => {
    await queue.obliterate();
    await queue.close();
  });
  return {
    queue,
    work: async (run: (payload: Payload, attempt: number) => Promise<void>, concurrency = 4) => {
      const worker = await startWorker<Payload>({ ...address, concurrency, run: ({ payload, attempt }) => run(payload, attempt) });
      closers.push(() => worker.close());
      return worker;
    },
    /** What FLUSHALL does, to the keys of this test only: other tests use the same Redis. */
    flush: async () => {
      const redis = new Redis(redisUrl);
      const keys = await redis.keys(`{${address.prefix}*`);
      if (keys.length > 0) await redis.del(keys);
      await redis.quit();
      return keys.length;
    },
  };
}

const jobs = (numbers: readonly number[]) => numbers.map((n) => ({ id: `range:${n}`, payload: { n } }));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const isEmpty = async (queue: Queue<Payload>) => Object.values(await queue.counts()).every((count) => count === 0);

test('jobs run once each; the same id while it waits is the same job; afterwards it may come again', async () => {
  const { queue, work } = await stage();
  await queue.addMany(jobs(upTo(20)));
  await queue.addMany(jobs(upTo(20)));
  expect(await queueCounts({ test: queue })).toEqual({ test: { waiting: 20, active: 0, delayed: 0, failed: 0 } });
  const ran: number[] = [];
  await work(async ({ n }) => void ran.push(n));
  await eventually(() => isEmpty(queue));
  expect(ran.toSorted((a, b) => a - b)).toEqual(upTo(20));
  await queue.add({ id: 'range:3', payload: { n: 3 } });
  await eventually(() => ran.length === 21);
});

test('a job that fails is tried again, and leaves room for another when it is given up', async () => {
  const { queue, work } = await stage({ attemptsMax: 2 });
  const attempts: number[] = [];
  await work(async (_payload, attempt) => {
    attempts.push(attempt);
    if (attempts.length < 4) throw new Error('not today');
  });
  await queue.add({ id: 'one', payload: { n: 1 } });
  await eventually(async () => attempts.length === 2 && (await isEmpty(queue)));
  await queue.add({ id: 'one', payload: { n: 1 } });
  await eventually(async () => attempts.length === 4 && (await isEmpty(queue)));
  expect(attempts).toEqual([1, 2, 1, 2]);
});

test('everything in Redis is lost, more than once: all work gets done', async () => {
  const { queue, work, flush } = await stage();
  const due = new Set(upTo(300));
  const done = new Map<number, number>();
  await work(async ({ n }) => {
    due.delete(n); // the database decides; a second run of the same job finds nothing to do
    done.set(n, (done.get(n) ?? 0) + 1);
  });
  const refill = startRefill({
    everyMs: 50,
    find: async () => [...due],
    enqueue: (numbers) => queue.addMany(jobs(numbers)),
    logger: silentLogger,
  });
  closers.push(() => refill.close());
  let flushed = 0;
  for (const left of [200, 100, 20]) {
    await eventually(() => due.size <= left);
    flushed += await flush();
    for (const n of upTo(300)) due.add(n);
  }
  await eventually(() => due.size === 0, { timeoutMs: 30_000 });
  expect(flushed).toBeGreaterThan(0);
  expect(done.size).toBe(300);
});

test('without the refill a flush does lose work', async () => {
  const { queue, work, flush } = await stage();
  await queue.addMany(jobs(upTo(10)));
  await flush();
  const ran: number[] = [];
  await work(async ({ n }) => void ran.push(n));
  await queue.add({ id: 'last', payload: { n: 99 } });
  await eventually(() => ran.length > 0);
  expect(ran).toEqual([99]);
});

test('a refill that fails is tried again, and calls meet in one look', async () => {
  let looks = 0;
  const failing = startRefill({
    everyMs: 10,
    find: () => {
      looks += 1;
      return Promise.reject(new Error('no database'));
    },
    enqueue: async () => undefined,
    logger: silentLogger,
  });
  await eventually(() => looks >= 3);
  await failing.close();
  const after = looks;
  await expect(failing.now()).rejects.toThrow('no database');
  expect(looks).toBe(after + 1);
});

test('closing a worker waits for the job that runs', async () => {
  const { queue, work } = await stage();
  const isRunning = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  let hasEnded = false;
  const worker = await work(async () => {
    isRunning.resolve();
    await mayEnd.promise;
    hasEnded = true;
  });
  await queue.add({ id: 'slow', payload: { n: 1 } });
  await isRunning.promise;
  const closing = worker.close();
  mayEnd.resolve();
  await closing;
  expect(hasEnded).toBe(true);
});
