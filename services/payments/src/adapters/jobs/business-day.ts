/**
 * Drives the business date to its target day by day. One process leads; each day's work is cut into chunks that any worker may take.
 * Missed days are caught up one by one; a restart goes on where the rows say.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Alarm, createAlarm, type Database, leaderKeys, type Tx, whileLeading } from '@mutua/db';
import type { JobDraft, Queue } from '@mutua/jobs';
import { addDays, type CalendarDate, type Clock } from '@mutua/kernel';
import type { Logger } from '@mutua/telemetry';
import type { Publisher, ReturnedCollection } from '../../app/ports.ts';
import { addSummaries, type DaySummary, emptySummary } from '../../app/servicing/close-day.ts';
import { loanOfKey } from '../../app/servicing/credit-unbooked.ts';
import type { DayStore, ReturnStore } from '../../app/servicing/ports.ts';
import { type ChunkJob, chunkJobId } from './day-chunks.ts';

export type BusinessDayDeps = {
  readonly db: Database;
  readonly queue: Queue<ChunkJob>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly days: (sql: Pick<Tx, 'query' | 'one' | 'run'>) => DayStore;
  readonly publisher: (tx: Tx, businessDate: CalendarDate) => Publisher;
  readonly currentDate: (tx: Tx) => Promise<CalendarDate>;
  /** What the bank takes back on the date. */
  readonly returned: (on: CalendarDate) => Promise<readonly ReturnedCollection[]>;
  readonly returns: (tx: Tx) => Pick<ReturnStore, 'insert'>;
  /** Books what the bank paid and no chunk heard of. */
  readonly creditUnheard: (tx: Tx, on: CalendarDate) => Promise<void>;
  readonly setDate: (tx: Tx, date: CalendarDate) => Promise<void>;
};
export type BusinessDayRunner = {
  /** A chunk was finished or a target was set: look at once. */
  wake(): void;
  close(): Promise<void>;
};

/** Loans of one transaction: fewer cost more, more hold the wallets of their lenders for longer. */
const loansPerChunk = 500;
/** Chunks in the queue at once: the rows are the list of what is to do, Redis holds no more than keeps the workers busy. */
const chunksHandedOut = 8;
const idleMs = 1_000;
const standbyMs = 1_000;
const refillMs = 1_000;

export const startBusinessDay = (deps: BusinessDayDeps): BusinessDayRunner => {
  const state = { closing: false };
  const alarm = createAlarm();
  const lead = async (): Promise<void> => {
    await openFirstDay(deps);
    while (!state.closing) if (!(await step(deps, alarm, () => state.closing))) await alarm.sleep(idleMs);
  };
  const loop = async (): Promise<void> => {
    while (!state.closing) {
      try {
        if (!(await whileLeading(deps.db.pool, leaderKeys.businessDay, lead)) && !state.closing) await alarm.sleep(standbyMs);
      } catch (error) {
        deps.logger.warn({ err: error }, 'the business day was interrupted, it goes on from its rows');
        await pause(standbyMs);
      }
    }
  };
  const running = loop();
  return {
    wake: alarm.ring,
    async close() {
      state.closing = true;
      alarm.ring();
      await running;
    },
  };
};

/** The books open on a date before any administrator moves it. */
const openFirstDay = async ({ db, days, publisher, currentDate, clock }: BusinessDayDeps): Promise<void> => {
  if ((await days(db.sql).current()) !== undefined) return;
  await db.run(async (tx) => {
    const date = await currentDate(tx);
    await days(tx).open(date, clock.now());
    await publisher(tx, date).publish([
      { name: 'payments.business-day-opened.v1', aggregateId: 'platform', data: { businessDate: date, previous: null } },
    ]);
  });
};

/** One day on, if the target says so; false when there is nothing to do. */
const step = async (deps: BusinessDayDeps, alarm: Alarm, isClosing: () => boolean): Promise<boolean> => {
  const days = deps.days(deps.db.sql);
  const [day, target] = [await days.current(), await days.target()];
  if (day === undefined || (day.status === 'open' && (target === null || day.date >= target))) return false;
  if (day.status === 'open') {
    const returned = (await deps.returned(day.date)).map((each) => ({ ...each, loanId: loanOfKey(each.key) }));
    const isQuiet = await deps.db.run(async (tx) => {
      await deps.returns(tx).insert(returned, day.date);
      const chunks = await deps.days(tx).startClosing(day.date, loansPerChunk);
      if (chunks === 0) await turnOver(deps, tx, day.date);
      return chunks === 0;
    });
    if (isQuiet) return true;
  }
  await workChunks(deps, day.date, { alarm, isClosing });
  if (!isClosing()) await deps.db.run((tx) => turnOver(deps, tx, day.date));
  return true;
};

/** Hands out what is open until nothing is; whatever Redis lost is handed out again. */
const workChunks = async (
  { db, queue, days, logger }: BusinessDayDeps,
  on: CalendarDate,
  { alarm, isClosing }: { alarm: Alarm; isClosing: () => boolean },
): Promise<void> => {
  let handedOutAt = Number.NEGATIVE_INFINITY;
  let waiting: readonly number[] = [];
  while (!isClosing()) {
    const open = await days(db.sql).openChunks(on, chunksHandedOut);
    if (open.length === 0) return;
    const isLow = open.filter((chunkNo) => waiting.includes(chunkNo)).length <= chunksHandedOut / 2;
    if (isLow || performance.now() - handedOutAt >= refillMs) {
      handedOutAt = performance.now();
      waiting = open;
      await queue
        .addMany(open.map((chunkNo) => draftOf({ businessDate: on, chunkNo })))
        .catch((error: unknown) => logger.warn({ err: error }, 'chunks could not be handed out'));
    }
    await alarm.sleep(refillMs / 4);
  }
};

const draftOf = (payload: ChunkJob): JobDraft<ChunkJob> => ({ id: chunkJobId(payload), payload });

/** Closes the date and opens the next one in the same transaction: there is always exactly one open day. */
const turnOver = async ({ days, publisher, creditUnheard, setDate, clock }: BusinessDayDeps, tx: Tx, date: CalendarDate): Promise<void> => {
  await creditUnheard(tx, date);
  const store = days(tx);
  const summary = (await store.summaries(date)).reduce<DaySummary>(
    (sum, each) => addSummaries(sum, { ...emptySummary, ...each }),
    emptySummary,
  );
  const next = addDays(date, 1);
  await store.close(date, clock.now(), summary);
  await store.open(next, clock.now());
  await setDate(tx, next);
  await publisher(tx, next).publish([
    { name: 'payments.business-day-closed.v1', aggregateId: 'platform', data: { businessDate: date, summary } },
    { name: 'payments.business-day-opened.v1', aggregateId: 'platform', data: { businessDate: next, previous: date } },
  ]);
};
