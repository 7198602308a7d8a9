/** Tasks in the table `approvals` of the service's own database. What was asked for never changes; the decision is written once. */
import type { Sql } from '@mutua/db';
import type { CalendarDate, Instant } from '@mutua/kernel';
import type { Approval, ApprovalStatus } from './approval.ts';
import type { ApprovalStore } from './tasks.ts';

const columns = `approval_id as "approvalId", action, entity_id as "entityId", payload, payload_hash as "payloadHash", reason, maker_id as "makerId",
  status, checker_id as "checkerId", note, opened_on as "openedOn", expires_on as "expiresOn", created_at as "createdAt", decided_at as "decidedAt"`;

export function approvalStore<Action extends string>(sql: Sql): ApprovalStore<Action> {
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
    lock: (approvalId) => sql.one<Approval<Action>>(`select ${columns} from approvals where approval_id = $1 for update`, [approvalId]),
    async save({ approvalId, status, checkerId, note, decidedAt }) {
      await sql.run('update approvals set status = $2, checker_id = $3, note = $4, decided_at = $5 where approval_id = $1', [
        ...[approvalId, status, checkerId, note, decidedAt],
      ]);
    },
  };
}

type ApprovalPage<Action extends string> = {
  readonly status: ApprovalStatus | undefined;
  readonly action: Action | undefined;
  /** The id of the last task shown. */
  readonly after: string | undefined;
  readonly limit: number;
};
/** Reads for the API; the status is the one on the present business date. Newest first. */
export type ApprovalViews<Action extends string> = {
  approval(sql: Sql, approvalId: string, at: Instant): Promise<Approval<Action> | undefined>;
  /** One more than the limit when there are more. */
  approvals(sql: Sql, page: ApprovalPage<Action>, at: Instant): Promise<readonly Approval<Action>[]>;
};

const statusSql = `case when status = 'awaiting-approval' and expires_on < $1 then 'expired' else status end`;
const selectSql = `select ${columns.replace('status,', `${statusSql} as status,`)} from approvals`;

/** `businessDate` says which day it is for the service. */
export function approvalViews<Action extends string>(
  businessDate: (sql: Sql, at: Instant) => Promise<CalendarDate>,
): ApprovalViews<Action> {
  return {
    async approval(sql, approvalId, at) {
      return await sql.one<Approval<Action>>(`${selectSql} where approval_id = $2`, [await businessDate(sql, at), approvalId]);
    },
    async approvals(sql, { status, action, after, limit }, at) {
      return await sql.query<Approval<Action>>(
        `${selectSql}
         where ($2::text is null or ${statusSql} = $2) and ($3::text is null or action = $3) and ($4::text is null or approval_id < $4)
         order by approval_id desc limit $5`,
        [await businessDate(sql, at), status ?? null, action ?? null, after ?? null, limit + 1],
      );
    },
  };
}
