/** A bounded HTTP load on loopback. */
import autocannon from 'autocannon';

export type Load = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly seconds: number;
  readonly connections: number;
  /** A fresh idempotency key for each request. */
  readonly freshKeys?: boolean;
};

let keys = 0;

/** Answered requests a second with status 2xx. Throws when anything else was answered, so that an error is never measured as speed. */
export const requestsPerSecond = async ({ url, method, headers, body, seconds, connections, freshKeys }: Load): Promise<number> => {
  const run = `bench-${process.pid}-${performance.now().toFixed(0)}`;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [
      {
        method,
        headers: { ...headers },
        ...(body === undefined ? {} : { body }),
        ...(freshKeys
          ? {
              setupRequest: (request: autocannon.Request) => {
                keys += 1;
                return { ...request, headers: { ...request.headers, 'idempotency-key': `${run}-${keys}` } };
              },
            }
          : {}),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers were not 2xx, ${result.errors} failed (${JSON.stringify(result.statusCodeStats)})`);
  return result['2xx'] / result.duration;
};
