/** Claims of the platform on wallets, and what settled them. */
import type { Sql } from '@mutua/db';
import type { ClaimStore } from '../../app/settle-claims.ts';
import type { ClaimView, MoneyViews } from '../../app/views.ts';
import type { Claim } from '../../domain/claim.ts';

export const claimStore = (sql: Sql): ClaimStore => ({
  async open(claims) {
    await sql.run(
      `insert into wallet_claims (wallet_id, journal_id, currency, amount_minor, opened_on)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::date[])`,
      [
        ...[claims.map(({ walletId }) => walletId), claims.map(({ journalId }) => journalId), claims.map(({ currency }) => currency)],
        ...[claims.map(({ amountMinor }) => amountMinor), claims.map(({ on }) => on)],
      ],
    );
  },
  openOf: (walletIds) =>
    sql.query<Claim & { availableMinor: bigint }>(
      `select c.claim_no as "claimNo", c.wallet_id as "walletId", c.currency, c.amount_minor - c.settled_minor as "openMinor",
         a.posted_credits - a.posted_debits - a.pending_debits as "availableMinor"
       from wallet_claims c join accounts a on a.account_id = c.wallet_id
       where c.wallet_id = any ($1) and c.settled_minor < c.amount_minor order by c.wallet_id, c.claim_no for update of c`,
      [walletIds],
    ),
  async settle(settled, on) {
    await sql.run(
      `update wallet_claims c set settled_minor = c.settled_minor + s.amount,
         settled_on = case when c.settled_minor + s.amount = c.amount_minor then $3::date end
       from unnest($1::bigint[], $2::bigint[]) s (claim_no, amount) where c.claim_no = s.claim_no`,
      [settled.map(({ claim }) => claim.claimNo), settled.map(({ amountMinor }) => amountMinor), on],
    );
  },
});

/** Newest first. */
export const walletClaims: MoneyViews['walletClaims'] = (sql, { walletId, before, limit }) =>
  sql.query<ClaimView>(
    `select claim_no as "claimNo", journal_id as "journalId", currency, amount_minor as "amountMinor", settled_minor as "settledMinor",
       opened_on as "openedOn", settled_on as "settledOn"
     from wallet_claims where wallet_id = $1 and claim_no < coalesce($2::bigint, 9223372036854775807) order by claim_no desc limit $3`,
    [walletId, before ?? null, limit + 1],
  );
