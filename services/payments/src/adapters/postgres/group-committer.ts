/**
 * Group commit: postings that stand on their own share transactions. A caller waits at most a millisecond for company, then one
 * transaction claims the idempotency keys of the group, posts its journals in one call and stores the replies; each caller gets his own
 * answer after the commit. A refused journal does not touch the others, nor does a defective one: then each is tried alone.
 */
import { type Database, isTransient, type OnceOutcome, type Tx } from '@mutua/db';
import { assert, type CalendarDate, type Rejection, type Result, reject } from '@mutua/kernel';
import type { GroupCommitter, GroupPosting, Publisher } from '../../app/ports.ts';
import { toldLedger } from '../../app/told-ledger.ts';
import type { PostOutcome } from '../../domain/ledger.ts';
import { claimRequests, storeReplies } from './group-idempotency.ts';
import { ledger } from './ledger.ts';

export type GroupCommitterOptions = {
  readonly db: Pick<Database, 'run'>;
  readonly businessDate: (tx: Tx) => Promise<CalendarDate>;
  /** Tells what was posted. */
  readonly publisher: (tx: Tx, businessDate: CalendarDate) => Publisher;
  /** Transactions under way at once. Four: some compute while others wait for the disk, which one flush serves together. */
  readonly lanes?: number;
  readonly groupMax?: number;
  readonly waitMs?: number;
};

/** From so many on a group is halved: below, the cost of a second transaction is more than it gains. */
const halvedFrom = 32;

/** What waits in the queue; the type of its reply is known only to its caller. */
export type Waiting = GroupPosting<unknown> & {
  settle(outcome: OnceOutcome<unknown>): void;
  fail(error: unknown): void;
};

export function createGroupCommitter({
  db,
  businessDate,
  publisher,
  lanes = 4,
  groupMax = 500,
  waitMs = 1,
}: GroupCommitterOptions): GroupCommitter & { idle(): Promise<void> } {
  const deps: Deps = { db, businessDate, publisher, date: {} };
  const queue: Waiting[] = [];
  let busy = 0;
  let lastSize = 0;
  let isScheduled = false;
  let whenIdle: (() => void)[] = [];

  const schedule = (): void => {
    if (isScheduled || busy >= lanes || queue.length === 0) return;
    isScheduled = true;
    // With nothing under way nobody is worth waiting for but who asks in this very turn; nor when as many are there as came together before.
    if (busy === 0 || queue.length >= Math.min(groupMax, Math.max(lastSize, halvedFrom))) setImmediate(flush);
    else setTimeout(flush, waitMs);
  };
  const flush = (): void => {
    isScheduled = false;
    // Callers that are answered together ask again together: in two groups, one is prepared while the database works at the other.
    const share = busy === 0 && queue.length >= halvedFrom ? Math.ceil(queue.length / 2) : queue.length;
    const group = queue.splice(0, Math.min(share, groupMax));
    if (group.length === 0) return;
    lastSize = group.length;
    busy += 1;
    void commitGroup(deps, group).finally(() => {
      busy -= 1;
      schedule();
      if (busy > 0 || queue.length > 0) return;
      for (const resolve of whenIdle) resolve();
      whenIdle = [];
    });
    schedule();
  };
  return {
    post: <T>(posting: GroupPosting<T>) =>
      new Promise<OnceOutcome<T>>((resolve, fail) => {
        // Every reply of the group goes to the caller who made it, so the type comes back to where it is known.
        queue.push({ ...posting, settle: (outcome) => resolve(outcome as OnceOutcome<T>), fail });
        schedule();
      }),
    idle: () => (busy === 0 && queue.length === 0 ? Promise.resolve() : new Promise((resolve) => void whenIdle.push(resolve))),
  };
}

type Deps = Pick<GroupCommitterOptions, 'db' | 'businessDate' | 'publisher'> & {
  /** The business date as the last group found it. */
  readonly date: { last?: CalendarDate };
};

/** The date moved on since the last group: this one begins anew. */
class StaleDateError extends Error {}

/** Never rejects: every caller of the group is answered. */
async function commitGroup(deps: Deps, group: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await deps.db.run((tx) => settleGroup(deps, tx, group));
    group.forEach((waiting, i) => {
      const outcome = outcomes[i];
      if (outcome !== undefined) waiting.settle(outcome);
    });
  } catch (error) {
    if (error instanceof StaleDateError) await commitGroup(deps, group);
    else if (group.length === 1 || isTransient(error)) for (const { fail } of group) fail(error);
    else for (const waiting of group) await commitGroup(deps, [waiting]);
  }
}

async function settleGroup({ businessDate, publisher, date }: Deps, tx: Tx, group: readonly Waiting[]): Promise<OnceOutcome<unknown>[]> {
  const known = await claimRequests(tx, group);
  const fresh = group.filter((_, i) => known[i] === undefined);
  if (fresh.length === 0) return known.filter((outcome) => outcome !== undefined);
  const on = date.last ?? (await businessDate(tx));
  const journals = fresh.flatMap(({ journalOn }) => journalOn?.(on) ?? []);
  // Both leave together: it is the date still, but once a day.
  const [outcomes, now] = await Promise.all([toldLedger(ledger(tx), publisher(tx, on)).post(journals), businessDate(tx)]);
  date.last = now;
  if (now !== on) throw new StaleDateError();
  const results = resultsOf(fresh, on, outcomes);
  await storeReplies(tx, fresh, results);
  for (const [i, { also }] of fresh.entries()) if (results[i]?.ok) await also?.(tx);
  let next = 0;
  return known.map((outcome) => outcome ?? { result: results[next++] ?? reject('ledger.account_unknown'), replayed: false });
}

function resultsOf(fresh: readonly Waiting[], on: CalendarDate, outcomes: readonly PostOutcome[]): Result<unknown, Rejection>[] {
  let next = 0;
  return fresh.map(({ journalOn, replyOf }) => {
    if (journalOn === undefined) return replyOf(undefined, on);
    const outcome = outcomes[next++];
    assert(outcome !== undefined, 'every posting of a group has an outcome');
    return replyOf(outcome, on);
  });
}
