/** Asks the bureau in the background. As with scoring the queue delivers and Postgres decides; a bureau that hangs costs one slot for a while. */
import { openQueue, startRefill, startWorker } from '@mutua/jobs';
import type { Clock, Instant } from '@mutua/kernel';
import type { Logger } from '@mutua/telemetry';
import type { Bureau } from '../../app/ports.ts';
import type { BureauReport } from '../../domain/bureau.ts';

export type AskingOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly bureau: Bureau;
  readonly due: (at: Instant, limit: number) => Promise<readonly string[]>;
  /** Each in a transaction of its own. */
  readonly answered: (memberId: string, report: BureauReport) => Promise<void>;
  readonly failed: (memberId: string, failure: string) => Promise<void>;
};
export type Asking = { close(): Promise<void> };

const name = 'credit-bureau';
const concurrency = 4;
const refillEveryMs = 500;
const refillMax = 200;

export async function startAsking(options: AskingOptions): Promise<Asking> {
  const { redisUrl, prefix, clock, logger, due } = options;
  const address = { name, redisUrl, prefix };
  const queue = await openQueue<{ memberId: string }>({ ...address, logger });
  const worker = await startWorker<{ memberId: string }>({ ...address, concurrency, logger, run: ({ payload }) => ask(options, payload) });
  const refill = startRefill({
    everyMs: refillEveryMs,
    find: () => due(clock.now(), refillMax),
    enqueue: (memberIds) => queue.addMany(memberIds.map((memberId) => ({ id: memberId, payload: { memberId } }))),
    logger,
  });
  return {
    async close() {
      await refill.close();
      await worker.close();
      await queue.close();
    },
  };
}

async function ask({ bureau, timeoutMs, answered, failed }: AskingOptions, { memberId }: { readonly memberId: string }): Promise<void> {
  let report: BureauReport;
  try {
    report = await bureau.report(memberId, AbortSignal.timeout(timeoutMs));
  } catch (error) {
    return failed(memberId, error instanceof Error ? `${error.name}: ${error.message}` : 'the bureau failed');
  }
  return answered(memberId, report);
}
