/** What a borrower does: draft, submit, withdraw, take or refuse a part, accept the contract. */
import { type Id, type Instant, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type Contract, type ContractRejection, decideContract } from '../domain/contract.ts';
import { type Draft, draftLoanRequest } from '../domain/decide-loan-request.ts';
import type { LoanRequest } from '../domain/loan-request.ts';
import type { AskRejection } from '../domain/quote.ts';
import { applyToRequest, type ChangeRejection, changeRequest, contractIdsOf, productOf } from './change-request.ts';
import type { Ports } from './ports.ts';

export type ProductUnknown = Rejection<'loan_product.not_found'>;
type RequestResult = Promise<Result<LoanRequest, ChangeRejection>>;
type OnRequest = { readonly requestId: string; readonly at: Instant };

export async function draftRequest(
  ports: Ports,
  input: Omit<Draft, 'on'> & { readonly productId: string },
): Promise<Result<LoanRequest, AskRejection | ProductUnknown>> {
  const product = await ports.products.find(input.productId);
  if (product === undefined) return reject('loan_product.not_found', { productId: input.productId });
  const drafted = draftLoanRequest(product, { ...input, on: await ports.days.current(input.at) });
  if (drafted.ok) await ports.requests.insert(drafted.value);
  return drafted;
}

export async function submitRequest(ports: Ports, { requestId, at }: OnRequest): RequestResult {
  const on = await ports.days.current(at);
  return changeRequest(ports, requestId, async ({ borrowerId }) => ({
    type: 'Submit',
    isVerified: await ports.members.isVerified(borrowerId),
    at,
    on,
  }));
}

export async function withdrawRequest(ports: Ports, { requestId, at }: OnRequest): RequestResult {
  return changeRequest(ports, requestId, () => ({ type: 'Withdraw', at }));
}

export async function acceptPartial(ports: Ports, { requestId, at }: OnRequest): RequestResult {
  const on = await ports.days.current(at);
  return changeRequest(ports, requestId, async (request) => ({
    type: 'AcceptPartial',
    product: await productOf(ports, request),
    ...contractIdsOf(request.requestId),
    at,
    on,
  }));
}

export async function declinePartial(ports: Ports, { requestId, at }: OnRequest): RequestResult {
  const on = await ports.days.current(at);
  return changeRequest(ports, requestId, () => ({ type: 'DeclinePartial', at, on }));
}

type Acceptance = { readonly contractId: Id<'contract'> | string; readonly termsHash: string | null; readonly at: Instant };
export type AcceptRejection = ContractRejection | ChangeRejection | Rejection<'contract.not_found'>;

/** Locks the request before the contract, as everyone does; the loan is contracted in the same transaction. */
export async function acceptContract(ports: Ports, input: Acceptance): Promise<Result<Contract, AcceptRejection>> {
  const { contractId, termsHash, at } = input;
  const known = await ports.contracts.find(contractId);
  const request = known && (await ports.requests.lock(known.requestId));
  const contract = request && (await ports.contracts.lock(contractId));
  if (request === undefined || contract === undefined) return reject('contract.not_found', { contractId });
  const on = await ports.days.current(at);
  const accepted = decideContract(contract, { type: 'Accept', termsHash, at, on });
  if (!accepted.ok) return accepted;
  const signed = await applyToRequest(ports, request, { type: 'Sign', at, on });
  if (!signed.ok) return signed;
  await ports.contracts.save(contract, accepted.value);
  await ports.publish.contracted(accepted.value, at);
  return ok(accepted.value);
}
