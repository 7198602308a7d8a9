/** Creates the first administrators and the auditor from the configuration; accounts that exist are left alone. */
import { type MemberEvent, type Role, register, verify } from '../domain/member.ts';
import { normalisedEmail } from '../domain/password-policy.ts';
import type { Ports } from './ports.ts';

export type BootstrapAccount = { readonly email: string; readonly password: string; readonly roles: readonly Role[] };

export async function createAccounts({ unitOfWork, passwords, clock, ids }: Ports, accounts: readonly BootstrapAccount[]): Promise<void> {
  for (const { password, roles, ...account } of accounts) {
    const email = normalisedEmail(account.email);
    const known = await unitOfWork.run(({ members }) => members.credentialsOf(email));
    if (known !== undefined) continue;
    const passwordHash = await passwords.hash(password);
    const at = clock.now();
    const facts = {
      memberId: ids.next('member'),
      email,
      kind: 'person',
      displayName: 'Platform staff',
      country: 'DE',
      registeredAt: at,
    } as const;
    const registered = register({ ...facts, roles });
    const verified = verify(registered.member);
    const events: MemberEvent[] = [...registered.events, ...verified.events];
    await unitOfWork.run(async ({ members, outbox }) => {
      // Another instance may start at the same time: whoever inserts first tells the others.
      if (await members.insert(verified.member, passwordHash)) await outbox.append(events, at);
    });
  }
}
