/** What must hold after every command. Slow on purpose: it recomputes everything from the parts. */
import { type Book, eachCell, endedText, fillText, isUsable, type Offer, offerText, type Request, requestText } from './book.ts';
import { isEligible, sliceMinor } from './clearing.ts';
import { addText, emptyHash } from './hash.ts';

/** One line for each broken rule; empty when the book is sound. */
export function brokenInvariants(book: Book): string[] {
  const broken: string[] = [];
  const held = new Map<string, bigint>();
  for (const request of book.requests.values()) {
    broken.push(...brokenRequest(book, request));
    for (const fill of request.fills) held.set(fill.offerId, (held.get(fill.offerId) ?? 0n) + fill.amountMinor);
  }
  for (const offer of book.offers.values()) broken.push(...brokenOffer(book, offer, held.get(offer.terms.offerId) ?? 0n));
  return [...broken, ...brokenQueues(book), ...unmatched(book), ...brokenHash(book)];
}

function brokenRequest(book: Book, request: Request): string[] {
  const { terms, fills, filledMinor, status } = request;
  const name = `request ${terms.requestId}`;
  const rules: [boolean, string][] = [
    [fills.reduce((sum, fill) => sum + fill.amountMinor, 0n) === filledMinor, 'filled is not the sum of its fills'],
    [filledMinor <= terms.amountMinor, 'is filled over its amount'],
    [status !== 'open' || filledMinor < terms.amountMinor, 'is open and full'],
    [status !== 'partial' || (filledMinor >= terms.minimumMinor && filledMinor > 0n), 'waits below its threshold'],
    [new Set(fills.map((fill) => fill.offerId)).size === fills.length, 'has two notes of one offer'],
    [fills.slice(0, -1).every((fill) => fill.amountMinor % terms.noteMinimumMinor === 0n), 'has an odd note that is not the last'],
    [fills.every((fill) => fill.amountMinor > 0n && isFair(book, request, fill.offerId, fill)), 'has a fill its offer does not allow'],
  ];
  return rules.filter(([holds]) => !holds).map(([, rule]) => `${name} ${rule}`);
}

function isFair(
  book: Book,
  { terms }: Request,
  offerId: Offer['terms']['offerId'],
  fill: { amountMinor: bigint; ratePpm: bigint },
): boolean {
  const offer = book.offers.get(offerId);
  if (offer === undefined) return false;
  const { minRatePpm, capPerLoanMinor } = offer.terms.criteria;
  return (
    isEligible(terms, offer.terms) && fill.amountMinor <= capPerLoanMinor && fill.ratePpm >= minRatePpm && fill.ratePpm <= terms.ratePpm
  );
}

function brokenOffer(book: Book, offer: Offer, fillsMinor: bigint): string[] {
  const { remainingMinor, heldMinor, settledMinor, freedMinor, outcome, terms } = offer;
  const rules: [boolean, string][] = [
    [remainingMinor + heldMinor + settledMinor + freedMinor === terms.totalMinor, 'does not add up to its total'],
    [remainingMinor >= 0n && heldMinor >= 0n && settledMinor >= 0n && freedMinor >= 0n, 'has a negative part'],
    [heldMinor === fillsMinor, 'holds something else than its fills'],
    [outcome === null || remainingMinor === 0n, 'is closed with money left'],
    [outcome === null || heldMinor > 0n, 'is closed, holds nothing and is still remembered'],
    [outcome !== null || heldMinor > 0n || isUsable(book, offer), 'is open and of no use'],
    [offer.isResting === isUsable(book, offer), 'rests wrongly'],
  ];
  return rules.filter(([holds]) => !holds).map(([, rule]) => `offer ${terms.offerId} ${rule}`);
}

/** The queues hold exactly the resting offers and the open requests, in order. */
function brokenQueues(book: Book): string[] {
  const expected = new Map<string, number>();
  for (const offer of book.offers.values()) {
    if (!offer.isResting) continue;
    if (offer.terms.requestId !== null) count(expected, `directed ${offer.terms.requestId}`);
    else eachCell(offer.terms, (grade, range) => count(expected, `${grade} ${range}`));
  }
  const found = new Map<string, number>();
  const queues = [
    ...book.offerCells.all().map(({ grade, range, content }) => ({ name: `${grade} ${range}`, content })),
    ...[...book.directed].map(([requestId, content]) => ({ name: `directed ${requestId}`, content })),
  ];
  const disordered = queues.filter(({ name, content }) => {
    const offers = [...content.values()];
    for (const offer of offers) count(found, offer.isResting ? name : 'not resting');
    return offers.some((offer, i) => !isBefore(offers[i - 1], offer));
  });
  const open = [...book.requests.values()].filter((request) => request.status === 'open').length;
  const queued = book.requestCells.all().reduce((sum, cell) => sum + cell.content.size, 0);
  const same = expected.size === found.size && [...expected].every(([name, n]) => found.get(name) === n);
  return [
    ...disordered.map(({ name }) => `queue ${name} is out of order`),
    ...(same ? [] : ['the queues are not the resting offers']),
    ...(open === queued ? [] : ['the queues are not the open requests']),
  ];
}

function isBefore(a: Offer | undefined, b: Offer): boolean {
  return a === undefined || a.minRatePpm < b.minRatePpm || (a.minRatePpm === b.minRatePpm && a.seq < b.seq);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** No open request and resting offer are left that could still be filled. */
function unmatched(book: Book): string[] {
  const open = [...book.requests.values()].filter((request) => request.status === 'open');
  const resting = [...book.offers.values()].filter((offer) => offer.isResting);
  return open.flatMap((request) =>
    resting
      .filter((offer) => isEligible(request.terms, offer.terms) && !request.fillers.has(offer.terms.offerId))
      .filter((offer) => sliceMinor(request.terms, request.terms.amountMinor - request.filledMinor, offer) > 0n)
      .map((offer) => `request ${request.terms.requestId} and offer ${offer.terms.offerId} could be matched`),
  );
}

function brokenHash(book: Book): string[] {
  const sum = emptyHash();
  for (const offer of book.offers.values()) addText(sum, offerText(offer));
  for (const request of book.requests.values()) {
    addText(sum, requestText(request));
    for (const fill of request.fills) addText(sum, fillText(fill));
  }
  for (const [requestId, on] of book.ended) addText(sum, endedText(requestId, on));
  return sum.high === book.sum.high && sum.low === book.sum.low ? [] : ['the running hash is not the hash of the parts'];
}
