/** Registers a member and logs it in, hashing the password once. Asking again with the same credentials finds the same member. */
import { err, ok, type Rejection, type Result } from '@mutua/kernel';
import { type Member, type MemberKind, register } from '../domain/member.ts';
import { normalisedEmail, weaknessOf } from '../domain/password-policy.ts';
import type { LoginRejection, ProvePassword } from './log-in.ts';
import { openSession } from './open-session.ts';
import type { Ports, SessionView } from './ports.ts';

export type RegisterInput = {
  readonly email: string;
  readonly password: string;
  readonly kind: MemberKind;
  readonly displayName: string;
  readonly country: string;
  readonly clientIp: string;
};
export type RegisterRejection = Rejection<'member.email_taken' | 'member.password_weak' | LoginRejection['code']>;
export type Registered = { readonly member: Member; readonly session: SessionView };
export type RegisterMember = (input: RegisterInput) => Promise<Result<Registered, RegisterRejection>>;

export const registerMember =
  (ports: Ports, prove: ProvePassword): RegisterMember =>
  async ({ password, clientIp, ...facts }) => {
    const { unitOfWork, passwords, tokens, clock, ids } = ports;
    const email = normalisedEmail(facts.email);
    const weakness = weaknessOf(password, email);
    if (weakness !== undefined) return err({ code: 'member.password_weak', details: { weakness } });
    const passwordHash = await passwords.hash(password);
    const at = clock.now();
    const { member, events } = register({ ...facts, email, memberId: ids.next('member'), registeredAt: at });
    const sessionId = ids.next('trace');
    const session = await unitOfWork.run(async (stores) => {
      if (!(await stores.members.insert(member, passwordHash))) return undefined;
      await stores.outbox.append(events, at);
      return openSession(stores, tokens, { member, sessionId, at });
    });
    return session === undefined ? registeredBefore(ports, prove, { email, password, clientIp }) : ok({ member, session });
  };

type Claim = { readonly email: string; readonly password: string; readonly clientIp: string };

/** The address is taken: by the caller, who then knows the password, or by somebody else. */
async function registeredBefore(ports: Ports, prove: ProvePassword, claim: Claim): Promise<Result<Registered, RegisterRejection>> {
  const proved = await prove(claim);
  if (!proved.ok) return proved.error.code === 'session.credentials_wrong' ? err({ code: 'member.email_taken', details: {} }) : proved;
  const { unitOfWork, tokens, clock, ids } = ports;
  const opening = { member: proved.value, sessionId: ids.next('trace'), at: clock.now() };
  const session = await unitOfWork.run((stores) => openSession(stores, tokens, opening));
  return ok({ member: proved.value, session });
}
