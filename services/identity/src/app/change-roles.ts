/** Replaces the roles of another member. */
import { err, type Id, type Instant, ok, type Rejection, type Result } from '@mutua/kernel';
import { changeRoles, type Member, type Role, type RoleRejection } from '../domain/member.ts';
import type { Stores } from './ports.ts';

export type ChangeRolesInput = {
  readonly memberId: Id<'member'>;
  readonly roles: readonly Role[];
  readonly by: Id<'member'>;
  readonly at: Instant;
};

export async function changeMemberRoles(
  { members, outbox }: Stores,
  { memberId, roles, by, at }: ChangeRolesInput,
): Promise<Result<Member, RoleRejection | Rejection<'member.not_found'>>> {
  const member = await members.lock(memberId);
  if (member === undefined) return err({ code: 'member.not_found', details: {} });
  const changed = changeRoles(member, { roles, by });
  if (!changed.ok) return changed;
  if (changed.value.events.length > 0) {
    await members.save(changed.value.member);
    await outbox.append(changed.value.events, at);
  }
  return ok(changed.value.member);
}
