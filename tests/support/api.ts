/** REST as a client of the gateway sees it: one attempt a call, nothing is retried, and an unexpected answer fails with its body. */
import { randomUUID } from 'node:crypto';

export type Json = Readonly<Record<string, unknown>>;
export type Session = { readonly memberId: string; readonly accessToken: string; readonly refreshToken: string };
export type Credentials = { readonly email: string; readonly password: string };
export type Call = {
  readonly method?: string;
  readonly path: string;
  readonly token?: string | undefined;
  readonly body?: object | undefined;
  /** Sent as it is, in place of `body`. */
  readonly text?: string;
  /** A fresh one by default for what is not a GET; null sends none. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
};
export type Answer = { readonly status: number; readonly body: Json; readonly text: string; readonly headers: Headers };
export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

export type Api = {
  readonly origin: string;
  call(call: Call): Promise<Answer>;
  register(body: Json): Promise<Session>;
  login(credentials: Credentials): Promise<Session>;
  /** What these answer was 2xx, else they throw. */
  get<T>(session: Session, path: string): Promise<T>;
  post<T>(session: Session, path: string, body?: object): Promise<T>;
  put<T>(session: Session, path: string, body: object): Promise<T>;
  patch<T>(session: Session, path: string, body: object): Promise<T>;
};

export class UnexpectedAnswer extends Error {
  readonly status: number;
  readonly code: string;

  constructor({ method = 'GET', path }: Call, { status, body, text }: Answer) {
    super(`${method} ${path} answered ${status}: ${text.slice(0, 600)}`);
    this.name = 'UnexpectedAnswer';
    this.status = status;
    this.code = String(body['code']);
  }
}

export function openApi(origin: string): Api {
  const call = (options: Call): Promise<Answer> => exchange(origin, options);
  const good = async <T>(options: Call): Promise<T> => {
    const answer = await call(options);
    if (answer.status >= 300) throw new UnexpectedAnswer(options, answer);
    return answer.body as T;
  };
  return {
    origin,
    call,
    register: (body) => good({ method: 'POST', path: '/v1/members', body }),
    login: ({ email, password }) => good({ method: 'POST', path: '/v1/sessions', body: { email, password } }),
    get: ({ accessToken: token }, path) => good({ path, token }),
    post: ({ accessToken: token }, path, body) => good({ method: 'POST', path, token, body }),
    put: ({ accessToken: token }, path, body) => good({ method: 'PUT', path, token, body }),
    patch: ({ accessToken: token }, path, body) => good({ method: 'PATCH', path, token, body }),
  };
}

async function exchange(origin: string, { method = 'GET', path, token, body, text, key, headers = {} }: Call): Promise<Answer> {
  const content = text ?? (body === undefined ? null : JSON.stringify(body));
  const idempotency = key === null || (key === undefined && method === 'GET') ? {} : { 'idempotency-key': key ?? randomUUID() };
  const response = await fetch(`${origin}${path}`, {
    method,
    body: content,
    headers: {
      accept: 'application/json',
      ...(content === null ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...idempotency,
      ...headers,
    },
  });
  const answered = isStream(response) ? await leave(response) : await response.text();
  return { status: response.status, body: parsed(answered), text: answered, headers: response.headers };
}

const isStream = ({ headers }: Response): boolean => (headers.get('content-type') ?? '').startsWith('text/event-stream');

/** A stream has no end to wait for. */
async function leave(response: Response): Promise<string> {
  await response.body?.cancel();
  return '';
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}
