/** Live events to connected readers. Each reader has a bounded buffer; nothing is kept for readers who are not there. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { openSse, type SseStream } from '@mutua/http';
import { maySee, type Viewer } from '../../domain/visibility.ts';

export type LiveEvent = {
  readonly id: string;
  readonly name: string;
  readonly aggregateId: string;
  readonly occurredAt: string;
  readonly subjects: readonly string[];
  readonly data: object;
};

export type LiveEvents = {
  publish(event: LiveEvent): void;
  /** False when there are as many readers as this gateway takes. */
  connect(req: IncomingMessage, res: ServerResponse, reader: { readonly viewer: Viewer; readonly onGone: () => void }): boolean;
  readonly readers: () => number;
  closeAll(): void;
};

export type LiveEventOptions = {
  readonly readersMax: number;
  readonly bufferedBytesMax: number;
  readonly heartbeatMs: number;
  /** No stream outlives the longest access token: the reader comes back with a fresh one. */
  readonly lifetimeMs: number;
};

export function createLiveEvents(options: LiveEventOptions): LiveEvents {
  const readers = new Map<SseStream, Viewer>();
  return {
    publish({ id, name, aggregateId, occurredAt, subjects, data }) {
      const event = { id, name, data: { name, aggregateId, occurredAt, data } };
      for (const [stream, viewer] of readers) if (maySee(viewer, subjects)) stream.send(event);
    },
    connect(req, res, { viewer, onGone }) {
      if (readers.size >= options.readersMax) return false;
      const stream = openSse(req, res, options);
      const lifetime = setTimeout(() => stream.close(), options.lifetimeMs);
      readers.set(stream, viewer);
      stream.onClose(() => {
        clearTimeout(lifetime);
        readers.delete(stream);
        onGone();
      });
      return true;
    },
    readers: () => readers.size,
    closeAll() {
      for (const stream of [...readers.keys()]) stream.close();
    },
  };
}
