/** One job is one chunk of a business day. The queue delivers it, the chunk's row decides whether there is anything to do. */
import { type Database, isTransient, type Tx } from '@mutua/db';
import { type CalendarDate, type Clock, calendarDate, type Ids } from '@mutua/kernel';
import type { Logger } from '@mutua/telemetry';
import type { DirectDebit } from '../../app/ports.ts';
import {
  addSummaries,
  type Collected,
  type Collection,
  closeDayForLoans,
  type DaySummary,
  emptySummary,
  planCollections,
} from '../../app/servicing/close-day.ts';
import { collectionKey, creditUnbooked, loanOfKey } from '../../app/servicing/credit-unbooked.ts';
import type { DayStore, Moment, ServicingPorts } from '../../app/servicing/ports.ts';
import { momentOf } from '../../app/servicing/work.ts';

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
    collected: await collect(deps.directDebit, { planned, loanIds: chunk.loanIds, on }),
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
  readonly collected: Collected;
};

const workTogether = (deps: ChunkDeps, work: Work): Promise<boolean> =>
  deps.db.run(async (tx) => {
    const days = deps.days(tx);
    if ((await days.claimChunk(work.on, work.chunkNo)) === undefined) return false;
    const summary = await closeDayForLoans(await deps.openPorts(tx), work, momentNow(deps, work.on));
    await days.finishChunk(work.on, work.chunkNo, summary);
    return true;
  });

/** The loan that the database refuses is found and set aside with its cause; the others have their day. */
const workOneByOne = async (deps: ChunkDeps, work: Work): Promise<boolean> => {
  let total = emptySummary;
  for (const loanId of work.loanIds) {
    total = addSummaries(total, await workAlone(deps, { ...work, loanIds: [loanId] }, loanId));
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
    return await deps.db.run(async (tx) => closeDayForLoans(await deps.openPorts(tx), work, momentNow(deps, work.on)));
  } catch (error) {
    if (isTransient(error)) throw error;
    const cause = error instanceof Error ? error.message : String(error);
    await deps.db.run(async (tx) => {
      const ports = await deps.openPorts(tx);
      await ports.loans.setAside(loanId, cause, work.on);
      await creditUnbooked(ports, { ...work, paid: work.collected.paid, booked: new Set() }, momentNow(deps, work.on));
    });
    return { ...emptySummary, setAside: 1 };
  }
};

const momentNow = (deps: ChunkDeps, on: CalendarDate): Moment => momentOf(deps, { on, at: deps.clock.now() });

type Asking = { readonly planned: readonly Collection[]; readonly loanIds: readonly string[]; readonly on: CalendarDate };

/**
 * Asks the bank outside any transaction, and hears what it paid for these loans on the date whoever asked: a run that was killed after
 * asking may have asked for a loan that needs nothing any more.
 */
const collect = async (directDebit: DirectDebit, { planned, loanIds, on }: Asking): Promise<Collected> => {
  const answers = await directDebit.collect(
    planned,
    loanIds.map((loanId) => collectionKey(loanId, on)),
  );
  const paid = new Map<string, bigint>();
  const refused = new Set<string>();
  for (const [key, outcome] of answers) {
    if (outcome.status === 'settled') paid.set(loanOfKey(key), outcome.amountMinor);
    else refused.add(loanOfKey(key));
  }
  return { paid, refused };
};
