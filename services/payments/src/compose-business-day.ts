/** Composes the business day: the leader that drives the date, the queue, the workers; started and closed together. */
import type { Database, Tx } from '@mutua/db';
import { openQueue, type Queue, startWorker, type Worker } from '@mutua/jobs';
import type { CalendarDate, Clock, Ids } from '@mutua/kernel';
import type { Logger } from '@mutua/telemetry';
import { type BusinessDayRunner, startBusinessDay } from './adapters/jobs/business-day.ts';
import { type ChunkJob, workChunk } from './adapters/jobs/day-chunks.ts';
import { currentBusinessDate, setBusinessDate } from './adapters/postgres/business-clock.ts';
import { lapsedReservations } from './adapters/postgres/lapsed-reservations.ts';
import { ledger } from './adapters/postgres/ledger.ts';
import { publisher } from './adapters/postgres/publisher.ts';
import { dayStore } from './adapters/postgres/servicing/day-store.ts';
import { instalmentStore } from './adapters/postgres/servicing/instalment-store.ts';
import { loanStore } from './adapters/postgres/servicing/loan-store.ts';
import { returnStore } from './adapters/postgres/servicing/return-store.ts';
import { hashOf } from './adapters/postgres/servicing/work.ts';
import { expireReservations } from './app/expire-reservations.ts';
import type { DirectDebit } from './app/ports.ts';
import { creditUnheard } from './app/servicing/credit-unbooked.ts';
import type { ServicingPorts } from './app/servicing/ports.ts';
import { momentOf } from './app/servicing/work.ts';
import { toldLedger } from './app/told-ledger.ts';

const dayQueue = 'payments.business-day';
const chunkWorkers = 2;

export type BusinessDayDeps = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly directDebit: DirectDebit;
  readonly config: { readonly redisUrl: string; readonly topicPrefix: string };
};

export function composeBusinessDay(deps: BusinessDayDeps, openPorts: (tx: Tx) => Promise<ServicingPorts>) {
  const { config, db, clock, ids, logger, directDebit } = deps;
  const address = { name: dayQueue, redisUrl: config.redisUrl, prefix: config.topicPrefix };
  const running: { queue?: Queue<ChunkJob>; runner?: BusinessDayRunner; worker?: Worker } = {};
  const readers = { loans: loanStore(db.sql), instalments: instalmentStore(db.sql) };
  return {
    wake: () => running.runner?.wake(),
    counts: async () => (running.queue ? { [dayQueue]: { ...(await running.queue.counts()) } } : {}),
    async start() {
      const queue = await openQueue<ChunkJob>({ ...address, logger });
      const at = (tx: Tx, businessDate: CalendarDate) => publisher(tx, { ids, now: clock.now(), businessDate });
      const runner = startBusinessDay({
        db,
        queue,
        clock,
        logger,
        days: dayStore,
        publisher: at,
        currentDate: currentBusinessDate,
        creditUnheard: async (tx, on) => creditUnheard(await openPorts(tx), momentOf({ ids, hash: hashOf }, { on, at: clock.now() })),
        setDate: async (tx, date) => {
          await setBusinessDate(tx, date);
          const lapsed = (on: CalendarDate, limit: number) => lapsedReservations(tx, on, limit);
          await expireReservations({ ledger: toldLedger(ledger(tx), at(tx, date)), lapsed }, date, () => ids.next('journal'));
        },
        returned: (on) => directDebit.returned(on),
        returns: returnStore,
      });
      const worker = await startWorker<ChunkJob>({
        ...address,
        logger,
        concurrency: chunkWorkers,
        run: async ({ payload }) => {
          await workChunk({ logger, db, directDebit, clock, ids, hash: hashOf, readers, days: dayStore, openPorts }, payload);
          runner.wake();
        },
      });
      Object.assign(running, { queue, runner, worker });
    },
    async close() {
      await running.runner?.close();
      await running.worker?.close();
      await running.queue?.close();
    },
  };
}
