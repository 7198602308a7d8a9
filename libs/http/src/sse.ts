/** Server-sent events with a bounded buffer: a reader who is too slow is cut off instead of filling memory. */
import type { Request, Response } from 'express';

export type SseStream = {
  /** False when the stream is closed or was cut off because too much was waiting. */
  send(event: { readonly id?: string; readonly name: string; readonly data: object }): boolean;
  close(): void;
  onClose(listener: () => void): void;
};

export type SseOptions = { readonly heartbeatMs: number; readonly bufferedBytesMax: number };

export function openSse(_req: Request, _res: Response, _options: SseOptions): SseStream {
  throw new Error('not written yet');
}
