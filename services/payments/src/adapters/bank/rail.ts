/**
 * The rail to the bank: sends what was not sent and imports what the statement says. The rows decide what there is to do; waking it only
 * saves waiting. Any number of processes may run it, one of them imports at a time.
 */
import type { Database } from '@mutua/db';
import type { Clock, Ids } from '@mutua/kernel';
import type { Logger } from '@mutua/telemetry';
import { importStatement } from '../../app/import-statement.ts';
import type { BankProvider, OpenUnit, RailQueue } from '../../app/ports.ts';

export type RailDeps = {
  readonly db: Database;
  readonly provider: BankProvider;
  readonly queue: RailQueue;
  readonly openUnit: OpenUnit;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
};

const batch = 500;

/** One round: submit, then import until the statement is read. Answers how many entries and orders it handled. */
export async function runRail(deps: RailDeps): Promise<number> {
  return (await submitOrders(deps)) + (await importEntries(deps));
}

async function submitOrders({ db, provider, queue, openUnit, clock }: RailDeps): Promise<number> {
  let submitted = 0;
  for (;;) {
    const orders = await queue.toSubmit(db.sql, batch);
    if (orders.length === 0) return submitted;
    // A crash after this call sends the orders again under the same keys, which the bank takes as one.
    await provider.submit(orders);
    const keys = orders.map(({ key }) => key);
    await db.run(async (tx) => {
      const { movements, now } = await openUnit(tx, clock.now());
      await movements.markSubmitted(keys, now);
    });
    submitted += orders.length;
  }
}

async function importEntries({ db, provider, queue, openUnit, clock, ids, logger }: RailDeps): Promise<number> {
  let imported = 0;
  for (;;) {
    const after = await queue.importedUpTo(db.sql);
    const entries = await provider.statement(after, batch);
    if (entries.length === 0) return imported;
    const result = await db.run(async (tx) => {
      const unit = await openUnit(tx, clock.now());
      const { businessDate, now } = unit;
      return await importStatement(unit, { after, entries, businessDate, at: now, nextJournalId: () => ids.next('journal') });
    });
    if (!result.taken) return imported;
    for (const { code, entry } of result.unexpected)
      logger.error({ code, key: entry.key, status: entry.status }, 'bank statement entry set aside');
    imported += entries.length;
  }
}

export type Rail = {
  /** Something was committed that the bank should hear of. */
  wake(): void;
  start(): void;
  /** Ends after the round in flight. */
  close(): Promise<void>;
};

export type RailTiming = {
  /** Between rounds while something is on its way, and when nothing is. */
  readonly busyMs: number;
  readonly idleMs: number;
  /** How long after the last work the rail stays busy. */
  readonly lingerMs: number;
};

export function createRail(deps: RailDeps, timing: RailTiming): Rail {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isOpen = false;
  let busyRounds = 0;
  const lingerRounds = Math.ceil(timing.lingerMs / timing.busyMs);

  const round = async (): Promise<void> => {
    try {
      const handled = await runRail(deps);
      busyRounds = handled > 0 ? lingerRounds : Math.max(0, busyRounds - 1);
    } catch (error) {
      deps.logger.error({ err: error }, 'bank rail round failed, tried again');
      busyRounds = 0;
    }
  };
  const schedule = (): void => {
    if (!isOpen || timer !== undefined || running !== undefined) return;
    timer = setTimeout(run, busyRounds > 0 ? timing.busyMs : timing.idleMs);
  };
  const run = (): void => {
    timer = undefined;
    running = round().finally(() => {
      running = undefined;
      schedule();
    });
  };
  return {
    wake() {
      busyRounds = lingerRounds;
      if (timer === undefined) return;
      clearTimeout(timer);
      timer = undefined;
      schedule();
    },
    start() {
      isOpen = true;
      busyRounds = 1;
      schedule();
    },
    async close() {
      isOpen = false;
      clearTimeout(timer);
      timer = undefined;
      await running;
    },
  };
}
