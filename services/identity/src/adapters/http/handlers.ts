/** Each operation of the contract: convert in, call the use case, convert out. */
import type { IdentityOperations } from '@mutua/contracts';
import type { Sql, Tx } from '@mutua/db';
import { decodeCursor, type Handlers, pageOf, reply } from '@mutua/http';
import { type Id, reject } from '@mutua/kernel';
import { changeMemberRoles } from '../../app/change-roles.ts';
import { decideCase, openCase } from '../../app/kyc.ts';
import type { Login } from '../../app/log-in.ts';
import type { Stores } from '../../app/ports.ts';
import type { RefreshSession } from '../../app/refresh-session.ts';
import type { RegisterMember } from '../../app/register-member.ts';
import type { Vault } from '../crypto/vault.ts';
import { listCases } from '../postgres/kyc-store.ts';
import { listMembers, memberStore } from '../postgres/member-store.ts';
import { caseView, memberView } from './views.ts';

export type HandlerDependencies = {
  readonly registerMember: RegisterMember;
  readonly logIn: Login;
  readonly refreshSession: RefreshSession;
  readonly storesOf: (tx: Tx) => Stores;
  readonly vault: Vault;
  /** A case was committed. */
  readonly onCaseOpened: () => void;
};

type H = Handlers<IdentityOperations>;

export function handlers(dependencies: HandlerDependencies): H {
  return { ...sessionHandlers(dependencies), ...memberHandlers(dependencies), ...kycHandlers(dependencies) };
}

type SessionHandlers = Pick<H, 'registerMember' | 'createSession' | 'refreshSession' | 'endSession'>;

function sessionHandlers({ registerMember, logIn, refreshSession, storesOf }: HandlerDependencies): SessionHandlers {
  return {
    registerMember: {
      transaction: 'own',
      handle: async ({ body, clientIp }) => {
        const registered = await registerMember({ ...body, clientIp });
        if (!registered.ok) return registered;
        const { member, session } = registered.value;
        return reply.created({ ...session, member: memberView(member) }, `/v1/members/${member.memberId}`);
      },
    },
    createSession: {
      transaction: 'own',
      handle: async ({ body, clientIp }) => {
        const session = await logIn({ ...body, clientIp });
        return session.ok ? reply.created(session.value) : session;
      },
    },
    refreshSession: {
      transaction: 'own',
      handle: async ({ body }) => {
        const session = await refreshSession(body.refreshToken);
        return session.ok ? reply.created(session.value) : session;
      },
    },
    endSession: async ({ actor, tx, now }) => {
      if (actor.sessionId !== undefined) await storesOf(tx).sessions.end(actor.sessionId, now);
      return reply.noContent();
    },
  };
}

type MemberHandlers = Pick<H, 'listMembers' | 'getOwnMember' | 'getMember' | 'changeMemberRoles'>;

function memberHandlers({ vault, storesOf }: HandlerDependencies): MemberHandlers {
  const find = async (sql: Sql, memberId: string) => {
    const member = await memberStore(sql, vault).find(memberId as Id<'member'>);
    return member === undefined ? reject('member.not_found') : reply.ok(memberView(member));
  };
  return {
    getOwnMember: ({ sql, actor }) => find(sql, actor.memberId),
    getMember: ({ sql, params }) => find(sql, params.memberId),
    listMembers: async ({ sql, query }) => {
      const after = decodeCursor(query.cursor, 2);
      if (!after.ok) return after;
      const limit = query.limit ?? 25;
      const rows = await listMembers(sql, vault, { status: query.status, after: after.value, limit });
      return reply.ok(pageOf(rows, limit, { keys: (member) => [member.registeredAt, member.memberId], view: memberView }));
    },
    changeMemberRoles: async ({ tx, params, body, actor, now }) => {
      const input = { memberId: params.memberId as Id<'member'>, roles: body.roles, by: actor.memberId, at: now };
      const changed = await changeMemberRoles(storesOf(tx), input);
      return changed.ok ? reply.ok(memberView(changed.value)) : changed;
    },
  };
}

type KycHandlers = Pick<H, 'listMemberKycCases' | 'openKycCase' | 'listKycCases' | 'decideKycCase'>;

function kycHandlers({ vault, storesOf, onCaseOpened }: HandlerDependencies): KycHandlers {
  type Filter = { cursor?: string; limit?: number; status?: Parameters<typeof listCases>[2]['status'] };
  const list = async (sql: Sql, memberId: string | undefined, query: Filter) => {
    const after = decodeCursor(query.cursor, 2);
    if (!after.ok) return after;
    const limit = query.limit ?? 25;
    const rows = await listCases(sql, vault, { memberId, status: query.status, after: after.value, limit });
    return reply.ok(pageOf(rows, limit, { keys: (one) => [one.submittedAt, one.caseId], view: caseView }));
  };
  return {
    listMemberKycCases: ({ sql, params, query }) => list(sql, params.memberId, query),
    listKycCases: ({ sql, query }) => list(sql, undefined, query),
    openKycCase: async ({ tx, params, body, now, ids }) => {
      const input = { caseId: ids.next('kycCase'), memberId: params.memberId as Id<'member'>, documents: body, at: now };
      const opened = await openCase(storesOf(tx), input);
      if (!opened.ok) return opened;
      tx.afterCommit(onCaseOpened);
      return reply.accepted(caseView(opened.value));
    },
    decideKycCase: async ({ tx, params, body, actor, now }) => {
      const input = { caseId: params.caseId as Id<'kycCase'>, ...body, by: actor.memberId, at: now };
      const decided = await decideCase(storesOf(tx), input);
      return decided.ok ? reply.ok(caseView(decided.value)) : decided;
    },
  };
}
