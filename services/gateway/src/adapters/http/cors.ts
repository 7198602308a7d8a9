/** Cross-origin access for the configured origins only; without any, browsers of other origins get nothing. */
import type { IncomingMessage, ServerResponse } from 'node:http';

const preflight = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, idempotency-key, x-request-id',
  'access-control-max-age': '600',
};

/** True when the request was a preflight and has been answered. */
export function createCors(origins: readonly string[]): (req: IncomingMessage, res: ServerResponse) => boolean {
  const allowed = new Set(origins);
  return (req, res) => {
    const { origin } = req.headers;
    if (origin === undefined) return false;
    const isAllowed = allowed.has(origin);
    if (isAllowed) {
      res.setHeader('access-control-allow-origin', origin);
      res.setHeader('access-control-expose-headers', 'idempotent-replayed, location, retry-after, x-request-id');
      res.setHeader('vary', 'origin');
    }
    if (req.method !== 'OPTIONS') return false;
    res.writeHead(204, isAllowed ? preflight : {}).end();
    return true;
  };
}
