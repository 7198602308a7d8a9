/** One job is one chunk of a business day. The queue delivers it, the chunk's row decides whether there is anything to do. */
import { type Database, isTransient, type Tx } from '@mutua/db';
import { type CalendarDate, type Clock, calendarDate, type Ids } from '@mutua/kernel';
import type { Logger } from '@mutua/telemetry';
import type { DirectDebit } from '../../app/ports.ts';
import {
  addSummaries,
  type Collected,
  closeDayForLoans,
  type DaySummary,
  emptySummary,
  planCollections,
} from '../../app/servicing/close-day.ts';
import { creditUnbooked } from '../../app/servicing/credit-unbooked.ts';
import type { DayStore, ServicingPorts } from '../../app/servicing/ports.ts';

export type ChunkJob = { readonly businessDate: string; readonly chunkNo: number };

export type ChunkDeps = {
  readonly logger: Logger;
  readonly db: Database;
  readonly directDebit: DirectDebit;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hash: (text: string) => string;
  readonly readers: Pick<ServicingPorts, 'loans' | 'instalments'>;
  readonly days: (tx: Tx) => DayStore;
  readonly openPorts: (tx: Tx) => Promise<ServicingPorts>;
};

export const chunkJobId = ({ businessDate, chunkNo }: ChunkJob): string => `${businessDate}-${chunkNo}`;

/** Works the chunk, or nothing when it is done or in other hands. Answers whether it did. */
export const workChunk = async (deps: ChunkDeps, job: ChunkJob): Promise<boolean> => {
  const on = calendarDate(job.businessDate);
  const chunk = await deps.db.run((tx) => deps.days(tx).findChunk(on, job.chunkNo));
  if (chunk === undefined) return false;
  const planned = await planCollections(deps.readers, { loanIds: chunk.loanIds, on });
  const work = {
    on,
    chunkNo: job.chunkNo,
    loanIds: chunk.loanIds,
    asked: planned.length,
    askedFor: new Set(planned.map(({ loanId }) => loanId)),
    collected: await collect(deps.directDebit, planned),
  };
  try {
    return await workTogether(deps, work);
  } catch (error) {
    if (isTransient(error)) throw error;
    deps.logger.error({ err: error, businessDate: on, chunkNo: job.chunkNo }, 'a chunk failed, its loans are worked one by one');
    return workOneByOne(deps, work);
  }
};

type Work = {
  readonly on: CalendarDate;
  readonly chunkNo: number;
  readonly loanIds: readonly string[];
  readonly asked: number;
  readonly askedFor: ReadonlySet<string>;
  readonly collected: Collected;
};

const workTogether = (deps: ChunkDeps, work: Work): Promise<boolean> =>
  deps.db.run(async (tx) => {
    const days = deps.days(tx);
    if ((await days.claimChunk(work.on, work.chunkNo)) === undefined) return false;
    const summary = await closeDayForLoans(await deps.openPorts(tx), work, momentOf(deps, work.on));
    await days.finishChunk(work.on, work.chunkNo, summary);
    return true;
  });

/** The loan that the database refuses is found and set aside with its cause; the others have their day. */
const workOneByOne = async (deps: ChunkDeps, work: Work): Promise<boolean> => {
  let total = emptySummary;
  for (const loanId of work.loanIds) {
    const paid = work.collected.get(loanId);
    const collected = new Map(paid === undefined ? [] : [[loanId, paid]]);
    const one = { ...work, loanIds: [loanId], asked: work.askedFor.has(loanId) ? 1 : 0, collected };
    total = addSummaries(total, await workAlone(deps, one, loanId));
  }
  return deps.db.run(async (tx) => {
    const days = deps.days(tx);
    if ((await days.claimChunk(work.on, work.chunkNo)) === undefined) return false;
    await days.finishChunk(work.on, work.chunkNo, total);
    return true;
  });
};

const workAlone = async (deps: ChunkDeps, work: Work, loanId: string): Promise<DaySummary> => {
  try {
    return await deps.db.run(async (tx) => closeDayForLoans(await deps.openPorts(tx), work, momentOf(deps, work.on)));
  } catch (error) {
    if (isTransient(error)) throw error;
    const cause = error instanceof Error ? error.message : String(error);
    await deps.db.run(async (tx) => {
      const ports = await deps.openPorts(tx);
      await ports.loans.setAside(loanId, cause, work.on);
      await creditUnbooked(ports, { ...work, booked: new Set() }, momentOf(deps, work.on));
    });
    return { ...emptySummary, setAside: 1 };
  }
};

const momentOf = ({ clock, ids, hash }: ChunkDeps, on: CalendarDate) => ({
  on,
  at: clock.now(),
  nextRepaymentId: () => ids.next('repayment'),
  nextJournalId: () => ids.next('journal'),
  hash,
});

/** Asks the bank outside any transaction; the same key hears the same answer again after a crash. */
const collect = async (directDebit: DirectDebit, planned: Awaited<ReturnType<typeof planCollections>>): Promise<Collected> => {
  if (planned.length === 0) return new Map();
  const answers = await directDebit.collect(planned);
  return new Map(
    planned.filter(({ key }) => answers.get(key)?.status === 'settled').map(({ loanId, amountMinor }) => [loanId, amountMinor]),
  );
};
