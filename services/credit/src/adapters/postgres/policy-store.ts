/** Published policies. A version never changes, so one that was read once is known for good. */
import type { Sql } from '@mutua/db';
import { assert, type Instant } from '@mutua/kernel';
import type { PolicyStore, PublishedPolicy } from '../../app/ports.ts';
import { type PolicyTerms, policyFrom } from './policy-json.ts';

type Row = {
  policy_version: number;
  document: string;
  document_hash: string;
  published_at: Instant;
  maker_id: string;
  checker_id: string;
};

const known = new Map<string, PublishedPolicy>();

function fromRow({
  policy_version: policyVersion,
  document,
  document_hash: hash,
  published_at,
  maker_id,
  checker_id,
}: Row): PublishedPolicy {
  const key = `${policyVersion}:${hash}`;
  const before = known.get(key);
  if (before) return before;
  const policy = policyFrom(policyVersion, JSON.parse(document) as PolicyTerms);
  const published = { policy, hash, document, publishedAt: published_at, makerId: maker_id, checkerId: checker_id };
  known.set(key, published);
  return published;
}

export function policyStore(sql: Sql): PolicyStore {
  return {
    async current() {
      const row = await sql.one<Row>('select * from credit_policies order by policy_version desc limit $1', [1]);
      assert(row !== undefined, 'the first policy came with the tables');
      return fromRow(row);
    },
    async find(policyVersion) {
      const row = await sql.one<Row>('select * from credit_policies where policy_version = $1', [policyVersion]);
      return row && fromRow(row);
    },
    async insert({ policy, document, hash, publishedAt, makerId, checkerId }) {
      await sql.run(
        `insert into credit_policies (policy_version, document, document_hash, published_at, maker_id, checker_id)
         values ($1, $2, $3, $4, $5, $6)`,
        [policy.policyVersion, document, hash, publishedAt, makerId, checkerId],
      );
    },
  };
}

/** Newest first, at most limit + 1, older than the version. */
export async function policiesBefore(sql: Sql, page: { readonly before: number | undefined; readonly limit: number }) {
  const rows = await sql.query<Row>(
    'select * from credit_policies where $1::integer is null or policy_version < $1 order by policy_version desc limit $2',
    [page.before ?? null, page.limit + 1],
  );
  return rows.map(fromRow);
}
