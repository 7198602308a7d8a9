/** Consent, and what follows when the bureau answers or does not: whoever waits for it is judged anew. */
import type { Id, Instant } from '@mutua/kernel';
import type { BureauReport } from '../domain/bureau.ts';
import { reassessReferred } from './assess.ts';
import type { BureauConsent, Ports } from './ports.ts';

type Opened = Promise<readonly Id<'assessment'>[]>;

/** Withdrawn consent deletes what the bureau said. */
export async function changeConsent(
  { bureau }: Ports,
  { memberId, isGiven, at }: { readonly memberId: string; readonly isGiven: boolean; readonly at: Instant },
): Promise<BureauConsent> {
  const before = await bureau.consent(memberId);
  const after = { memberId, givenAt: isGiven ? (before.givenAt ?? at) : null };
  await bureau.setConsent(isGiven ? { memberId, givenAt: at } : after);
  return after;
}

type Answer = { readonly memberId: string; readonly report: BureauReport; readonly at: Instant };

export async function assessFromBureau(ports: Ports, { memberId, report, at }: Answer): Opened {
  await ports.bureau.store(memberId, report);
  return reassessReferred(ports, memberId, at);
}

type Silence = { readonly memberId: string; readonly failure: string; readonly at: Instant };

/** Tried again later; the last time it is a fact to be judged with. */
export async function giveUpOnBureau(ports: Ports, { memberId, failure, at }: Silence): Opened {
  const isTriedAgain = await ports.bureau.fail(memberId, failure, at);
  return isTriedAgain ? [] : reassessReferred(ports, memberId, at);
}
