/** Contracts: the REST and event types generated from the hand-written schemas, and the codec that holds every message to them. */
export type { ContractIssue, ContractViolation } from './codec.ts';
export { ContractError, isEventName, parseEvent, parseNamedEvent, prepareEvents, serialiseEvent, topicOf } from './codec.ts';
export type { components as CreditComponents, operations as CreditOperations, paths as CreditPaths } from './generated/credit.ts';
export type { EventData, EventDataByName, EventName, Topic } from './generated/events.ts';
export { commonEventSchema, eventSchemas, eventTopics, topics } from './generated/events.ts';
export type { components as GatewayComponents, operations as GatewayOperations, paths as GatewayPaths } from './generated/gateway.ts';
export type { components as IdentityComponents, operations as IdentityOperations, paths as IdentityPaths } from './generated/identity.ts';
export type { components as LoansComponents, operations as LoansOperations, paths as LoansPaths } from './generated/loans.ts';
export type { components as MatchingComponents, operations as MatchingOperations, paths as MatchingPaths } from './generated/matching.ts';
export type {
  components as OperationsComponents,
  operations as OperationsOperations,
  paths as OperationsPaths,
} from './generated/operations.ts';
export type { components as PaymentsComponents, operations as PaymentsOperations, paths as PaymentsPaths } from './generated/payments.ts';
export type { OpenApiDocument, SpecName } from './spec.ts';
export { loadSpec, specNames } from './spec.ts';
