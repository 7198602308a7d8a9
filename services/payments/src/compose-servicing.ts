/** Composes loan servicing: stores, the business day with its queue and workers, the contract consumer, the REST handlers. */
import type { Database, Tx } from '@mutua/db';
import type { ProblemTable } from '@mutua/http';
import { openQueue, type Queue, startWorker, type Worker } from '@mutua/jobs';
import { type CalendarDate, type Clock, type Ids, reject } from '@mutua/kernel';
import type { Handlers as Consumers } from '@mutua/messaging';
import type { Logger, Metrics } from '@mutua/telemetry';
import type { ServicingHandlers, ServicingPolicy } from './adapters/http/operations.ts';
import { type BusinessDayRunner, startBusinessDay } from './adapters/jobs/business-day.ts';
import { type ChunkJob, workChunk } from './adapters/jobs/day-chunks.ts';
import { servicingConsumers } from './adapters/kafka/servicing-consumers.ts';
import { currentBusinessDate, setBusinessDate } from './adapters/postgres/business-clock.ts';
import { publisher } from './adapters/postgres/publisher.ts';
import { dayStore } from './adapters/postgres/servicing/day-store.ts';
import { instalmentStore } from './adapters/postgres/servicing/instalment-store.ts';
import { loanStore } from './adapters/postgres/servicing/loan-store.ts';
import { noteStore, repaymentStore } from './adapters/postgres/servicing/note-store.ts';
import type { DirectDebit, OpenUnit } from './app/ports.ts';
import type { ServicingPorts } from './app/servicing/ports.ts';
import type { PaymentsConfig } from './config.ts';

export type ServicingDeps = {
  readonly config: PaymentsConfig;
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly directDebit: DirectDebit;
  readonly openUnit: OpenUnit;
};
export type Servicing = {
  readonly handlers: ServicingHandlers;
  readonly policy: ServicingPolicy;
  readonly problems: ProblemTable;
  readonly consumers: Consumers;
  queues(): Promise<Record<string, Record<string, number>>>;
  start(): Promise<void>;
  close(): Promise<void>;
};

const dayQueue = 'payments.business-day';
const chunkWorkers = 2;

/** The ports of servicing in one transaction. */
function portsOpener({ openUnit, clock }: Pick<ServicingDeps, 'openUnit' | 'clock'>): (tx: Tx) => Promise<ServicingPorts> {
  return async (tx) => {
    const { ledger, publisher, holds } = await openUnit(tx, clock.now());
    return {
      ledger,
      publisher,
      holds,
      loans: loanStore(tx),
      instalments: instalmentStore(tx),
      notes: noteStore(tx),
      repayments: repaymentStore(tx),
    };
  };
}

/** The queue, its workers and the leader that drives the date; started and closed together. */
function businessDay(deps: ServicingDeps, openPorts: (tx: Tx) => Promise<ServicingPorts>) {
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
        setDate: setBusinessDate,
      });
      const worker = await startWorker<ChunkJob>({
        ...address,
        logger,
        concurrency: chunkWorkers,
        run: async ({ payload }) => {
          await workChunk({ logger, db, directDebit, clock, ids, readers, days: dayStore, openPorts }, payload);
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

const mandateSql = 'select bank_account_id from bank_accounts where member_id = $1 and currency = $2 order by bank_account_id limit 1';

async function mandateOf(tx: Tx, memberId: string, currency: string): Promise<string | null> {
  return (await tx.one<{ bank_account_id: string }>(mandateSql, [memberId, currency]))?.bank_account_id ?? null;
}

export async function openServicing(deps: ServicingDeps): Promise<Servicing> {
  const openPorts = portsOpener(deps);
  const day = businessDay(deps, openPorts);
  const later = async () => reject('service.unavailable');
  const rule = { access: 'roles', roles: ['admin'] } as const;
  return {
    handlers: {
      listLoans: later,
      getLoan: later,
      getLoanSchedule: later,
      listLoanTransactions: later,
      getPayoffQuote: later,
      listLoanNotes: later,
      createRepayment: later,
      setAutopay: later,
      createRecovery: later,
      listNotes: later,
      getNote: later,
      listNoteCashFlows: later,
      getPerformance: later,
      getBusinessDate: later,
      advanceBusinessDate: later,
      getLoanBook: later,
    },
    policy: {
      listLoans: rule,
      getLoan: rule,
      getLoanSchedule: rule,
      listLoanTransactions: rule,
      getPayoffQuote: rule,
      listLoanNotes: rule,
      createRepayment: rule,
      setAutopay: rule,
      createRecovery: rule,
      listNotes: rule,
      getNote: rule,
      listNoteCashFlows: rule,
      getPerformance: rule,
      getBusinessDate: rule,
      advanceBusinessDate: rule,
      getLoanBook: rule,
    },
    problems: {},
    consumers: servicingConsumers({ ...deps, openPorts, mandateOf }),
    queues: day.counts,
    start: day.start,
    close: day.close,
  };
}
