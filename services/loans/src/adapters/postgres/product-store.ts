/** Products and markets. They are never changed, only added; what the market takes is matching's to say. */
import type { Sql } from '@mutua/db';
import { type Currency, currency, type Id } from '@mutua/kernel';
import type { ProductStore } from '../../app/ports.ts';
import type { Clearing, Product } from '../../domain/product.ts';
import { type MarketRulesJson, marketRulesFrom, type RulesJson, rulesFrom, toJson } from './json.ts';

type Row = {
  product_id: Id<'loanProduct'>;
  name: string;
  currency: Currency;
  note_minimum_minor: bigint;
  market_rules: MarketRulesJson | null;
  minimum_minor: bigint;
  maximum_minor: bigint;
  terms_months: number[];
  indicative_rate_ppm: bigint;
  origination_fee_ppm: bigint;
  funding_threshold_ppm: bigint;
  listing_days: number;
  consent_days: number;
  contract_days: number;
  rules: RulesJson;
  clearing: Clearing;
};

type MarketRow = { currency: string; note_minimum_minor: bigint; rules: MarketRulesJson | null };

const select = 'select p.*, m.note_minimum_minor, m.rules as market_rules from products p join markets m on m.currency = p.currency';

export function productStore(sql: Sql): ProductStore {
  return {
    async find(productId) {
      const row = await sql.one<Row>(`${select} where p.product_id = $1`, [productId]);
      return row && fromRow(row);
    },
    async insert(product) {
      await sql.run(
        `insert into products (product_id, name, currency, minimum_minor, maximum_minor, terms_months, indicative_rate_ppm,
           origination_fee_ppm, funding_threshold_ppm, listing_days, consent_days, contract_days, rules,
           clearing)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
        [
          product.productId,
          product.name,
          product.market.currency,
          product.minimumMinor,
          product.maximumMinor,
          product.termsMonths,
          product.indicativeRatePpm,
          product.originationFeePpm,
          product.fundingThresholdPpm,
          product.listingDays,
          product.consentDays,
          product.contractDays,
          toJson(product.rules),
          toJson(product.clearing),
        ],
      );
    },
    async list({ market, after, limit }) {
      const [name, id] = after ?? [];
      const rows = await sql.query<Row>(
        `${select} where ($1::text is null or p.currency = $1) and ($2::text is null or (p.name, p.product_id) > ($2, $3))
         order by p.name, p.product_id limit $4`,
        [market ?? null, name ?? null, id ?? null, limit + 1],
      );
      return rows.map(fromRow);
    },
    async market(code) {
      const row = await sql.one<MarketRow>('select * from markets where currency = $1', [code]);
      if (row === undefined) return undefined;
      return { currency: currency(row.currency), noteMinimumMinor: row.note_minimum_minor, rules: row.rules && marketRulesFrom(row.rules) };
    },
    async ruleMarket(code, rules) {
      await sql.run('update markets set rules = $2 where currency = $1', [code, toJson(rules)]);
    },
  };
}

function fromRow(row: Row): Product {
  return {
    productId: row.product_id,
    name: row.name,
    market: {
      currency: row.currency,
      noteMinimumMinor: row.note_minimum_minor,
      rules: row.market_rules && marketRulesFrom(row.market_rules),
    },
    minimumMinor: row.minimum_minor,
    maximumMinor: row.maximum_minor,
    termsMonths: row.terms_months,
    indicativeRatePpm: row.indicative_rate_ppm,
    originationFeePpm: row.origination_fee_ppm,
    fundingThresholdPpm: row.funding_threshold_ppm,
    listingDays: row.listing_days,
    consentDays: row.consent_days,
    contractDays: row.contract_days,
    rules: rulesFrom(row.rules),
    clearing: row.clearing,
  };
}
