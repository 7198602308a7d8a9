/** Products and quotes. */
import { type CalendarDate, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Ask, type LoanRules, type Product, type ProductRejection, productProblems } from '../domain/product.ts';
import { type AskRejection, type Quote, quote } from '../domain/quote.ts';
import type { Ports, Reads } from './ports.ts';

export type NewProduct = Omit<Product, 'market' | 'rules'> & {
  readonly marketCode: string;
  readonly rules: LoanRules;
  /** Of every amount in the product; they must all be the market's. */
  readonly currencies: readonly string[];
};

export async function createProduct(
  ports: Ports,
  input: NewProduct,
): Promise<Result<Product, ProductRejection | Rejection<'market.unknown'>>> {
  const { marketCode, currencies, ...rest } = input;
  const market = await ports.products.market(marketCode);
  if (market === undefined) return reject('market.unknown', { market: marketCode });
  const product: Product = { ...rest, market };
  const foreign = currencies.filter((code) => code !== market.currency);
  const problems = [
    ...foreign.map((code) => ({ field: 'currency', code: 'other_currency', allowed: `${market.currency}, not ${code}` })),
    ...productProblems(product),
  ];
  if (problems.length > 0) return reject('loan_product.invalid', { problems });
  await ports.products.insert(product);
  return ok(product);
}

export type QuoteInput = Ask & {
  readonly productId: string;
  /** The product's indicative rate when left out. */
  readonly ratePpm: bigint | undefined;
  readonly disbursedOn: CalendarDate | undefined;
  readonly at: Instant;
};
export type Quoted = { readonly product: Product; readonly ratePpm: bigint; readonly disbursedOn: CalendarDate; readonly quote: Quote };

export async function quoteLoan(
  reads: Pick<Reads, 'products' | 'days'>,
  input: QuoteInput,
): Promise<Result<Quoted, AskRejection | Rejection<'loan_product.not_found'>>> {
  const product = await reads.products.find(input.productId);
  if (product === undefined) return reject('loan_product.not_found', { productId: input.productId });
  const ratePpm = input.ratePpm ?? product.indicativeRatePpm;
  const disbursedOn = input.disbursedOn ?? (await reads.days.current(input.at));
  const quoted = quote(product, { ...input, ratePpm, disbursedOn });
  return quoted.ok ? ok({ product, ratePpm, disbursedOn, quote: quoted.value }) : quoted;
}
