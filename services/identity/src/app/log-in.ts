/** Logs in with email and password. The attempt is counted before the password is looked at, so a parallel burst gains nothing. */
import { err, type Instant, ok, type Rejection, type Result } from '@mutua/kernel';
import { begin, type LimitKind, type Limits, succeed, waitForAll } from '../domain/login-limit.ts';
import type { Member } from '../domain/member.ts';
import { normalisedEmail } from '../domain/password-policy.ts';
import { openSession } from './open-session.ts';
import type { Ports, SessionView, Stores } from './ports.ts';

export type LoginInput = { readonly email: string; readonly password: string; readonly clientIp: string };
export type LoginRejection = Rejection<'session.credentials_wrong' | 'session.too_many_attempts'>;
export type Login = (input: LoginInput) => Promise<Result<SessionView, LoginRejection>>;
export type ProvePassword = (input: LoginInput) => Promise<Result<Member, LoginRejection>>;

const kinds = ['account', 'address', 'pair'] as const satisfies readonly LimitKind[];

/** Checks email and password under the limiter. Three steps: count (stored), hash (no transaction), settle (stored). */
export const provePassword =
  ({ unitOfWork, passwords, clock }: Ports, limits: Limits): ProvePassword =>
  async ({ email, password, clientIp }) => {
    const subjects = subjectsOf(normalisedEmail(email), clientIp);
    const begun = await unitOfWork.run((stores) => beginAttempt(stores, { subjects, limits, at: clock.now() }));
    if (!begun.ok) return begun;
    const known = await unitOfWork.run(({ members }) => members.credentialsOf(normalisedEmail(email)));
    const matches = await passwords.matches(password, known?.passwordHash);
    if (!matches || known === undefined) return err({ code: 'session.credentials_wrong', details: {} });
    await unitOfWork.run((stores) => settleSuccess(stores, { subjects, limits, at: clock.now() }));
    return ok(known.member);
  };

export const logIn =
  (ports: Ports, prove: ProvePassword): Login =>
  async (input) => {
    const proved = await prove(input);
    if (!proved.ok) return proved;
    const { unitOfWork, tokens, clock, ids } = ports;
    const opening = { member: proved.value, sessionId: ids.next('trace'), at: clock.now() };
    return ok(await unitOfWork.run((stores) => openSession(stores, tokens, opening)));
  };

function subjectsOf(email: string, clientIp: string): Record<LimitKind, string> {
  return { account: `account:${email}`, address: `address:${clientIp}`, pair: `pair:${clientIp}:${email}` };
}

type Attempt = { readonly subjects: Record<LimitKind, string>; readonly limits: Limits; readonly at: Instant };

async function beginAttempt({ attempts }: Stores, { subjects, limits, at }: Attempt): Promise<Result<undefined, LoginRejection>> {
  const known = await attempts.lock(subjects);
  const waitMs = waitForAll(known, at);
  if (waitMs > 0) {
    const retryAfterSeconds = Math.ceil(waitMs / 1000);
    return err({ code: 'session.too_many_attempts', details: { retryAfterSeconds } });
  }
  for (const kind of kinds) await attempts.save(subjects[kind], begin(known[kind], limits[kind], at));
  return ok(undefined);
}

async function settleSuccess({ attempts }: Stores, { subjects, limits, at }: Attempt): Promise<void> {
  const known = await attempts.lock(subjects);
  for (const kind of kinds) await attempts.save(subjects[kind], succeed(known[kind], kind, { limit: limits[kind], at }));
}
