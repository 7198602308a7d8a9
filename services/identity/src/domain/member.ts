/** A member: registered, then verified or refused. Pure; every change gives the events that tell it to the other services. */
import { err, type Id, type Instant, ok, type Rejection, type Result } from '@mutua/kernel';

export type Role = 'member' | 'admin' | 'auditor';
export type MemberKind = 'person' | 'business';
export type MemberStatus = 'registered' | 'verified' | 'refused';

export type Member = {
  readonly memberId: Id<'member'>;
  readonly email: string;
  readonly kind: MemberKind;
  readonly displayName: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly status: MemberStatus;
  readonly roles: readonly Role[];
  readonly registeredAt: Instant;
};

export type MemberEvent =
  | { readonly name: 'identity.member-registered.v1'; readonly data: { memberId: string; kind: MemberKind; country: string } }
  | { readonly name: 'identity.member-verified.v1'; readonly data: { memberId: string } }
  | { readonly name: 'identity.member-refused.v1'; readonly data: { memberId: string; reason: string } }
  | { readonly name: 'identity.member-roles-changed.v1'; readonly data: { memberId: string; roles: Role[] } };

export type MemberChange = { readonly member: Member; readonly events: readonly MemberEvent[] };
export type RoleRejection = Rejection<'member.own_roles'>;

export type Registration = Omit<Member, 'status' | 'roles'> & { readonly roles?: readonly Role[] };

export function register({ roles = ['member'], ...facts }: Registration): MemberChange {
  const member: Member = { ...facts, status: 'registered', roles: sorted(roles) };
  const { memberId, kind, country } = member;
  const events: MemberEvent[] = [{ name: 'identity.member-registered.v1', data: { memberId, kind, country } }];
  if (roles.some((role) => role !== 'member')) events.push(rolesChanged(member));
  return { member, events };
}

/** Confirms the identity; a member that is already verified stays as it is, without an event. */
export function verify(member: Member): MemberChange {
  if (member.status === 'verified') return { member, events: [] };
  const { memberId } = member;
  return { member: { ...member, status: 'verified' }, events: [{ name: 'identity.member-verified.v1', data: { memberId } }] };
}

/** Records that the identity could not be confirmed. A verified member stays verified: a later case cannot take that away. */
export function refuse(member: Member, reason: string): MemberChange {
  if (member.status === 'verified') return { member, events: [] };
  const { memberId } = member;
  return { member: { ...member, status: 'refused' }, events: [{ name: 'identity.member-refused.v1', data: { memberId, reason } }] };
}

/** Replaces the roles. Nobody changes their own: a second administrator has to. */
export function changeRoles(
  member: Member,
  { roles, by }: { roles: readonly Role[]; by: Id<'member'> },
): Result<MemberChange, RoleRejection> {
  if (by === member.memberId) return err({ code: 'member.own_roles', details: {} });
  const next: Member = { ...member, roles: sorted(roles) };
  if (next.roles.join() === member.roles.join()) return ok({ member, events: [] });
  return ok({ member: next, events: [rolesChanged(next)] });
}

function rolesChanged({ memberId, roles }: Member): MemberEvent {
  return { name: 'identity.member-roles-changed.v1', data: { memberId, roles: [...roles] } };
}

function sorted(roles: readonly Role[]): Role[] {
  return [...new Set(roles)].sort();
}
