/** Who may call what. A member sees itself; administrators and auditors see all; only administrators decide. */
import type { IdentityOperations } from '@mutua/contracts';
import type { Policy } from '@mutua/http';

const staff = ['admin', 'auditor'] as const;
const anyone = ['member', 'admin', 'auditor'] as const;

/** Existence is checked by the handler: a stranger must not learn it, staff may. */
const itself = (_sql: unknown, { memberId }: { memberId: string }): Promise<readonly string[]> => Promise.resolve([memberId]);

export const policy: Policy<IdentityOperations> = {
  registerMember: { access: 'public' },
  listMembers: { access: 'roles', roles: staff },
  getOwnMember: { access: 'roles', roles: anyone },
  getMember: { access: 'object', kind: 'member', owners: itself, alsoRoles: staff },
  changeMemberRoles: { access: 'roles', roles: ['admin'] },
  createSession: { access: 'public' },
  refreshSession: { access: 'public' },
  endSession: { access: 'roles', roles: anyone },
  listMemberKycCases: { access: 'object', kind: 'member', owners: itself, alsoRoles: staff },
  openKycCase: { access: 'object', kind: 'member', owners: itself },
  listKycCases: { access: 'roles', roles: staff },
  decideKycCase: { access: 'roles', roles: ['admin'] },
};
