/** Know-your-customer cases. What the documents say is sealed as one text. */
import type { Sql } from '@mutua/db';
import { assert, type Id, type Instant } from '@mutua/kernel';
import type { KycStore } from '../../app/ports.ts';
import type { KycCase, KycStatus } from '../../domain/kyc-case.ts';
import type { Vault } from '../crypto/vault.ts';

type Row = {
  case_id: Id<'kycCase'>;
  member_id: Id<'member'>;
  status: KycStatus;
  documents: Buffer;
  submitted_at: Instant;
  decided_at: Instant | null;
  decided_by: string | null;
  reason: string | null;
};
type Documents = Pick<KycCase, 'legalName' | 'dateOfBirth' | 'nationality' | 'documentNumber'>;

const columns = 'case_id, member_id, status, documents, submitted_at, decided_at, decided_by, reason';

export function kycStore(sql: Sql, vault: Vault): KycStore {
  return {
    async insert({ caseId, memberId, status, submittedAt, ...rest }) {
      const { legalName, dateOfBirth, nationality, documentNumber } = rest;
      const documents: Documents = { legalName, dateOfBirth, nationality, documentNumber };
      await sql.run('insert into kyc_cases (case_id, member_id, status, documents, submitted_at) values ($1, $2, $3, $4, $5)', [
        caseId,
        memberId,
        status,
        vault.seal(JSON.stringify(documents), cell(caseId)),
        submittedAt,
      ]);
    },
    async hasOpen(memberId) {
      const row = await sql.one(`select 1 from kyc_cases where member_id = $1 and status in ('submitted', 'in-review')`, [memberId]);
      return row !== undefined;
    },
    async lock(caseId) {
      const row = await sql.one<Row>(`select ${columns} from kyc_cases where case_id = $1 for update`, [caseId]);
      return row && fromRow(row, vault);
    },
    async lockSubmitted(limit) {
      const rows = await sql.query<Row>(
        `select ${columns} from kyc_cases where status = 'submitted' order by submitted_at, case_id limit $1 for update skip locked`,
        [limit],
      );
      return rows.map((row) => fromRow(row, vault));
    },
    async save({ caseId, status, decidedAt, decidedBy, reason }) {
      const saved = await sql.run('update kyc_cases set status = $2, decided_at = $3, decided_by = $4, reason = $5 where case_id = $1', [
        caseId,
        status,
        decidedAt,
        decidedBy,
        reason,
      ]);
      assert(saved === 1, 'a locked case is there to be saved', { caseId });
    },
  };
}

export type CaseFilter = {
  readonly memberId: string | undefined;
  readonly status: KycStatus | undefined;
  readonly after: readonly string[] | undefined;
  readonly limit: number;
};

/** Cases newest first, one more than asked for when there is one. */
export async function listCases(sql: Sql, vault: Vault, { memberId, status, after, limit }: CaseFilter): Promise<KycCase[]> {
  const rows = await sql.query<Row>(
    `select ${columns} from kyc_cases
     where ($1::text is null or member_id = $1) and ($2::text is null or status = $2)
       and ($3::timestamptz is null or (submitted_at, case_id) < ($3::timestamptz, $4::text))
     order by submitted_at desc, case_id desc limit $5`,
    [memberId ?? null, status ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return rows.map((row) => fromRow(row, vault));
}

function fromRow(row: Row, vault: Vault): KycCase {
  const documents = JSON.parse(vault.open(row.documents, cell(row.case_id))) as Documents; // our own text: GCM has just proved it
  return {
    caseId: row.case_id,
    memberId: row.member_id,
    status: row.status,
    ...documents,
    submittedAt: row.submitted_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    reason: row.reason,
  };
}

function cell(id: string): { table: string; column: string; id: string } {
  return { table: 'kyc_cases', column: 'documents', id };
}
