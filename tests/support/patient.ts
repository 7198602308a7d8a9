/**
 * A client as one should be written: what fails for want of a service is tried again with the same idempotency key. Remembers what was
 * acknowledged, so that it can be asked for again at the end.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Answer, type Api, type Call, type Json, type Session, UnexpectedAnswer } from './api.ts';

export type Acknowledged = { readonly path: string; readonly session: Session };
export type PatientApi = Api & {
  readonly acknowledged: readonly Acknowledged[];
  /** Commands that were answered with 2xx. */
  commands(): number;
  retries(): number;
};

const patienceMs = 60_000;
const firstPauseMs = 50;
const longestPauseMs = 500;
const isPassing = ({ status, body }: Answer): boolean => status >= 500 || status === 429 || body['code'] === 'idempotency.in_progress';

/** Where a created resource is found again. */
const found: Readonly<Record<string, string>> = {
  '/v1/loan-requests': 'requestId',
  '/v1/offers': 'offerId',
  '/v1/deposits': 'depositId',
  '/v1/withdrawals': 'withdrawalId',
};

export function patient(api: Api): PatientApi {
  const acknowledged: Acknowledged[] = [];
  const counts = { commands: 0, retries: 0 };
  const call = async (options: Call): Promise<Answer> => {
    const keyed = options.key === undefined ? { ...options, key: randomUUID() } : options;
    const deadline = performance.now() + patienceMs;
    for (let waitMs = firstPauseMs; ; waitMs = Math.min(waitMs * 2, longestPauseMs)) {
      const answer = await api.call(keyed).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
      if (!(answer instanceof Error) && !isPassing(answer)) return answer;
      if (performance.now() > deadline) throw answer instanceof Error ? answer : new UnexpectedAnswer(options, answer);
      counts.retries += 1;
      await pause(waitMs);
    }
  };
  const good = async <T>(options: Call): Promise<T> => {
    const answer = await call(options);
    if (answer.status >= 300) throw new UnexpectedAnswer(options, answer);
    if (options.method !== undefined) counts.commands += 1;
    return answer.body as T;
  };
  const post = async <T>(session: Session, path: string, body?: object): Promise<T> => {
    const created = await good<Json>({ method: 'POST', path, token: session.accessToken, body });
    const id = found[path] === undefined ? undefined : created[found[path]];
    if (typeof id === 'string') acknowledged.push({ path: `${path}/${id}`, session });
    return created as T;
  };
  return {
    origin: api.origin,
    call,
    register: (body) => good({ method: 'POST', path: '/v1/members', body }),
    login: ({ email, password }) => good({ method: 'POST', path: '/v1/sessions', body: { email, password } }),
    get: ({ accessToken: token }, path) => good({ path, token }),
    post,
    put: ({ accessToken: token }, path, body) => good({ method: 'PUT', path, token, body }),
    patch: ({ accessToken: token }, path, body) => good({ method: 'PATCH', path, token, body }),
    acknowledged,
    commands: () => counts.commands,
    retries: () => counts.retries,
  };
}
