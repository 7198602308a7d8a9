/** Live events to connected readers. Nothing is kept for readers who are not there. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { maySee, type Viewer } from '../../domain/visibility.ts';
import { createLiveReaders, type LiveReaderOptions } from './live-readers.ts';

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

export function createLiveEvents(options: LiveReaderOptions): LiveEvents {
  const readers = createLiveReaders<Viewer>(options);
  return {
    publish({ id, name, aggregateId, occurredAt, subjects, data }) {
      const event = { id, name, data: { name, aggregateId, occurredAt, data } };
      for (const [stream, viewer] of readers.open) if (maySee(viewer, subjects)) stream.send(event);
    },
    connect: (req, res, { viewer, onGone }) => readers.connect({ req, res }, viewer, onGone) !== undefined,
    readers: () => readers.open.size,
    closeAll: readers.closeAll,
  };
}
