/** Terms of an offer into the columns of a row and back. */
import { mulDiv, onePpm } from '@mutua/kernel';
import { type Book, dateOfDay, dayOf, hashOfferIn, type PortfolioCap, touchOffer } from './book.ts';
import { termRangeOf } from './cells.ts';
import { rest } from './changes.ts';
import type { Criteria, OfferTerms, PortfolioShare } from './command.ts';
import type { Fill } from './event.ts';
import { exact } from './exact.ts';
import { type Bounds, flag, noCap, shapeOf } from './offer-columns.ts';

/** Where the money of an offer is, and how it ended. */
export type OfferState = { readonly remaining: number; readonly held: number; readonly settled: number; readonly outcome: number };

/** A new offer, in its queues. The id was looked for just before, and not found. */
export function addOffer(book: Book, { seq, terms }: { readonly seq: number; readonly terms: OfferTerms }, state?: OfferState): number {
  const { offers: o } = book;
  const isDirected = terms.requestId !== null;
  const flags = isDirected ? flag.live | flag.directed : flag.live;
  const row = o.add(seq, book.members.of(terms.lenderId), exact(terms.totalMinor), flags);
  if (isDirected) book.directedTo.set(row, terms.requestId);
  if (state !== undefined) {
    o.setMoney(row, state);
    o.setOutcome(row, state.outcome);
  }
  setBounds(book, row, terms);
  hashOfferIn(book, row);
  touchOffer(book, row);
  rest(book, row);
  return row;
}

/** Writes criteria and last day into a row that is in no queue. */
export function setBounds(book: Book, row: number, { criteria, goodTillOn }: Pick<OfferTerms, 'criteria' | 'goodTillOn'>): void {
  const { minRatePpm, grades, minTermMonths, maxTermMonths, purposes, capPerLoanMinor, minimumSliceMinor, capOfPortfolio } = criteria;
  const bounds: Bounds = {
    rate: exact(minRatePpm),
    shape: shapeOf(book.grades.maskOf(grades), termRangeOf(minTermMonths), termRangeOf(maxTermMonths)),
    purposes: purposes === null ? 0 : book.purposes.maskOf(purposes),
    termMin: minTermMonths,
    termMax: maxTermMonths,
    capLoan: exact(capPerLoanMinor),
    capBorrower: capPerBorrowerOf(criteria),
    slice: minimumSliceMinor === undefined ? 0 : exact(minimumSliceMinor),
  };
  const day = dayOf(goodTillOn);
  book.offers.setBounds(row, bounds, day);
  if (day !== 0) expireOn(book, row, day);
  if (capOfPortfolio !== undefined) book.portfolioCaps.set(row, portfolioCapOf(capOfPortfolio, criteria.capPerBorrowerMinor));
}

export function portfolioCapOf({ sharePpm, portfolioMinor }: PortfolioShare, capPerBorrowerMinor: bigint | undefined): PortfolioCap {
  return { share: exact(sharePpm), portfolio: exact(portfolioMinor), borrower: capOrNone(capPerBorrowerMinor) };
}

function capOrNone(capMinor: bigint | undefined): number {
  return capMinor === undefined ? noCap : exact(capMinor);
}

/** The tighter of the two caps on one borrower, in minor units; noCap when there is none. A share is rounded down. */
export function capPerBorrowerOf({ capPerBorrowerMinor, capOfPortfolio }: Criteria): number {
  const cap = capOrNone(capPerBorrowerMinor);
  if (capOfPortfolio === undefined) return cap;
  const { sharePpm, portfolioMinor } = capOfPortfolio;
  return Math.min(cap, exact(mulDiv(portfolioMinor, sharePpm, onePpm, 'floor')));
}

/** Looks at the row when the day is over. */
export function expireOn({ offersByDay }: Book, row: number, day: number): void {
  const rows = offersByDay.get(day);
  if (rows === undefined) offersByDay.set(day, [row]);
  else rows.push(row);
}

/** The criteria of a row as plain values; grades and purposes in the order the book learned them. */
export function criteriaOf(book: Book, row: number): Criteria {
  const { offers: o } = book;
  const raw = book.portfolioCaps.get(row);
  const cap = raw === undefined ? o.capBorrower(row) : raw.borrower;
  const slice = o.slice(row);
  return {
    minRatePpm: BigInt(o.rate(row)),
    grades: book.grades.textsOf(o.shape(row) & 0xffffff),
    minTermMonths: o.termMin(row),
    maxTermMonths: o.termMax(row),
    purposes: o.purposes(row) === 0 ? null : book.purposes.textsOf(o.purposes(row)),
    capPerLoanMinor: BigInt(o.capLoan(row)),
    ...(cap !== noCap && { capPerBorrowerMinor: BigInt(cap) }),
    ...(raw !== undefined && { capOfPortfolio: { sharePpm: BigInt(raw.share), portfolioMinor: BigInt(raw.portfolio) } }),
    ...(slice > 0 && { minimumSliceMinor: BigInt(slice) }),
  };
}

export function offerTermsOf(book: Book, row: number): OfferTerms {
  const { offers: o } = book;
  return {
    offerId: o.ids.text(row),
    lenderId: book.members.text(o.lender(row)) as OfferTerms['lenderId'],
    requestId: (book.directedTo.get(row) ?? null) as OfferTerms['requestId'],
    totalMinor: BigInt(o.total(row)),
    criteria: criteriaOf(book, row),
    goodTillOn: dateOfDay(o.goodTill(row)),
  };
}

/** The lender of a row. */
export function lenderOf(book: Book, row: number): Fill['lenderId'] {
  return book.members.text(book.offers.lender(row)) as Fill['lenderId'];
}
