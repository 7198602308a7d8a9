/** Server-sent events with a bounded buffer: a reader who is too slow is cut off instead of filling memory. */
import type { IncomingMessage, ServerResponse } from 'node:http';

export type SseEvent = { readonly id?: string; readonly name: string; readonly data: object };

export type SseStream = {
  /** False when the stream is closed or was cut off because too much was waiting. */
  send(event: SseEvent): boolean;
  close(): void;
  onClose(listener: () => void): void;
};

export type SseOptions = { readonly heartbeatMs: number; readonly bufferedBytesMax: number };

/** Answers the request with an event stream that stays open until either side closes it. */
export function openSse(req: IncomingMessage, res: ServerResponse, { heartbeatMs, bufferedBytesMax }: SseOptions): SseStream {
  res.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  res.write(': connected\n\n');
  const listeners: (() => void)[] = [];
  let open = true;
  const heartbeat = setInterval(() => res.write(': still here\n\n'), heartbeatMs);
  const close = () => {
    if (!open) return;
    open = false;
    clearInterval(heartbeat);
    res.end();
    for (const listener of listeners) listener();
  };
  req.on('close', close);
  res.on('error', close);
  return {
    send(event) {
      if (!open) return false;
      if (res.writableLength > bufferedBytesMax) {
        close();
        res.destroy();
        return false;
      }
      res.write(frame(event));
      return true;
    },
    close,
    onClose(listener) {
      listeners.push(listener);
    },
  };
}

/** JSON has no raw line breaks, so one data line is enough. */
function frame({ id, name, data }: SseEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
