/** Opens a session for a member that has just proved who it is. */
import { addMs, type Instant } from '@mutua/kernel';
import type { Member } from '../domain/member.ts';
import type { Ports, Session, SessionView, Stores } from './ports.ts';

export const sessionDays = 30;

type Opening = { readonly member: Member; readonly sessionId: string; readonly at: Instant };

/** Stores the session with its first refresh token and answers both tokens. */
export async function openSession({ sessions }: Stores, tokens: Ports['tokens'], { member, sessionId, at }: Opening): Promise<SessionView> {
  const session: Session = {
    sessionId,
    memberId: member.memberId,
    createdAt: at,
    expiresAt: addMs(at, sessionDays * 86_400_000),
    endedAt: null,
  };
  await sessions.insert(session);
  return nextTokens(sessions, tokens, { member, sessionId, at });
}

/** A fresh pair of tokens for a session that exists. */
export async function nextTokens(
  sessions: Stores['sessions'],
  tokens: Ports['tokens'],
  { member, sessionId, at }: Opening,
): Promise<SessionView> {
  const refreshToken = tokens.refresh();
  await sessions.addRefreshToken(refreshToken, sessionId, at);
  const { memberId, roles } = member;
  const accessToken = await tokens.access({ memberId, roles, sessionId, at });
  return { memberId, accessToken, tokenType: 'Bearer', expiresIn: tokens.expiresIn, refreshToken };
}
