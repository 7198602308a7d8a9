/** A know-your-customer case: submitted → approved, refused, or in review → approved or refused by an administrator. Pure. */
import { err, type Id, type Instant, ok, type Rejection, type Result } from '@mutua/kernel';
import type { MemberStatus } from './member.ts';

export type KycStatus = 'submitted' | 'in-review' | 'approved' | 'refused';

export type KycCase = {
  readonly caseId: Id<'kycCase'>;
  readonly memberId: Id<'member'>;
  readonly status: KycStatus;
  readonly legalName: string;
  readonly dateOfBirth: string;
  readonly nationality: string;
  readonly documentNumber: string;
  readonly submittedAt: Instant;
  readonly decidedAt: Instant | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
};

export type Documents = Pick<KycCase, 'legalName' | 'dateOfBirth' | 'nationality' | 'documentNumber'>;
export type ProviderAnswer = { readonly verdict: 'approved' | 'refused' | 'review'; readonly reason: string | null };
export type OpenRejection = Rejection<'kyc_case.already_open' | 'kyc_case.member_verified'>;
export type DecisionRejection = Rejection<'kyc_case.not_in_review' | 'kyc_case.own_case'>;

export type Opening = {
  readonly caseId: Id<'kycCase'>;
  readonly memberId: Id<'member'>;
  readonly memberStatus: MemberStatus;
  readonly hasOpenCase: boolean;
  readonly documents: Documents;
  readonly at: Instant;
};

/** A new case, unless the member is verified or another case is open. */
export function open({ caseId, memberId, memberStatus, hasOpenCase, documents, at }: Opening): Result<KycCase, OpenRejection> {
  if (memberStatus === 'verified') return err({ code: 'kyc_case.member_verified', details: {} });
  if (hasOpenCase) return err({ code: 'kyc_case.already_open', details: {} });
  return ok({ caseId, memberId, status: 'submitted', ...documents, submittedAt: at, decidedAt: null, decidedBy: null, reason: null });
}

/** What the provider says about a submitted case; an answer to a case that moved on changes nothing. */
export function applyAnswer(kycCase: KycCase, { verdict, reason }: ProviderAnswer, at: Instant): KycCase {
  if (kycCase.status !== 'submitted') return kycCase;
  if (verdict === 'review') return { ...kycCase, status: 'in-review' };
  return { ...kycCase, status: verdict, decidedAt: at, decidedBy: 'sandbox', reason };
}

/** The decision of an administrator on a case in review, never on their own case. */
export function decide(
  kycCase: KycCase,
  { decision, reason, by, at }: { decision: 'approved' | 'refused'; reason: string; by: Id<'member'>; at: Instant },
): Result<KycCase, DecisionRejection> {
  if (by === kycCase.memberId) return err({ code: 'kyc_case.own_case', details: {} });
  if (kycCase.status !== 'in-review') return err({ code: 'kyc_case.not_in_review', details: { status: kycCase.status } });
  return ok({ ...kycCase, status: decision, decidedAt: at, decidedBy: by, reason });
}

/** The sandbox provider: reads its verdict from the name, so that every outcome can be produced at will. */
export function sandboxAnswer({ legalName }: Pick<KycCase, 'legalName'>): ProviderAnswer {
  const name = legalName.toUpperCase();
  if (name.includes('REFUSE')) return { verdict: 'refused', reason: 'the document could not be matched to the person' };
  if (name.includes('REVIEW')) return { verdict: 'review', reason: null };
  return { verdict: 'approved', reason: null };
}
