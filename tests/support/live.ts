/** A reader of the live events: collects what the stream brings until it is closed. */
import type { Api, Session } from './api.ts';

export type LiveEvent = { readonly id: string; readonly name: string; readonly data: Readonly<Record<string, unknown>> };
export type LiveReader = { readonly events: readonly LiveEvent[]; close(): Promise<void> };

/** Resolves once the stream is open, so that whatever happens afterwards is seen. */
export const readLive = (api: Pick<Api, 'origin'>, { accessToken }: Session): Promise<LiveReader> =>
  read(`${api.origin}/v1/events`, { authorization: `Bearer ${accessToken}` });

/** The depth of a market, now and as it changes; for anybody. */
export const readDepth = (api: Pick<Api, 'origin'>, market: string): Promise<LiveReader> =>
  read(`${api.origin}/v1/markets/${market}/depth/events`, {});

async function read(url: string, headers: Readonly<Record<string, string>>): Promise<LiveReader> {
  const ending = new AbortController();
  const response = await fetch(url, { headers: { ...headers, accept: 'text/event-stream' }, signal: ending.signal });
  if (response.status !== 200 || response.body === null) throw new Error(`${url} answered ${response.status}`);
  const events: LiveEvent[] = [];
  const reading = collect(response.body, events).catch((error: unknown) => {
    if (!ending.signal.aborted) throw error;
  });
  return {
    events,
    async close() {
      ending.abort();
      await reading;
    },
  };
}

async function collect(body: ReadableStream<Uint8Array>, events: LiveEvent[]): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = parsed(block);
      if (event !== undefined) events.push(event);
    }
  }
}

function parsed(block: string): LiveEvent | undefined {
  const field = (name: string): string | undefined =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const [id, name, data] = [field('id'), field('event'), field('data')];
  if (id === undefined || name === undefined || data === undefined) return undefined;
  return { id, name, data: JSON.parse(data) as LiveEvent['data'] };
}
