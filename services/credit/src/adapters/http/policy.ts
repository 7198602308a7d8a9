/** Who may call what: a borrower sees his own assessments, staff sees all, administrators decide, two of them overrule. */
import type { CreditOperations } from '@mutua/contracts';
import type { Sql } from '@mutua/db';
import type { Policy } from '@mutua/http';
import type { AssessmentReads } from '../../app/ports.ts';

const staff = ['admin', 'auditor'] as const;
const everyone = ['member', 'admin', 'auditor'] as const;

export function policy(assessments: (sql: Sql) => Pick<AssessmentReads, 'find'>): Policy<CreditOperations> {
  const admins = { access: 'roles', roles: ['admin'] } as const;
  const staffOnly = { access: 'roles', roles: staff } as const;
  const ownOrStaff = {
    access: 'object',
    kind: 'assessment',
    owners: async (sql: Sql, { assessmentId }: { readonly assessmentId: string }) => {
      const assessment = await assessments(sql).find(assessmentId);
      return assessment && [assessment.application.borrowerId];
    },
    alsoRoles: staff,
  } as const;
  return {
    listCreditAssessments: { access: 'roles', roles: everyone },
    getCreditAssessment: ownOrStaff,
    getDeclineNotice: ownOrStaff,
    getCreditChanges: ownOrStaff,
    replayCreditAssessment: staffOnly,
    decideCreditAssessment: admins,
    reassessCredit: admins,
    claimCreditReview: admins,
    releaseCreditReview: admins,
    retryScoring: admins,
    requestCreditOverride: admins,
    listCreditReviews: staffOnly,
    listSetAsideAssessments: staffOnly,
    listCreditApprovals: staffOnly,
    getCreditApproval: staffOnly,
    approveCredit: admins,
    rejectCreditApproval: admins,
    listCreditPolicies: staffOnly,
    getCreditPolicy: staffOnly,
    requestCreditPolicy: admins,
    getBureauConsent: { access: 'roles', roles: ['member'] },
    setBureauConsent: { access: 'roles', roles: ['member'] },
    getCreditMonitoring: staffOnly,
    compareCreditModels: staffOnly,
    getReputation: { access: 'roles', roles: everyone },
  };
}
