/** Readers of one kind of stream: so many at a time, each with a bounded buffer, and none for ever. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { openSse, type SseStream } from '@mutua/http';

export type LiveReaderOptions = {
  readonly readersMax: number;
  readonly bufferedBytesMax: number;
  readonly heartbeatMs: number;
  /** No stream outlives the longest access token: the reader comes back with a fresh one. */
  readonly lifetimeMs: number;
};

export type LiveReaders<R> = {
  readonly open: ReadonlyMap<SseStream, R>;
  /** Undefined when there are as many readers as this gateway takes. */
  connect(at: { readonly req: IncomingMessage; readonly res: ServerResponse }, reader: R, onGone?: () => void): SseStream | undefined;
  closeAll(): void;
};

export function createLiveReaders<R>(options: LiveReaderOptions): LiveReaders<R> {
  const open = new Map<SseStream, R>();
  return {
    open,
    connect({ req, res }, reader, onGone = () => undefined) {
      if (open.size >= options.readersMax) return undefined;
      const stream = openSse(req, res, options);
      const lifetime = setTimeout(() => stream.close(), options.lifetimeMs);
      open.set(stream, reader);
      stream.onClose(() => {
        clearTimeout(lifetime);
        open.delete(stream);
        onGone();
      });
      return stream;
    },
    closeAll() {
      for (const stream of [...open.keys()]) stream.close();
    },
  };
}
