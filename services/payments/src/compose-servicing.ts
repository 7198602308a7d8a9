/** Composes loan servicing: stores, the business day with its queue and workers, the contract consumer, the REST handlers. */
import { approvalViews } from '@mutua/approvals';
import type { Database, Tx } from '@mutua/db';
import type { ProblemTable } from '@mutua/http';
import type { Clock, Ids } from '@mutua/kernel';
import type { Handlers as Consumers } from '@mutua/messaging';
import type { Logger, Metrics } from '@mutua/telemetry';
import type { ServicingHandlers, ServicingPolicy } from './adapters/http/operations.ts';
import { servicingHandlers } from './adapters/http/servicing-handlers.ts';
import { servicingPolicy } from './adapters/http/servicing-policy.ts';
import { servicingProblems } from './adapters/http/servicing-problems.ts';
import { servicingConsumers } from './adapters/kafka/servicing-consumers.ts';
import { currentBusinessDate } from './adapters/postgres/business-clock.ts';
import { payoutAccountsOf } from './adapters/postgres/payout-account-store.ts';
import { servicingViews } from './adapters/postgres/servicing/views.ts';
import { servicingPorts, workOpener } from './adapters/postgres/servicing/work.ts';
import { executorsOf } from './app/approvals/executors.ts';
import type { DirectDebit, OpenUnit } from './app/ports.ts';
import { composeBusinessDay } from './compose-business-day.ts';
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

const mandateSql = 'select bank_account_id from bank_accounts where member_id = $1 and currency = $2 order by bank_account_id limit 1';

async function mandateOf(tx: Tx, memberId: string, currency: string): Promise<string | null> {
  return (await tx.one<{ bank_account_id: string }>(mandateSql, [memberId, currency]))?.bank_account_id ?? null;
}

export async function openServicing(deps: ServicingDeps): Promise<Servicing> {
  const { openUnit, clock, ids } = deps;
  const openPorts = async (tx: Tx) => servicingPorts(tx, await openUnit(tx, clock.now()));
  const day = composeBusinessDay(deps, openPorts);
  const views = servicingViews();
  return {
    handlers: servicingHandlers({
      views,
      approvalViews: approvalViews(currentBusinessDate),
      payoutAccounts: payoutAccountsOf,
      openWork: workOpener({ openUnit, ids }),
      executorsOf,
      wakeRunner: day.wake,
    }),
    policy: servicingPolicy(views),
    problems: servicingProblems,
    consumers: servicingConsumers({ ...deps, openPorts, mandateOf }),
    queues: day.counts,
    start: day.start,
    close: day.close,
  };
}
