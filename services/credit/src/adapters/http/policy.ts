/** Who may call what: a borrower sees his own assessments, staff sees all, administrators decide. */
import type { CreditOperations } from '@mutua/contracts';
import type { Sql } from '@mutua/db';
import type { Policy } from '@mutua/http';
import type { AssessmentStore } from '../../app/ports.ts';

const staff = ['admin', 'auditor'] as const;

export function policy(assessments: (sql: Sql) => Pick<AssessmentStore, 'find'>): Policy<CreditOperations> {
  return {
    listCreditAssessments: { access: 'roles', roles: ['member', 'admin', 'auditor'] },
    getCreditAssessment: {
      access: 'object',
      kind: 'assessment',
      owners: async (sql, { assessmentId }) => {
        const assessment = await assessments(sql).find(assessmentId);
        return assessment && [assessment.application.borrowerId];
      },
      alsoRoles: staff,
    },
    decideCreditAssessment: { access: 'roles', roles: ['admin'] },
  };
}
