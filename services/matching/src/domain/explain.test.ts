/** Reasons: each constraint by an example, and on random markets never at odds with what the engine did. */
import { expect, test } from 'vitest';
import { at, clear, day, member, offer, offerId, request, requestId, run, tick } from '../../test/model/builders.ts';
import { RandomCommands } from '../../test/model/random-commands.ts';
import { apply } from './apply.ts';
import { type Book, createBook, stateHash } from './book.ts';
import type { Command, OfferTerms } from './command.ts';
import { depthOf, idleMoney, placeOf, rateCurve } from './depth.ts';
import { createDryRun } from './dry-run.ts';
import { type Constraint, explainBatch, explainOffer } from './explain.ts';
import { explainRequest } from './explain-request.ts';
import { restoreBook, takeSnapshot } from './snapshot.ts';
import { offersOf } from './views.ts';

const start: Command[] = [{ type: 'configure', noteMinimumMinor: 25n }, tick(0)];

function bookOf(commands: readonly Command[]): Book {
  const book = createBook('EUR');
  run([...start, ...commands], book);
  return book;
}

const numbered = (book: Book, command: Command) => ({ seq: book.seq + 1, at, command });

test.each<[Constraint | null, Command, Partial<Extract<Command, { type: 'list-request' }>['terms']>]>([
  ['own-or-related', offer(1, { lenderId: member(101) }), {}],
  ['own-or-related', offer(1), { relatedIds: [member(1)] }],
  ['directed-elsewhere', offer(1, { requestId: requestId(2) }), {}],
  ['grade', offer(1), { grade: 'C' }],
  ['term', offer(1), { termMonths: 61 }],
  ['purpose', offer(1, { criteria: { purposes: ['house'] } }), {}],
  ['rate', offer(1, { criteria: { minRatePpm: 90_001n } }), {}],
  ['cash', offer(1, { totalMinor: 49n }), { noteMinimumMinor: 50n }],
  ['cap', offer(1, { criteria: { capPerLoanMinor: 49n } }), { noteMinimumMinor: 50n }],
  ['cap', offer(1, { criteria: { capPerBorrowerMinor: 49n } }), { noteMinimumMinor: 50n }],
  ['minimum-slice', offer(1, { criteria: { minimumSliceMinor: 60n } }), { noteMinimumMinor: 55n }],
  ['rank', offer(1), { amountMinor: 100n }],
  [null, offer(1), { amountMinor: 200n }],
])('the first binding constraint: %s', (constraint, placed, terms) => {
  const book = bookOf([offer(2, { criteria: { minRatePpm: 40_000n } }), placed]);
  const [reason, ...others] = explainBatch(book, numbered(book, request(1, terms)), offerId(1));
  expect(others).toEqual([]);
  expect(reason?.constraint).toBe(constraint);
  expect(reason?.outcome).toBe(constraint === null ? 'filled' : 'not-filled');
  if (constraint === 'rank') expect(reason).toMatchObject({ rank: 2, aheadMinor: 100n, marginalRatePpm: 40_000n, ownRatePpm: 50_000n });
});

test('a batch explains each request it cleared, a newcomer the ones it was tried on', () => {
  const book = bookOf([
    request(1, { timing: 'batch', amountMinor: 100n }),
    request(2, { timing: 'batch', amountMinor: 100n }),
    offer(1),
    offer(2),
  ]);
  expect(explainOffer(book, offerId(2)).map(({ constraint }) => constraint)).toEqual(['batch', 'batch']);
  const reasons = explainBatch(book, numbered(book, clear()), offerId(2));
  expect(reasons.map(({ constraint, filledMinor, rank }) => [constraint, filledMinor, rank])).toEqual([
    ['rank', 0n, 2],
    [null, 100n, 1],
  ]);
  const other = bookOf([request(1), request(2, { grade: 'C' })]);
  const tried = explainBatch(other, numbered(other, offer(1)), offerId(1));
  expect(tried.map(({ requestId: id, filledMinor }) => [id, filledMinor])).toEqual([[requestId(1), 100n]]);
});

test('on random markets a reason is filled exactly where the engine filled, and asking changes nothing', () => {
  let reasons = 0;
  for (let seed = 1; seed <= 6; seed += 1) {
    const book = createBook('EUR');
    const commands = new RandomCommands(seed, { full: true });
    for (let step = 0; step < 150; step += 1) {
      const next = numbered(book, commands.next());
      const hash = stateHash(book);
      const offers = offersOf(book).slice(0, 4);
      const explained = step % 5 === 0 ? offers.map(({ terms }) => explainBatch(restoreBook(takeSnapshot(book)), next, terms.offerId)) : [];
      for (const { terms } of offers) explainOffer(book, terms.offerId);
      expect(stateHash(book)).toBe(hash);
      const done = apply(book, next);
      for (const [i, found] of explained.entries()) {
        const id = offers[i]?.terms.offerId;
        const made = done.ok ? done.value.flatMap((event) => (event.type === 'fills-made' ? event.fills : [])) : [];
        const mine = made.filter((fill) => fill.offerId === id).map((fill) => `${fill.requestId} ${fill.amountMinor}`);
        const told = found.filter(({ outcome }) => outcome === 'filled').map((reason) => `${reason.requestId} ${reason.filledMinor}`);
        expect(told.sort(), `seed ${seed} step ${step}`).toEqual(mine.sort());
        expect(found.every(({ outcome, constraint }) => (outcome === 'filled') === (constraint === null))).toBe(true);
        reasons += found.length;
      }
    }
  }
  expect(reasons).toBeGreaterThan(60);
});

