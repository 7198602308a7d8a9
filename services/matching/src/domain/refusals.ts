/** Why a command is refused. Looks only; nothing has moved when a command is refused. */
import type { RatePpm } from '@mutua/kernel';
import { assertNever } from '@mutua/kernel';
import { type Book, dayOf } from './book.ts';
import { termMax } from './cells.ts';
import type {
  Command,
  Criteria,
  Draw,
  MarketRules,
  OfferChange,
  OfferTerms,
  PortfolioShare,
  RefusalCode,
  RequestTerms,
} from './command.ts';
import { malformed } from './ids.ts';
import { amountMax, gradesMax, noCap, purposesMax } from './offer-columns.ts';
import { capPerBorrowerOf } from './offer-rows.ts';
import { allocations, clearings, closings, timings } from './request-columns.ts';
import { sha256 } from './sha256.ts';

type Refused = RefusalCode | undefined;

const largest = BigInt(amountMax);
/** Rates are kept in 32 bits: up to 200,000 %. */
const rateMax = 2_000_000_000n;

/** The first rule the command breaks, or undefined. */
export function refusalOf(book: Book, command: Command): Refused {
  switch (command.type) {
    case 'place-offer':
      return placeRefusal(book, command.terms);
    case 'list-request':
      return listRefusal(book, command.terms);
    case 'revoke-offer':
      return openRefusal(book, command.offerId);
    case 'amend-offer':
      return amendRefusal(book, command.change);
    case 'configure':
      return configureRefusal(command);
    case 'tick':
      return book.day !== 0 && dayOf(command.businessDate) <= book.day ? 'tick.not_later' : drawRefusal(book, command.draw);
    case 'clear':
      return drawRefusal(book, command.draw);
    default:
      return transitionRefusal(book, command.type, command.requestId);
  }
}

function configureRefusal(command: Extract<Command, { type: 'configure' }>): Refused {
  const { noteMinimumMinor, rules, seedCommitment } = command;
  if (noteMinimumMinor <= 0n || noteMinimumMinor > largest) return 'market.invalid_rules';
  if (rules !== undefined && !isSound(rules)) return 'market.invalid_rules';
  return seedCommitment === undefined || isCommitment(seedCommitment) ? undefined : 'batch.invalid_commitment';
}

function isSound({ rateStepPpm, rateMinPpm, rateMaxPpm, grades, minTermMonths, maxTermMonths, purposes }: MarketRules): boolean {
  return (
    rateStepPpm > 0n &&
    rateMinPpm >= 0n &&
    rateMinPpm <= rateMaxPpm &&
    rateMaxPpm <= rateMax &&
    isTerm(minTermMonths) &&
    isTerm(maxTermMonths) &&
    minTermMonths <= maxTermMonths &&
    (grades === null || (grades.length > 0 && grades.length <= gradesMax)) &&
    (purposes === null || (purposes.length > 0 && purposes.length <= purposesMax))
  );
}

