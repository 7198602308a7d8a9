/** Know-your-customer: opening a case, the provider's answers, an administrator's decision. */
import { err, type Id, type Instant, ok, type Rejection, type Result } from '@mutua/kernel';
import {
  applyAnswer,
  type DecisionRejection,
  type Documents,
  decide,
  type KycCase,
  type OpenRejection,
  open,
  type ProviderAnswer,
} from '../domain/kyc-case.ts';
import { type MemberChange, refuse, verify } from '../domain/member.ts';
import type { Stores } from './ports.ts';

export type OpenCaseInput = {
  readonly caseId: Id<'kycCase'>;
  readonly memberId: Id<'member'>;
  readonly documents: Documents;
  readonly at: Instant;
};

export async function openCase(
  { members, kycCases }: Stores,
  { caseId, memberId, documents, at }: OpenCaseInput,
): Promise<Result<KycCase, OpenRejection | Rejection<'member.not_found'>>> {
  const member = await members.lock(memberId);
  if (member === undefined) return err({ code: 'member.not_found', details: {} });
  const hasOpenCase = await kycCases.hasOpen(memberId);
  const opened = open({ caseId, memberId, memberStatus: member.status, hasOpenCase, documents, at });
  if (opened.ok) await kycCases.insert(opened.value);
  return opened;
}

export type DecideCaseInput = {
  readonly caseId: Id<'kycCase'>;
  readonly decision: 'approved' | 'refused';
  readonly reason: string;
  readonly by: Id<'member'>;
  readonly at: Instant;
};

export async function decideCase(
  stores: Stores,
  { caseId, ...input }: DecideCaseInput,
): Promise<Result<KycCase, DecisionRejection | Rejection<'kyc_case.not_found'>>> {
  const known = await stores.kycCases.lock(caseId);
  if (known === undefined) return err({ code: 'kyc_case.not_found', details: {} });
  const decided = decide(known, input);
  if (!decided.ok) return decided;
  await settle(stores, decided.value, input.at);
  return ok(decided.value);
}

/** Puts up to `limit` submitted cases before the provider. Answers how many there were. */
export async function answerSubmitted(
  stores: Stores,
  { provider, limit, at }: { provider: (kycCase: KycCase) => ProviderAnswer; limit: number; at: Instant },
): Promise<number> {
  const submitted = await stores.kycCases.lockSubmitted(limit);
  for (const kycCase of submitted) await settle(stores, applyAnswer(kycCase, provider(kycCase), at), at);
  return submitted.length;
}

async function settle({ members, kycCases, outbox }: Stores, kycCase: KycCase, at: Instant): Promise<void> {
  await kycCases.save(kycCase);
  if (kycCase.status !== 'approved' && kycCase.status !== 'refused') return;
  const member = await members.lock(kycCase.memberId);
  if (member === undefined) return;
  const change: MemberChange = kycCase.status === 'approved' ? verify(member) : refuse(member, kycCase.reason ?? 'not confirmed');
  if (change.events.length === 0) return;
  await members.save(change.member);
  await outbox.append(change.events, at);
}
