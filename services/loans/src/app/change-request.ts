/** One way to change a loan request: load locked → decide → store, publish, and what follows for the contract and the fills. */
import { assert, derivedId, type Id, ok, type Rejection, type Result, reject } from '@mutua/kernel';
import { type ContractCommand, decideContract, makeContract } from '../domain/contract.ts';
import { decide, type LoanRequestCommand } from '../domain/decide-loan-request.ts';
import { evolve, type LoanRequest, type LoanRequestEvent, type LoanRequestRejection } from '../domain/loan-request.ts';
import type { Product } from '../domain/product.ts';
import type { Ports } from './ports.ts';

export type NotFound = Rejection<'loan_request.not_found'>;
export type ChangeRejection = LoanRequestRejection | NotFound;
type Make = (request: LoanRequest) => LoanRequestCommand | Promise<LoanRequestCommand>;

/** Changes the request by the command that `make` builds from its locked state. */
export async function changeRequest(ports: Ports, requestId: string, make: Make): Promise<Result<LoanRequest, ChangeRejection>> {
  const request = await ports.requests.lock(requestId);
  if (request === undefined) return reject('loan_request.not_found', { requestId });
  return applyToRequest(ports, request, await make(request));
}

/** As changeRequest, for a request that is already locked. */
export async function applyToRequest(
  ports: Ports,
  before: LoanRequest,
  command: LoanRequestCommand,
): Promise<Result<LoanRequest, LoanRequestRejection>> {
  const decided = decide(before, command);
  if (!decided.ok) return decided;
  const events = decided.value;
  const after = events.reduce(evolve, before);
  if (events.length === 0) return ok(after);
  await ports.requests.save({ after, events });
  await ports.publish.loanRequest(after, events);
  for (const event of events) await followUp(ports, after, event);
  return ok(after);
}

/** The contract and the fills live with the request and change in the same transaction. */
async function followUp(ports: Ports, after: LoanRequest, event: LoanRequestEvent): Promise<void> {
  switch (event.type) {
    case 'Funded':
      return insertContract(ports, after, event);
    case 'ContractLapsed':
      return changeContract(ports, after, { type: 'End', as: event.cause === 'deadline' ? 'lapsed' : 'withdrawn' });
    case 'DisbursementFailed':
      return changeContract(ports, after, { type: 'Reopen', deadlineOn: event.deadlineOn });
    default:
      return undefined;
  }
}

async function insertContract(ports: Ports, request: LoanRequest, event: Extract<LoanRequestEvent, { type: 'Funded' }>): Promise<void> {
  const { contractId, loanId, deadlineOn, at } = event;
  const [product, fills, on] = [
    await productOf(ports, request),
    await ports.fills.reservedOf(request.requestId),
    await ports.days.current(at),
  ];
  await ports.contracts.insert(makeContract(request, { contractId, loanId, product, fills, deadlineOn, at, on, hash: ports.hash }));
}

/** Request and contract move together, so a contract that cannot follow is a defect. */
export async function changeContract(ports: Ports, request: LoanRequest, command: ContractCommand): Promise<void> {
  const contract = request.contractId === null ? undefined : await ports.contracts.lock(request.contractId);
  assert(contract !== undefined, 'a contracted request has a contract', { requestId: request.requestId });
  const changed = decideContract(contract, command);
  assert(changed.ok, 'the contract follows its request', { contractId: contract.contractId, command: command.type });
  await ports.contracts.save(contract, changed.value);
}

export async function productOf(ports: Pick<Ports, 'products'>, request: LoanRequest): Promise<Product> {
  const product = await ports.products.find(request.productId);
  assert(product !== undefined, 'the product of a request exists', { productId: request.productId });
  return product;
}

/** Contract and loan of a request: at most one of each, so their ids follow from it and a replay makes the same. */
export function contractIdsOf(requestId: string): { readonly contractId: Id<'contract'>; readonly loanId: Id<'loan'> } {
  return { contractId: derivedId('contract', requestId), loanId: derivedId('loan', requestId) };
}
