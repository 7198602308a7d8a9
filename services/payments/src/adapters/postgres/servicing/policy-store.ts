/** Servicing policies of products. JSON has no bigint: amounts are strings in it. */
import type { Sql } from '@mutua/db';
import type { Instant } from '@mutua/kernel';
import type { PolicyStore } from '../../../app/servicing/ports.ts';
import type { PolicyView } from '../../../app/servicing/views.ts';
import type { ProvisionOption, ServicingPolicy } from '../../../domain/servicing/policy.ts';

export type StoredPolicy = Omit<ServicingPolicy, 'toleranceMinor' | 'annualServiceFeePpm' | 'provision'> & {
  readonly toleranceMinor: string;
  readonly annualServiceFeePpm?: string;
  readonly provision?: Omit<ProvisionOption, 'ratePpm'> & { readonly ratePpm: string };
};

export const readPolicy = ({ provision, annualServiceFeePpm, ...stored }: StoredPolicy): ServicingPolicy => ({
  ...stored,
  toleranceMinor: BigInt(stored.toleranceMinor),
  ...(annualServiceFeePpm !== undefined && { annualServiceFeePpm: BigInt(annualServiceFeePpm) }),
  ...(provision && { provision: { ...provision, ratePpm: BigInt(provision.ratePpm) } }),
});

/** JSON in which amounts and rates are strings. */
export const jsonOf = (value: object): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));

export const policyStore = (tx: Sql): PolicyStore => ({
  async find(productId) {
    const row = await tx.one<{ policy: StoredPolicy }>('select policy from servicing_policies where product_id = $1', [productId]);
    return row && readPolicy(row.policy);
  },
  async set(productId, policy, at) {
    await tx.run(
      `insert into servicing_policies (product_id, policy, changed_at) values ($1, $2, $3)
       on conflict (product_id) do update set policy = excluded.policy, changed_at = excluded.changed_at`,
      [productId, jsonOf(policy), at],
    );
  },
});

export async function policiesOf(sql: Sql): Promise<PolicyView[]> {
  const rows = await sql.query<{ productId: string; policy: StoredPolicy; changedAt: Instant }>(
    'select product_id as "productId", policy, changed_at as "changedAt" from servicing_policies order by product_id limit 1000',
  );
  return rows.map(({ policy, ...row }) => ({ ...row, policy: readPolicy(policy) }));
}
