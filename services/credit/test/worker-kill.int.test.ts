/** kill -9 of a process that holds a scoring job: another worker takes over, and every request is decided exactly once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@mutua/db';
import { openQueue } from '@mutua/jobs';
import { derivedId } from '@mutua/kernel';
import { eventually, silentLogger, topicPrefix } from '@mutua/testkit';
import { expect, test } from 'vitest';
import { freePort } from '../../../infra/local/processes.ts';
import { type Loans, redisUrl, startLoans, startWorld, submission, type World } from './harness.ts';

const mainFile = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const names = Array.from({ length: 20 }, (_, nr) => `killed-${nr}`);
/** A dead worker's lock on its job runs out after 15 s and is looked for every 5 s; the broker believes its death after 10 s. */
const takeOver = { timeoutMs: 90_000, what: 'another worker takes over' };

const statusesOf = async ({ service }: World): Promise<readonly string[]> =>
  (await service.db.sql.query<{ status: string }>('select status from assessments')).map(({ status }) => status);

/** Another process of the service is about to score the requests, but their borrowers are held by somebody else. */
async function killWhileScoring(world: World, loans: Loans, prefix: string): Promise<void> {
  const db = await openDatabase({ url: world.ownerUrl, applicationName: 'holder', poolMax: 2, logger: silentLogger });
  const queue = await openQueue({ name: 'credit-scoring', redisUrl: redisUrl(), prefix, logger: silentLogger });
  const env = { ...process.env, ...world.variables, MUTUA_CREDIT_PORT: String(await freePort()) };
  const child: ChildProcess = spawn(process.execPath, [mainFile], { stdio: ['ignore', 'ignore', 'inherit'], env });
  try {
    await db.run(async (tx) => {
      await tx.query('select from borrowers for update');
      await loans.submit(...names.map((name) => submission(name, { borrowerId: derivedId('member', name) })));
      const waitsForUs = 'select from pg_locks where not granted and transactionid = pg_current_xact_id()::xid';
      // The requests may come in several batches, and the first of them is scored at once.
      const isScoring = async (): Promise<boolean> =>
        (await statusesOf(world)).length === names.length && (await tx.query(waitsForUs)).length > 0;
      await eventually(isScoring, { timeoutMs: 60_000, what: 'a worker scores' });
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      // What the process held is still taken for its work, and nothing of it is decided.
      expect((await queue.counts()).active).toBeGreaterThan(0);
      expect(await statusesOf(world)).toEqual(names.map(() => 'pending'));
    });
  } finally {
    child.kill('SIGKILL');
    await queue.close();
    await db.close();
  }
}

test('a worker that is killed while it holds a job: another one scores it, nothing twice and nothing lost', {
  timeout: 200_000,
}, async () => {
  const prefix = topicPrefix();
  const [world, loans] = [await startWorld(prefix), await startLoans(prefix)];
  try {
    await world.verify(...names);
    await killWhileScoring(world, loans, prefix);
    await world.service.start();
    await eventually(async () => (await statusesOf(world)).every((status) => status !== 'pending'), takeOver);
    const told = (await world.completions()).map(({ requestId }) => requestId);
    expect(told.toSorted()).toEqual(names.map((name) => submission(name).requestId).toSorted());
    expect(await statusesOf(world)).toHaveLength(names.length);
  } finally {
    await world.close();
    await loans.close();
  }
});
