/** Composes loan servicing. Placeholder until servicing is written: every operation answers service.unavailable. */
import type { Database } from '@mutua/db';
import type { ProblemTable } from '@mutua/http';
import { type Clock, type Ids, reject } from '@mutua/kernel';
import type { Handlers as Consumers } from '@mutua/messaging';
import type { Logger, Metrics } from '@mutua/telemetry';
import type { ServicingHandlers, ServicingPolicy } from './adapters/http/operations.ts';
import type { DirectDebit, OpenUnit } from './app/ports.ts';
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

export async function openServicing(_deps: ServicingDeps): Promise<Servicing> {
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
    consumers: {},
    queues: async () => ({}),
    start: async () => undefined,
    close: async () => undefined,
  };
}
