/** The one table of this service from rejection codes to HTTP. */
import type { ProblemTable } from '@mutua/http';
import type { LoginRejection } from '../../app/log-in.ts';
import type { RefreshRejection } from '../../app/refresh-session.ts';
import type { RegisterRejection } from '../../app/register-member.ts';
import type { DecisionRejection, OpenRejection } from '../../domain/kyc-case.ts';
import type { RoleRejection } from '../../domain/member.ts';

export type IdentityRejectionCode =
  | LoginRejection['code']
  | RefreshRejection['code']
  | RegisterRejection['code']
  | DecisionRejection['code']
  | OpenRejection['code']
  | RoleRejection['code']
  | 'member.not_found'
  | 'kyc_case.not_found';

export const problems: ProblemTable<IdentityRejectionCode> = {
  'member.not_found': { status: 404, title: 'There is no such member' },
  'member.email_taken': { status: 409, title: 'This email address belongs to another member' },
  'member.password_weak': { status: 422, title: 'This password is too easy to guess' },
  'member.own_roles': { status: 409, title: 'Nobody changes their own roles' },
  'session.credentials_wrong': { status: 401, title: 'Email or password is wrong' },
  'session.too_many_attempts': { status: 429, title: 'Too many attempts to log in' },
  'session.refresh_invalid': { status: 401, title: 'This refresh token does not work any more' },
  'kyc_case.not_found': { status: 404, title: 'There is no such case' },
  'kyc_case.already_open': { status: 409, title: 'Another case of this member is open' },
  'kyc_case.member_verified': { status: 409, title: 'This member is already verified' },
  'kyc_case.not_in_review': { status: 409, title: 'This case does not wait for a decision' },
  'kyc_case.own_case': { status: 403, title: 'Nobody decides their own case' },
};
