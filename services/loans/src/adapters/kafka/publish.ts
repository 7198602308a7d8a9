/** Our events on the wire: each event of the domain that others may know becomes one of the contract, in the same transaction. */
import type { EventData, EventName } from '@mutua/contracts';
import type { OutboxEvent, Tx } from '@mutua/db';
import { type CalendarDate, type Ids, type Instant, ratePpmToWire } from '@mutua/kernel';
import type { Publisher } from '../../app/ports.ts';
import type { LoanRequest, LoanRequestEvent } from '../../domain/loan-request.ts';
import type { Offer, OfferEvent } from '../../domain/offer.ts';
import { amendmentData, contractedData, filled, listedData, money, offerData, submittedData } from './wire.ts';

type Named = { readonly [N in EventName]: { readonly name: N; readonly data: EventData<N> } }[EventName];
type Envelope = {
  readonly aggregateId: string;
  readonly subjects: readonly string[];
  readonly at: Instant;
  readonly on?: CalendarDate | undefined;
};

export function publisher(tx: Pick<Tx, 'outbox'>, ids: Ids): Publisher {
  const outboxEvent = ({ name, data }: Named, { aggregateId, subjects, at, on }: Envelope): OutboxEvent => ({
    id: ids.next('event'),
    name,
    aggregateId,
    data,
    occurredAt: at,
    subjects,
    ...(on === undefined ? {} : { businessDate: on }),
  });
  const append = (events: readonly OutboxEvent[]): Promise<void> => (events.length === 0 ? Promise.resolve() : tx.outbox.append(events));
  return {
    loanRequest(after, events) {
      const subjects = [after.borrowerId];
      return append(
        events.flatMap((event) =>
          requestEvents(after, event).map((named) => outboxEvent(named, { aggregateId: after.requestId, subjects, at: event.at })),
        ),
      );
    },
    offerPlaced(offer) {
      const named: Named = { name: 'loans.offer-placed.v1', data: offerData(offer) };
      return append([outboxEvent(named, { aggregateId: offer.offerId, subjects: [offer.lenderId], at: offer.placedAt })]);
    },
    offer(after, events) {
      const subjects = [after.lenderId];
      return append(
        events.flatMap((event) =>
          offerEvents(after, event).map((named) => outboxEvent(named, { aggregateId: after.offerId, subjects, at: event.at })),
        ),
      );
    },
    contracted(contract, at) {
      const named: Named = { name: 'loans.loan-contracted.v1', data: contractedData(contract) };
      const subjects = [contract.borrowerId];
      return append([outboxEvent(named, { aggregateId: contract.loanId, subjects, at, on: contract.acceptedOn ?? undefined })]);
    },
  };
}

function requestEvents(after: LoanRequest, event: LoanRequestEvent): readonly Named[] {
  const { requestId, borrowerId } = after;
  switch (event.type) {
    case 'Submitted':
      return [{ name: 'loans.loan-request-submitted.v1', data: submittedData(after, event) }];
    case 'Listed':
      return [{ name: 'loans.loan-request-listed.v1', data: listedData(after, event) }];
    case 'Related':
      return [{ name: 'loans.loan-request-related.v1', data: { requestId, relatedIds: filled(event.relatedIds) } }];
    case 'Rejected':
    case 'ListingRefused': {
      const reasons = filled(after.reasons.map(({ code, text }) => ({ code, text })));
      return [{ name: 'loans.loan-request-rejected.v1', data: { requestId, borrowerId, reasons } }];
    }
    case 'WithdrawalRequested':
      return [{ name: 'loans.loan-request-withdrawal-requested.v1', data: { requestId } }];
    case 'PartialAccepted':
      return [{ name: 'loans.loan-request-partial-accepted.v1', data: { requestId } }];
    case 'PartialDeclined':
      return [{ name: 'loans.loan-request-partial-declined.v1', data: { requestId, cause: event.cause } }];
    case 'ContractLapsed':
      return [{ name: 'loans.loan-request-contract-lapsed.v1', data: { requestId, cause: event.cause } }];
    case 'Funded': {
      const { contractId, fundedMinor, ratePpm } = event;
      const data = { requestId, borrowerId, amount: money(fundedMinor, after.market), ratePpm: ratePpmToWire(ratePpm), contractId };
      return [{ name: 'loans.loan-request-funded.v1', data }];
    }
    case 'Ended':
      return [{ name: 'loans.loan-request-ended.v1', data: { requestId, borrowerId, outcome: event.outcome } }];
    default:
      return [];
  }
}

function offerEvents(after: Offer, event: OfferEvent): readonly Named[] {
  const { offerId, lenderId } = after;
  switch (event.type) {
    case 'Activated':
      return [{ name: 'loans.offer-activated.v1', data: { ...offerData(after), holdId: event.holdId } }];
    case 'RevocationRequested':
      // While the hold is being placed matching does not know the offer; it is told right after the activation.
      return event.isAtMatching ? [{ name: 'loans.offer-revocation-requested.v1', data: { offerId } }] : [];
    case 'Refused':
      return [{ name: 'loans.offer-refused.v1', data: { offerId, lenderId, code: event.code } }];
    case 'Ended':
      return [{ name: 'loans.offer-ended.v1', data: { offerId, lenderId, outcome: event.outcome } }];
    case 'AmendmentRequested':
      return [{ name: 'loans.offer-amendment-requested.v1', data: amendmentData(after, event.amendment) }];
    case 'Freed':
    case 'Amended':
    case 'AmendmentRefused':
      return [];
  }
}
