/** What the outside sees of members and cases. */
import type { IdentityComponents } from '@mutua/contracts';
import type { KycCase } from '../../domain/kyc-case.ts';
import type { Member } from '../../domain/member.ts';

type Schemas = IdentityComponents['schemas'];

export function memberView({ roles, ...member }: Member): Schemas['Member'] {
  return { ...member, roles: [...roles] };
}

/** The documents stay inside: only the nationality and the end of the number are shown. */
export function caseView({ legalName: _name, dateOfBirth: _birth, documentNumber, ...rest }: KycCase): Schemas['KycCase'] {
  return { ...rest, documentNumberEnd: documentNumber.slice(-3) };
}
