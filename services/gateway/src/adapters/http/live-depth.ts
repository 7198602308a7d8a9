/**
 * The depth of markets to connected readers. While somebody watches a market it is looked at again and again, once for all who watch;
 * each gets an event when the book has moved. Every event is the whole depth, so who was cut off or came late has missed nothing.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { MatchingComponents } from '@mutua/contracts';
import { createLiveReaders, type LiveReaderOptions } from './live-readers.ts';

export type Depth = MatchingComponents['schemas']['MarketDepth'];
/** What a reader asked for, in the words of the query. */
export type DepthAsk = { readonly market: string; readonly grade: string | null; readonly termMonths: string | null };

export type LiveDepth = {
  /** Sends the depth as it is, and as it becomes. False when there are as many readers as this gateway takes. */
  connect(at: { readonly req: IncomingMessage; readonly res: ServerResponse }, ask: DepthAsk, now: Depth): boolean;
  closeAll(): void;
};

export type LiveDepthOptions = LiveReaderOptions & {
  /** The depth of a market; undefined when matching does not answer. Never rejects. */
  readonly look: (market: string) => Promise<Depth | undefined>;
  readonly everyMs: number;
};

export function createLiveDepth({ look, everyMs, ...options }: LiveDepthOptions): LiveDepth {
  const readers = createLiveReaders<DepthAsk & { seq: number }>(options);
  let isWatching = false;
  const tell = (depth: Depth): void => {
    for (const [stream, reader] of readers.open) {
      if (reader.market !== depth.market || depth.seq <= reader.seq) continue;
      reader.seq = depth.seq;
      stream.send(eventOf(depth, reader));
    }
  };
  const watch = async (): Promise<void> => {
    isWatching = true;
    while (readers.open.size > 0) {
      await pause(everyMs, undefined, { ref: false });
      const markets = new Set([...readers.open.values()].map(({ market }) => market));
      for (const market of markets) {
        const depth = await look(market);
        if (depth !== undefined) tell(depth);
      }
    }
    isWatching = false;
  };
  return {
    connect(at, ask, now) {
      const stream = readers.connect(at, { ...ask, seq: now.seq });
      stream?.send(eventOf(now, ask));
      if (stream !== undefined && !isWatching) void watch();
      return stream !== undefined;
    },
    closeAll: readers.closeAll,
  };
}

function eventOf(depth: Depth, { grade, termMonths }: DepthAsk): { readonly id: string; readonly name: string; readonly data: Depth } {
  const term = Number(termMonths);
  const cells = depth.cells.filter(
    (cell) =>
      (grade === null || cell.grade === grade) && (termMonths === null || (cell.minTermMonths <= term && term <= cell.maxTermMonths)),
  );
  return { id: String(depth.seq), name: 'market-depth', data: { ...depth, cells } };
}