function isCommitment(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

function drawRefusal({ seedCommitment }: Book, draw: Draw | undefined): Refused {
  if (draw === undefined) return undefined;
  if (draw.nextCommitment !== null && !isCommitment(draw.nextCommitment)) return 'batch.invalid_commitment';
  return draw.seed === null || sha256(draw.seed) === seedCommitment ? undefined : 'batch.seed_mismatch';
}

function listRefusal(book: Book, terms: RequestTerms): Refused {
  const { amountMinor, minimumMinor, noteMinimumMinor, termMonths, ratePpm, grade, purpose } = terms;
  const { rules, grades, purposes } = book;
  // `find` remembers the id for the row that is made next.
  const row = book.requests.ids.entryOf(terms.requestId);
  if (row === malformed) return 'request.malformed_id';
  if (row >= 0) return 'request.duplicate';
  if (amountMinor <= 0n || amountMinor > largest) return 'request.amount_out_of_range';
  if (minimumMinor < 0n || minimumMinor > amountMinor) return 'request.minimum_above_amount';
  if (noteMinimumMinor <= 0n || noteMinimumMinor > largest) return 'request.note_minimum_not_positive';
  if (!isTerm(termMonths) || !isTermOf(rules, termMonths)) return 'request.term_out_of_range';
  if (!isOnGrid(rules, ratePpm)) return 'request.rate_off_grid';
  if (rules?.grades?.includes(grade) === false) return 'request.grade_unknown';
  if (rules?.purposes?.includes(purpose) === false) return 'request.purpose_unknown';
  if (grades.find(grade) < 0 && grades.size >= gradesMax) return 'market.too_many_grades';
  if (purposes.find(purpose) < 0 && purposes.size >= purposesMax) return 'market.too_many_purposes';
  return isMechanism(terms) ? undefined : 'request.unknown_mechanism';
}

function isMechanism({ clearing, timing, allocation, closing }: RequestTerms): boolean {
  return (
    clearings.includes(clearing) &&
    (timing === undefined || timings.includes(timing)) &&
    (allocation === undefined || allocations.includes(allocation)) &&
    (closing === undefined || closings.includes(closing))
  );
}

function placeRefusal(book: Book, { offerId, totalMinor, criteria }: OfferTerms): Refused {
  // Only an open or held offer is known: `find` remembers the id for the row that is made next.
  const row = book.offers.ids.find(offerId);
  if (row === malformed) return 'offer.malformed_id';
  if (row >= 0) return 'offer.duplicate';
  if (totalMinor <= 0n || totalMinor > largest) return 'offer.amount_out_of_range';
  return criteriaRefusal(book, criteria);
}

function criteriaRefusal(book: Book, criteria: Criteria): Refused {
  const { capPerLoanMinor, capPerBorrowerMinor, minimumSliceMinor, capOfPortfolio } = criteria;
  const cap =
    capRefusal(capPerLoanMinor) ??
    (capPerBorrowerMinor === undefined ? undefined : capRefusal(capPerBorrowerMinor)) ??
    (minimumSliceMinor === undefined ? undefined : capRefusal(minimumSliceMinor)) ??
    (capOfPortfolio === undefined ? undefined : shareRefusal(capOfPortfolio));
  if (cap !== undefined) return cap;
  if (minimumSliceMinor !== undefined && isCapBelow(criteria, minimumSliceMinor)) return 'offer.cap_below_slice';
  if (!isOnGrid(book.rules, criteria.minRatePpm)) return 'offer.rate_off_grid';
  return matchesNothing(book, criteria) ? 'offer.matches_nothing' : registryRefusal(book, criteria);
}

function capRefusal(capMinor: bigint): Refused {
  if (capMinor <= 0n) return 'offer.cap_not_positive';
  return capMinor > largest ? 'offer.amount_out_of_range' : undefined;
}

function shareRefusal({ sharePpm, portfolioMinor }: PortfolioShare): Refused {
  if (sharePpm <= 0n || sharePpm > 1_000_000n) return 'offer.cap_not_positive';
  return capRefusal(portfolioMinor);
}

function isCapBelow(criteria: Criteria, minimumSliceMinor: bigint): boolean {
  const cap = capPerBorrowerOf(criteria);
  return criteria.capPerLoanMinor < minimumSliceMinor || (cap !== noCap && BigInt(cap) < minimumSliceMinor);
}

function matchesNothing({ rules }: Book, { grades, purposes, minTermMonths, maxTermMonths }: Criteria): boolean {
  if (!isTerm(minTermMonths) || !isTerm(maxTermMonths) || minTermMonths > maxTermMonths) return true;
  if (grades.length === 0 || (grades.length > 1 && hasTwice(grades))) return true;
  if (purposes !== null && purposes.length === 0) return true;
  if (rules === null) return false;
  if (maxTermMonths < rules.minTermMonths || minTermMonths > rules.maxTermMonths) return true;
  const known = rules.grades;
  if (known !== null && !grades.some((grade) => known.includes(grade))) return true;
  const offered = rules.purposes;
  return purposes !== null && offered !== null && !purposes.some((purpose) => offered.includes(purpose));
}

function hasTwice(texts: readonly string[]): boolean {
  return texts.some((text, i) => texts.indexOf(text) !== i);
}

function registryRefusal({ grades, purposes }: Book, criteria: Criteria): Refused {
  if (grades.size + criteria.grades.length > gradesMax && grades.size + grades.countNew(criteria.grades) > gradesMax) {
    return 'market.too_many_grades';
  }
  const wanted = criteria.purposes;
  if (wanted === null || purposes.size + wanted.length <= purposesMax) return undefined;
  return purposes.size + purposes.countNew(wanted) > purposesMax ? 'market.too_many_purposes' : undefined;
}

function isOnGrid(rules: MarketRules | null, ratePpm: RatePpm): boolean {
  if (ratePpm < 0n || ratePpm > rateMax) return false;
  if (rules === null) return true;
  const { rateMinPpm, rateMaxPpm, rateStepPpm } = rules;
  return ratePpm >= rateMinPpm && ratePpm <= rateMaxPpm && (ratePpm - rateMinPpm) % rateStepPpm === 0n;
}

function isTerm(months: number): boolean {
  return Number.isInteger(months) && months >= 1 && months <= termMax;
}

function isTermOf(rules: MarketRules | null, months: number): boolean {
  return rules === null || (months >= rules.minTermMonths && months <= rules.maxTermMonths);
}

function openRefusal({ offers }: Book, offerId: OfferTerms['offerId']): Refused {
  const row = offers.ids.find(offerId);
  if (row < 0) return 'offer.unknown';
  return offers.outcome(row) === 0 ? undefined : 'offer.closed';
}

function amendRefusal(book: Book, change: OfferChange): Refused {
  const closed = openRefusal(book, change.offerId);
  if (closed !== undefined) return closed;
  if (change.freeMinor < 0n) return 'offer.amount_out_of_range';
  const row = book.offers.ids.find(change.offerId);
  if (change.freeMinor > BigInt(book.offers.remaining(row))) return 'offer.amend_over_unfilled';
  return criteriaRefusal(book, change.criteria);
}

type Transition = Extract<Command, { requestId: unknown }>['type'];

function transitionRefusal(book: Book, type: Transition, requestId: string): Refused {
  const request = book.requests.find(requestId);
  if (request < 0) return 'request.unknown';
  const status = book.requests.status(request);
  switch (type) {
    case 'withdraw-request':
      return status === 'filled' ? 'request.already_filled' : undefined;
    case 'relate-request':
      return undefined;
    case 'accept-partial':
    case 'decline-partial':
      return status === 'partial' ? undefined : 'request.not_waiting';
    case 'lapse-contract':
      return status === 'filled' ? undefined : 'request.not_filled';
    case 'settle-request':
      // The payout may be seen before the consent to a partial amount: they come on different topics.
      return status === 'open' ? 'request.not_filled' : undefined;
    default:
      return assertNever(type);
  }
}
