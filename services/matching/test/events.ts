/** Commands as the events by which other services ask for them. */
import type { EventName } from '@mutua/contracts';
import type { OutboxEvent } from '@mutua/db';
import { currency as currencyOf, derivedId, type Id, type Instant, moneyToWire } from '@mutua/kernel';
import { seededIds } from '@mutua/testkit';
import { decode, encode } from '../src/domain/codec.ts';
import type { Command, Criteria } from '../src/domain/command.ts';

const at = '2026-01-02T09:00:00.000Z' as Instant;
const eventIds = seededIds(99);

/** The command with offers and requests of its market alone: a course of commands can be used for several markets. */
export function ownIds(command: Command, market: string): Command {
  const own = encode(command)
    .replaceAll(/off_\w+/g, (id) => derivedId('offer', market, id))
    .replaceAll(/req_\w+/g, (id) => derivedId('loanRequest', market, id));
  return decode<Command>(own);
}

/** A command as the event that other services would publish for it. */
export function eventOf(command: Command, market = 'EUR'): OutboxEvent {
  const { name, aggregateId, data } = wireOf(command, market);
  return { id: eventIds.next('event'), name, aggregateId, data, occurredAt: at };
}

const money = (amountMinor: bigint, currency = 'EUR') => moneyToWire({ amountMinor, currency: currencyOf(currency) });

function wireOf(command: Command, market: string): { name: EventName; aggregateId: string; data: object } {
  switch (command.type) {
    case 'list-request': {
      const { amountMinor, minimumMinor, noteMinimumMinor, ratePpm, clearing, timing, allocation, closing, ...rest } = command.terms;
      const mechanism = { clearing, ...(timing && { timing }), ...(allocation && { allocation }), ...(closing && { closing }) };
      const amounts = {
        amount: money(amountMinor, market),
        minimumAmount: money(minimumMinor, market),
        noteMinimum: money(noteMinimumMinor, market),
      };
      const data = {
        ...rest,
        clearing: 'posted-rate',
        mechanism,
        ...amounts,
        market,
        productId: seededIds(3).next('loanProduct'),
        ratePpm: Number(ratePpm),
      };
      return { name: 'loans.loan-request-listed.v1', aggregateId: rest.requestId, data };
    }
    case 'place-offer': {
      const { totalMinor, criteria, requestId, ...rest } = command.terms;
      const data = {
        ...rest,
        market,
        kind: requestId === null ? 'standing' : 'directed',
        requestId,
        total: money(totalMinor, market),
        criteria: criteriaData(criteria, market),
        placedAt: at,
        holdId: seededIds(4).next('hold'),
      };
      return { name: 'loans.offer-activated.v1', aggregateId: rest.offerId, data };
    }
    case 'amend-offer': {
      const { offerId, freeMinor, criteria, goodTillOn } = command.change;
      const data = { offerId, market, reduction: money(freeMinor, market), criteria: criteriaData(criteria, market), goodTillOn };
      return { name: 'loans.offer-amendment-requested.v1', aggregateId: offerId, data };
    }
    case 'revoke-offer':
      return { name: 'loans.offer-revocation-requested.v1', aggregateId: command.offerId, data: { offerId: command.offerId } };
    case 'tick': {
      const { businessDate } = command;
      return { name: 'payments.business-day-opened.v1', aggregateId: 'platform', data: { businessDate, previous: null } };
    }
    case 'withdraw-request':
      return ofRequest('loans.loan-request-withdrawal-requested.v1', command);
    case 'relate-request':
      return ofRequest('loans.loan-request-related.v1', command, { relatedIds: command.relatedIds });
    case 'accept-partial':
      return ofRequest('loans.loan-request-partial-accepted.v1', command);
    case 'decline-partial':
      return ofRequest('loans.loan-request-partial-declined.v1', command, { cause: command.cause });
    case 'lapse-contract':
      return ofRequest('loans.loan-request-contract-lapsed.v1', command, { cause: 'deadline' });
    case 'settle-request':
      return disbursed(command);
    default:
      throw new Error(`no event asks for ${command.type}`);
  }
}

function criteriaData(criteria: Criteria, market: string): object {
  const { capPerLoanMinor, minRatePpm, capPerBorrowerMinor, minimumSliceMinor, capOfPortfolio: share, ...kept } = criteria;
  const caps = {
    ...(capPerBorrowerMinor && { capPerBorrower: money(capPerBorrowerMinor, market) }),
    ...(share && { capOfPortfolio: { sharePpm: Number(share.sharePpm), portfolio: money(share.portfolioMinor, market) } }),
    ...(minimumSliceMinor && { minimumSlice: money(minimumSliceMinor, market) }),
  };
  return { ...kept, minRatePpm: Number(minRatePpm), capPerLoan: money(capPerLoanMinor, market), ...caps };
}

function disbursed({ requestId }: { requestId: Id<'loanRequest'> }): ReturnType<typeof wireOf> {
  const loanId = derivedId('loan', requestId);
  const amounts = { principal: money(1n), originationFee: money(0n), net: money(1n), instalment: money(1n) };
  const days = { disbursedOn: '2026-01-02', firstDueOn: '2026-02-02', maturesOn: '2026-02-02' };
  const data = { loanId, requestId, borrowerId: derivedId('member', 'b'), ...amounts, ...days, scheduleHash: '0'.repeat(64) };
  return { name: 'payments.loan-disbursed.v1', aggregateId: loanId, data };
}

function ofRequest(name: EventName, { requestId }: { requestId: string }, more: object = {}): ReturnType<typeof wireOf> {
  return { name, aggregateId: requestId, data: { requestId, ...more } };
}
