/** Commands as the events by which other services ask for them. */
import type { EventName } from '@mutua/contracts';
import type { OutboxEvent } from '@mutua/db';
import { currency as currencyOf, derivedId, type Id, type Instant, moneyToWire } from '@mutua/kernel';
import { seededIds } from '@mutua/testkit';
import type { Command } from '../src/domain/command.ts';

const market = 'EUR';
const at = '2026-01-02T09:00:00.000Z' as Instant;
const eventIds = seededIds(99);

/** A command as the event that other services would publish for it. */
export function eventOf(command: Command): OutboxEvent {
  const { name, aggregateId, data } = wireOf(command);
  return { id: eventIds.next('event'), name, aggregateId, data, occurredAt: at };
}

const money = (amountMinor: bigint, currency = market) => moneyToWire({ amountMinor, currency: currencyOf(currency) });

function wireOf(command: Command): { name: EventName; aggregateId: string; data: object } {
  switch (command.type) {
    case 'list-request': {
      const { amountMinor, minimumMinor, noteMinimumMinor, ratePpm, ...rest } = command.terms;
      const amounts = { amount: money(amountMinor), minimumAmount: money(minimumMinor), noteMinimum: money(noteMinimumMinor) };
      const data = { ...rest, ...amounts, market, productId: seededIds(3).next('loanProduct'), ratePpm: Number(ratePpm) };
      return { name: 'loans.loan-request-listed.v1', aggregateId: rest.requestId, data };
    }
    case 'place-offer': {
      const { totalMinor, criteria, requestId, ...rest } = command.terms;
      const { capPerLoanMinor, minRatePpm, ...kept } = criteria;
      const data = {
        ...rest,
        market,
        kind: requestId === null ? 'standing' : 'directed',
        requestId,
        total: money(totalMinor),
        criteria: { ...kept, minRatePpm: Number(minRatePpm), capPerLoan: money(capPerLoanMinor) },
        placedAt: at,
        holdId: seededIds(4).next('hold'),
      };
      return { name: 'loans.offer-activated.v1', aggregateId: rest.offerId, data };
    }
    case 'revoke-offer':
      return { name: 'loans.offer-revocation-requested.v1', aggregateId: command.offerId, data: { offerId: command.offerId } };
    case 'tick': {
      const { businessDate } = command;
      return { name: 'payments.business-day-opened.v1', aggregateId: 'platform', data: { businessDate, previous: null } };
    }
    case 'withdraw-request':
      return ofRequest('loans.loan-request-withdrawal-requested.v1', command);
    case 'accept-partial':
      return ofRequest('loans.loan-request-partial-accepted.v1', command);
    case 'decline-partial':
      return ofRequest('loans.loan-request-partial-declined.v1', command, { cause: command.cause });
    case 'lapse-contract':
      return ofRequest('loans.loan-request-contract-lapsed.v1', command, { cause: 'deadline' });
    case 'settle-request':
      return contracted(command);
    default:
      throw new Error(`no event asks for ${command.type}`);
  }
}

function contracted({ requestId }: { requestId: Id<'loanRequest'> }): ReturnType<typeof wireOf> {
  const loanId = derivedId('loan', requestId);
  const [zero, offerId] = [money(0n), derivedId('offer', requestId)];
  const slice = { noteId: derivedId('note', requestId), offerId, holdId: derivedId('hold', offerId) };
  const terms = { method: 'annuity', frequency: 'monthly', dayCount: '30e/360', rounding: 'half-even', instalmentRounding: 'half-even' };
  const fees = { serviceFeePpm: 0, recoveryFeePpm: 0, lateFee: { ratePpm: 0, minimum: zero, graceDays: 0 }, originationFee: zero };
  const data = {
    ...{ loanId, requestId, market, ...terms, ...fees },
    contractId: derivedId('contract', requestId),
    borrowerId: derivedId('member', 'b'),
    productId: derivedId('loanProduct', 'p'),
    ...{ grade: 'A', purpose: 'car', principal: money(1n), ratePpm: 1, termMonths: 1 },
    ...{ defaultAfterDays: 1, chargeOffAfterDays: 1, signedOn: '2026-01-02', termsHash: '0'.repeat(64) },
    slices: [{ ...slice, lenderId: derivedId('member', 'l'), principal: money(1n), ratePpm: 1 }],
  };
  return { name: 'loans.loan-contracted.v1', aggregateId: loanId, data };
}

function ofRequest(name: EventName, { requestId }: { requestId: string }, more: object = {}): ReturnType<typeof wireOf> {
  return { name, aggregateId: requestId, data: { requestId, ...more } };
}
