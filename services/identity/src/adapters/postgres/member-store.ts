/** Members. Email and display name are sealed; the blind index keeps addresses unique. */
import type { Sql } from '@mutua/db';
import { assert, type Id, type Instant } from '@mutua/kernel';
import type { MemberStore } from '../../app/ports.ts';
import type { Member, MemberKind, MemberStatus, Role } from '../../domain/member.ts';
import type { Vault } from '../crypto/vault.ts';

type Row = {
  member_id: Id<'member'>;
  email: Buffer;
  display_name: Buffer;
  kind: MemberKind;
  country: string;
  status: MemberStatus;
  roles: Role[];
  password_hash: string;
  registered_at: Instant;
};

const columns = 'member_id, email, display_name, kind, country, status, roles, password_hash, registered_at';

export function memberStore(sql: Sql, vault: Vault): MemberStore {
  const read = (row: Row | undefined) => (row === undefined ? undefined : fromRow(row, vault));
  return {
    async insert(member, passwordHash) {
      const { memberId, email, displayName, kind, country, status, roles, registeredAt } = member;
      const inserted = await sql.run(
        `insert into members (email_index, ${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (email_index) do nothing`,
        [
          vault.index(email),
          memberId,
          vault.seal(email, cell('email', memberId)),
          vault.seal(displayName, cell('display_name', memberId)),
          kind,
          country,
          status,
          roles,
          passwordHash,
          registeredAt,
        ],
      );
      return inserted === 1;
    },
    find: async (memberId) => read(await sql.one<Row>(`select ${columns} from members where member_id = $1`, [memberId])),
    lock: async (memberId) => read(await sql.one<Row>(`select ${columns} from members where member_id = $1 for update`, [memberId])),
    async save({ memberId, status, roles }) {
      const saved = await sql.run('update members set status = $2, roles = $3 where member_id = $1', [memberId, status, roles]);
      assert(saved === 1, 'a locked member is there to be saved', { memberId });
    },
    async credentialsOf(email) {
      const row = await sql.one<Row>(`select ${columns} from members where email_index = $1`, [vault.index(email)]);
      return row && { member: fromRow(row, vault), passwordHash: row.password_hash };
    },
  };
}

export type MemberFilter = {
  readonly status: MemberStatus | undefined;
  readonly after: readonly string[] | undefined;
  readonly limit: number;
};

/** Members by age, oldest first, one more than asked for when there is one. */
export async function listMembers(sql: Sql, vault: Vault, { status, after, limit }: MemberFilter): Promise<Member[]> {
  const rows = await sql.query<Row>(
    `select ${columns} from members
     where ($1::text is null or status = $1)
       and ($2::timestamptz is null or (registered_at, member_id) > ($2::timestamptz, $3::text))
     order by registered_at, member_id limit $4`,
    [status ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  return rows.map((row) => fromRow(row, vault));
}

function fromRow(row: Row, vault: Vault): Member {
  return {
    memberId: row.member_id,
    email: vault.open(row.email, cell('email', row.member_id)),
    displayName: vault.open(row.display_name, cell('display_name', row.member_id)),
    kind: row.kind,
    country: row.country,
    status: row.status,
    roles: row.roles,
    registeredAt: row.registered_at,
  };
}

function cell(column: string, id: string): { table: string; column: string; id: string } {
  return { table: 'members', column, id };
}
