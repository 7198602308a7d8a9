/** Request ids: a caller's own when it is harmless, else a random prefix per process and a counter. */
import { randomBytes } from 'node:crypto';

const harmless = /^[A-Za-z0-9._-]{8,64}$/;

export function requestIds(): (header: string | string[] | undefined) => string {
  const prefix = randomBytes(9).toString('base64url');
  let count = 0;
  return (header) => {
    if (typeof header === 'string' && harmless.test(header)) return header;
    count += 1;
    return `${prefix}-${count.toString(36)}`;
  };
}
