/** Approval tasks. What was asked for never changes; the decision is written once. */
import type { Sql } from '@mutua/db';
import type { CalendarDate, Instant } from '@mutua/kernel';
import type { ApprovalStore } from '../../app/ports.ts';
import { type Approval, type ApprovalAction, type ApprovalStatus, statusOn } from '../../domain/approval.ts';
import { businessDays } from './borrower-store.ts';

const columns = `approval_id as "approvalId", action, entity_id as "entityId", payload, payload_hash as "payloadHash", reason, maker_id as "makerId",
  status, checker_id as "checkerId", note, opened_on as "openedOn", expires_on as "expiresOn", created_at as "createdAt", decided_at as "decidedAt"`;

type ApprovalRow = {
  readonly approvalId: string;
  readonly action: ApprovalAction;
  readonly entityId: string;
  readonly payload: string;
  readonly payloadHash: string;
  readonly reason: string;
  readonly makerId: string;
  readonly status: ApprovalStatus;
  readonly checkerId: string | null;
  readonly note: string | null;
  readonly openedOn: CalendarDate;
  readonly expiresOn: CalendarDate;
  readonly createdAt: Instant;
  readonly decidedAt: Instant | null;
};

export function approvalStore(sql: Sql): ApprovalStore {
  return {
    async insert(approval) {
      await sql.run(
        `update approvals set status = 'expired' where action = $1 and entity_id = $2 and status = 'awaiting-approval' and expires_on < $3`,
        [approval.action, approval.entityId, approval.openedOn],
      );
      const written = await sql.run(
        `insert into approvals (approval_id, action, entity_id, payload, payload_hash, reason, maker_id, status, opened_on, expires_on, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'awaiting-approval', $8, $9, $10)
         on conflict (action, entity_id) where status = 'awaiting-approval' do nothing`,
        [
          ...[approval.approvalId, approval.action, approval.entityId, approval.payload, approval.payloadHash],
          ...[approval.reason, approval.makerId, approval.openedOn, approval.expiresOn, approval.createdAt],
        ],
      );
      return written === 1;
    },
    lock: (approvalId) => sql.one<ApprovalRow>(`select ${columns} from approvals where approval_id = $1 for update`, [approvalId]),
    async save({ approvalId, status, checkerId, note, decidedAt }) {
      await sql.run('update approvals set status = $2, checker_id = $3, note = $4, decided_at = $5 where approval_id = $1', [
        ...[approvalId, status, checkerId, note, decidedAt],
      ]);
    },
  };
}

const statusSql = `case when status = 'awaiting-approval' and expires_on < $1 then 'expired' else status end`;

export type ApprovalPage = {
  readonly status: ApprovalStatus | undefined;
  readonly action: ApprovalAction | undefined;
  /** The id of the last task shown. */
  readonly after: string | undefined;
  readonly limit: number;
};
/** Reads for the API; the status is the one on the present business date. Newest first. */
export type ApprovalViews = {
  approval(sql: Sql, approvalId: string, at: Instant): Promise<Approval | undefined>;
  approvals(sql: Sql, page: ApprovalPage, at: Instant): Promise<readonly Approval[]>;
};

export const approvalViews: ApprovalViews = {
  async approval(sql, approvalId, at) {
    const row = await sql.one<ApprovalRow>(`select ${columns} from approvals where approval_id = $1`, [approvalId]);
    return row && { ...row, status: statusOn(row, await businessDays(sql).current(at)) };
  },
  async approvals(sql, { status, action, after, limit }, at) {
    return await sql.query<ApprovalRow>(
      `select ${columns.replace('status,', `${statusSql} as status,`)} from approvals
       where ($2::text is null or ${statusSql} = $2) and ($3::text is null or action = $3) and ($4::text is null or approval_id < $4)
       order by approval_id desc limit $5`,
      [await businessDays(sql).current(at), status ?? null, action ?? null, after ?? null, limit + 1],
    );
  },
};