test('a request is told what is missing, at which rate it would fill, and which rules keep money away', () => {
  const book = bookOf([
    offer(1),
    offer(2, { criteria: { minRatePpm: 95_000n } }),
    offer(3, { criteria: { minRatePpm: 97_000n } }),
    offer(4, { criteria: { grades: ['C'] } }),
    request(2, { grade: 'A', ratePpm: 10_000n }),
    request(1, { amountMinor: 250n }),
  ]);
  expect(explainRequest(book, requestId(1))).toEqual({
    ...{ requestId: requestId(1), missingMinor: 150n, availableMinor: 0n, missingAtRateMinor: 150n },
    ...{ fillRatePpm: 97_000n, marginalRatePpm: 50_000n },
    kept: [
      { constraint: 'rate', offers: 2, amountMinor: 200n },
      { constraint: 'grade', offers: 1, amountMinor: 100n },
    ],
    ahead: { requests: 1, missingMinor: 200n },
  });
  // The rate that is named does fill: the same request, listed at it.
  const retry = bookOf([offer(1), offer(2, { criteria: { minRatePpm: 95_000n } }), offer(3, { criteria: { minRatePpm: 97_000n } })]);
  expect(run([request(1, { amountMinor: 250n, ratePpm: 97_000n })], retry).at(-1)).toBe('request 1 filled');
  expect(explainRequest(retry, requestId(1))).toBeUndefined();
});

test('depth, curve, places and idle money are those of the sorted book', () => {
  const book = bookOf([
    offer(1),
    offer(2, { totalMinor: 50n }),
    offer(3, { criteria: { minRatePpm: 40_000n, grades: ['A'], minTermMonths: 30, maxTermMonths: 36 } }),
    request(1, { grade: 'C' }),
  ]);
  const [cell] = depthOf(book, { grade: 'A', termMonths: 36 });
  expect(cell?.offers).toEqual([
    { ratePpm: 40_000n, amountMinor: 100n, count: 1 },
    { ratePpm: 50_000n, amountMinor: 150n, count: 2 },
  ]);
  expect(depthOf(book, { grade: 'C' })).toMatchObject([{ offers: [], requests: [{ ratePpm: 90_000n, amountMinor: 200n, count: 1 }] }]);
  expect(rateCurve(book, { grade: 'A', termMonths: 36 }).map((point) => point.availableMinor)).toEqual([100n, 250n]);
  expect(placeOf(book, offerId(2)).cells.map(({ grade, maxTermMonths, rank }) => `${grade}${maxTermMonths} ${rank}`)).toEqual([
    ...['A12 2', 'A24 2', 'A36 3', 'A48 2', 'A60 2'],
    ...['B12 2', 'B24 2', 'B36 2', 'B48 2', 'B60 2'],
  ]);
  expect(idleMoney(book, member(2))).toEqual([{ lenderId: member(2), offerId: offerId(2), remainingMinor: 50n, sinceSeq: 4 }]);
});

test('a dry run buys what the rule would have bought, and displaces whom it comes before', () => {
  const log = [offer(1), request(1, { amountMinor: 100n }), { type: 'settle-request', requestId: requestId(1) } as const, request(2)];
  const tail = log.map((command, i) => ({ seq: i + 3, at, command }));
  const rule = offer(9, { totalMinor: 150n, criteria: { minRatePpm: 60_000n } });
  if (rule.type !== 'place-offer') throw new Error('an offer is placed');
  const dry = (terms: OfferTerms) => {
    const runner = createDryRun(bookOf([]), terms, at);
    for (const entry of tail) runner.step(entry);
    return runner.result();
  };
  expect(dry(rule.terms)).toMatchObject({
    boughtMinor: 100n,
    idleMinor: 50n,
    meanRatePpm: 90_000n,
    commands: 4,
    passedOver: 0,
    refusal: null,
  });
  const cheaper = { ...rule.terms, criteria: { ...rule.terms.criteria, minRatePpm: 10_000n } };
  expect(dry(cheaper).bought.map(({ fill }) => [fill.requestId, fill.amountMinor])).toEqual([
    [requestId(1), 100n],
    [requestId(2), 50n],
  ]);
  expect(dry({ ...rule.terms, criteria: { ...rule.terms.criteria, grades: [] } })).toMatchObject({
    refusal: 'offer.matches_nothing',
    bought: [],
  });
});

test('a dry run counts what came back, and passes over answers that make no sense in its world', () => {
  const rule = offer(9);
  if (rule.type !== 'place-offer') throw new Error('an offer is placed');
  const runner = createDryRun(bookOf([offer(1)]), rule.terms, at);
  const commands: Command[] = [
    request(1, { minimumMinor: 100n, closesOn: day(1) }),
    tick(2),
    { type: 'accept-partial', requestId: requestId(1) },
    { type: 'lapse-contract', requestId: requestId(1) },
  ];
  for (const command of commands) runner.step({ seq: 1, at, command });
  expect(runner.result()).toMatchObject({ boughtMinor: 0n, returnedMinor: 100n, idleMinor: 100n, passedOver: 1, meanRatePpm: null });
});
