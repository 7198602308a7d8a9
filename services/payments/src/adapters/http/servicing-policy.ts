/** Who may do what with loans and notes. A foreign loan or note answers as an unknown one. */
import type { Rule } from '@mutua/http';
import type { ServicingViews } from '../../app/servicing/views.ts';
import type { ServicingPolicy } from './operations.ts';

const everyone: Rule = { access: 'roles', roles: ['member', 'admin', 'auditor'] };
const members: Rule = { access: 'roles', roles: ['member'] };
const keepers: Rule = { access: 'roles', roles: ['admin', 'auditor'] };
const admins: Rule = { access: 'roles', roles: ['admin'] };
const readers = ['admin', 'auditor'] as const;

type LoanRule = Extract<Rule<{ parameters: { path: { loanId: string } } }>, { access: 'object' }>;
type NoteRule = Extract<Rule<{ parameters: { path: { noteId: string } } }>, { access: 'object' }>;

export const servicingPolicy = (views: ServicingViews): ServicingPolicy => {
  const borrower: LoanRule = {
    access: 'object',
    kind: 'loan',
    owners: async (sql, { loanId }) => {
      const parties = await views.parties(sql, loanId);
      return parties && [parties.borrowerId];
    },
  };
  const parties: LoanRule = {
    access: 'object',
    kind: 'loan',
    owners: async (sql, { loanId }) => {
      const found = await views.parties(sql, loanId);
      return found && [found.borrowerId, ...found.holderIds];
    },
    alsoRoles: readers,
  };
  const holder: NoteRule = {
    access: 'object',
    kind: 'note',
    owners: async (sql, { noteId }) => {
      const note = await views.note(sql, noteId);
      return note && [note.holderId];
    },
    alsoRoles: readers,
  };
  return {
    listLoans: everyone,
    getLoan: parties,
    getLoanSchedule: parties,
    listLoanTransactions: parties,
    getPayoffQuote: { ...borrower, alsoRoles: readers },
    listLoanNotes: parties,
    createRepayment: borrower,
    setAutopay: borrower,
    createRecovery: admins,
    listNotes: everyone,
    getNote: holder,
    listNoteCashFlows: holder,
    getPerformance: everyone,
    getBusinessDate: everyone,
    advanceBusinessDate: admins,
    prepayLoan: borrower,
    changeSchedule: admins,
    listScheduleVersions: parties,
    listServicingPolicies: keepers,
    setServicingPolicy: admins,
    getProvisionFund: everyone,
    setProvisionRules: admins,
    listBusinessDays: keepers,
    listSetAsideLoans: keepers,
    resumeLoan: admins,
    getLoanBook: keepers,
    getDefaultRates: everyone,
    requestWriteOff: admins,
    requestAcceleration: admins,
    requestChargeOffUndoing: admins,
    requestRecoveryReversal: admins,
    requestReversal: admins,
    requestBackDatedRepayment: admins,
    listPayoutAccounts: everyone,
    requestPayoutAccount: members,
    listApprovals: keepers,
    getApproval: keepers,
    approve: admins,
    rejectApproval: admins,
  };
};
