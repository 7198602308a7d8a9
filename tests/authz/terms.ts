/** What the authorization matrix is written in: callers, cells, rows, and the world of objects they are about. */
import type { Person } from '../support/people.ts';
import type { Platform } from '../support/platform.ts';

/** `counterparty` is the lender in the borrower's loan, or the borrower where the lender owns the object. */
export const principals = ['anonymous', 'expired', 'wrongAudience', 'owner', 'counterparty', 'other', 'admin', 'auditor'] as const;
export type Principal = (typeof principals)[number];
/** `allowed`: past authorization, so 2xx, or 400, 409, 422 by the rules of the business. 404: as if the object did not exist. */
export type Cell = 'allowed' | 401 | 403 | 404;
export type Cells = Readonly<Record<Principal, Cell>>;
type Owner = 'borrower' | 'lender';
export type Row = {
  readonly cells: Cells;
  /** Whose object the path names, or who reads his own list. */
  readonly owner: Owner;
  readonly query?: string;
  readonly body?: (world: World) => object | Promise<object>;
};

export type ObjectIds = Readonly<
  Record<
    | 'memberId'
    | 'relatedMemberId'
    | 'productId'
    | 'requestId'
    | 'offerId'
    | 'contractId'
    | 'loanId'
    | 'noteId'
    | 'walletId'
    | 'accountId'
    | 'bankAccountId'
    | 'depositId'
    | 'withdrawalId'
    | 'caseId'
    | 'assessmentId'
    | 'deadLetterId'
    | 'approvalId'
    | 'creditApprovalId'
    | 'policyName'
    | 'repaymentId'
    | 'recoveryId'
    | 'market'
    | 'batchId'
    | 'currency'
    | 'period',
    string
  >
>;

export type World = {
  readonly platform: Platform;
  readonly borrower: Person;
  readonly lender: Person;
  readonly other: Person;
  /** What path parameters mean. */
  readonly ids: ObjectIds;
  /** Undefined for the anonymous caller. */
  token(principal: Principal, owner: Row['owner']): string | undefined;
  readonly newRequest: object;
  readonly newOffer: object;
  readonly newCase: object;
  readonly newMovement: object;
  readonly newTransfer: object;
  readonly newCreditPolicy: object;
  newMember(): object;
  newProduct(): object;
  refreshToken(): Promise<object>;
  close(): Promise<void>;
};
