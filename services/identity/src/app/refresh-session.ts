/** Exchanges a refresh token. Each works once; a used one that comes back means that two parties hold it, so the session ends. */
import { err, ok, type Rejection, type Result } from '@mutua/kernel';
import { nextTokens } from './open-session.ts';
import type { Ports, SessionView } from './ports.ts';

export type RefreshRejection = Rejection<'session.refresh_invalid'>;
export type RefreshSession = (refreshToken: string) => Promise<Result<SessionView, RefreshRejection>>;

export const refreshSession =
  ({ unitOfWork, tokens, clock }: Ports): RefreshSession =>
  (refreshToken) =>
    unitOfWork.run(async ({ sessions, members }) => {
      const refused = err({ code: 'session.refresh_invalid', details: {} } as const);
      const at = clock.now();
      const known = await sessions.lockRefreshToken(refreshToken);
      if (known === undefined) return refused;
      const { session, usedAt } = known;
      if (usedAt !== null) {
        await sessions.end(session.sessionId, at); // returned, not thrown: the end of the session must be kept
        return refused;
      }
      if (session.endedAt !== null || session.expiresAt <= at) return refused;
      const member = await members.find(session.memberId);
      if (member === undefined) return refused;
      await sessions.markUsed(refreshToken, at);
      return ok(await nextTokens(sessions, tokens, { member, sessionId: session.sessionId, at }));
    });
