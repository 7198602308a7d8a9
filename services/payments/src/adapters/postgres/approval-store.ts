/** Approval tasks. What was asked for never changes; the decision is written once. */
import type { Sql } from '@mutua/db';
import type { ApprovalStore, ApprovalViews } from '../../app/approvals/ports.ts';
import { type Approval, statusOn } from '../../domain/approval.ts';
import { currentBusinessDate } from './business-clock.ts';

const columns = `approval_id as "approvalId", action, entity_id as "entityId", payload, payload_hash as "payloadHash", reason, maker_id as "makerId",
  status, checker_id as "checkerId", note, opened_on as "openedOn", expires_on as "expiresOn", created_at as "createdAt", decided_at as "decidedAt"`;

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
    lock: (approvalId) => sql.one<Approval>(`select ${columns} from approvals where approval_id = $1 for update`, [approvalId]),
    async save({ approvalId, status, checkerId, note, decidedAt }) {
      await sql.run('update approvals set status = $2, checker_id = $3, note = $4, decided_at = $5 where approval_id = $1', [
        ...[approvalId, status, checkerId, note, decidedAt],
      ]);
    },
  };
}

const statusSql = `case when status = 'awaiting-approval' and expires_on < (select business_date from business_clock) then 'expired' else status end`;

export function approvalViews(): ApprovalViews {
  return {
    async approval(sql, approvalId): Promise<Approval | undefined> {
      const row = await sql.one<Approval>(`select ${columns} from approvals where approval_id = $1`, [approvalId]);
      return row && { ...row, status: statusOn(row, await currentBusinessDate(sql)) };
    },
    async approvals(sql, { status, action, after, limit }) {
      return await sql.query<Approval>(
        `select ${columns.replace('status,', `${statusSql} as status,`)} from approvals
         where ($1::text is null or ${statusSql} = $1) and ($2::text is null or action = $2) and ($3::text is null or approval_id < $3)
         order by approval_id desc limit $4`,
        [status ?? null, action ?? null, after ?? null, limit + 1],
      );
    },
  };
}
