/** The rules of the book, one row each: what was done before, the command, what happens. */
import { expect, test } from 'vitest';
import { about, at, day, decline, member, offer, request, requestId, revoke, run, tick } from '../../test/model/builders.ts';
import { apply } from './apply.ts';
import { createBook } from './book.ts';
import type { Command } from './command.ts';

const start: Command[] = [{ type: 'configure', noteMinimumMinor: 25n }, tick(0)];
const full = (n: number) => [offer(1), offer(2), request(n)];

test.each<[string, Command[], Command, string[]]>([
  // who is filled, in which order, how much
  [
    'lowest minimum rate first, then age',
    [offer(1), offer(2, { criteria: { minRatePpm: 40_000n } }), offer(3)],
    request(1, { amountMinor: 150n }),
    ['request 1: offer 2 100@90000, offer 1 50@90000; 0 left', 'request 1 filled'],
  ],
  [
    'everyone gets the posted rate, at or above his minimum',
    [offer(1, { criteria: { minRatePpm: 90_000n } }), offer(2, { criteria: { minRatePpm: 90_001n } })],
    request(1),
    ['request 1: offer 1 100@90000; 100 left'],
  ],
  [
    'directed offers first',
    [offer(1, { criteria: { minRatePpm: 10_000n } }), offer(2, { requestId: requestId(1) })],
    request(1, { amountMinor: 100n }),
    ['request 1: offer 2 100@90000; 0 left', 'request 1 filled'],
  ],
  ['a directed offer is for one request only', [offer(1, { requestId: requestId(2) })], request(1), []],
  [
    'at most the cap per loan',
    [offer(1, { totalMinor: 500n, criteria: { capPerLoanMinor: 75n } })],
    request(1),
    ['request 1: offer 1 75@90000; 125 left'],
  ],
  [
    'notes are multiples of the minimum',
    [offer(1, { criteria: { capPerLoanMinor: 74n } })],
    request(1),
    ['request 1: offer 1 50@90000; 150 left'],
  ],
  [
    'the last note takes what is left',
    [offer(1), offer(2)],
    request(1, { amountMinor: 130n }),
    ['request 1: offer 1 100@90000, offer 2 30@90000; 0 left', 'request 1 filled'],
  ],
  ['grade', [offer(1)], request(1, { grade: 'C' }), []],
  ['term below the range', [offer(1)], request(1, { termMonths: 11 }), []],
  ['term above the range', [offer(1)], request(1, { termMonths: 61 }), []],
  ['term on the edge', [offer(1)], request(1, { termMonths: 60 }), ['request 1: offer 1 100@90000; 100 left']],
  [
    'purpose',
    [offer(1, { criteria: { purposes: ['house'] } }), offer(2, { criteria: { purposes: ['car', 'house'] } })],
    request(1),
    ['request 1: offer 2 100@90000; 100 left'],
  ],
  ['never his own request', [offer(1, { lenderId: member(101) })], request(1), []],
  [
    'a cap below the note minimum of the product',
    [offer(1, { criteria: { capPerLoanMinor: 40n } })],
    request(1, { noteMinimumMinor: 50n }),
    [],
  ],
  [
    'a new offer goes to the oldest listing',
    [request(1), request(2, { ratePpm: 99_000n })],
    offer(1),
    ['request 1: offer 1 100@90000; 100 left'],
  ],
  [
    'a new offer spreads by its cap',
    [request(1), request(2)],
    offer(1, { criteria: { capPerLoanMinor: 50n } }),
    ['request 1: offer 1 50@90000; 150 left', 'request 2: offer 1 50@90000; 150 left'],
  ],
  [
    'one note per offer and loan',
    [request(1), offer(1, { totalMinor: 300n }), request(2, { borrowerId: member(102) }), offer(2)],
    about('withdraw-request', 2),
    ['request 2 withdrawn, back: offer 1 100'],
  ],
  // offers that end
  ['too small for any note', [], offer(1, { totalMinor: 24n }), ['offer 1 exhausted, freed 24']],
  ['a cap too small for any note', [], offer(1, { criteria: { capPerLoanMinor: 24n } }), ['offer 1 exhausted, freed 100']],
  ['directed at what is over', [...full(1)], offer(3, { requestId: requestId(1) }), ['offer 3 request-closed, freed 100']],
  [
    'directed at what was settled',
    [...full(1), about('settle-request', 1)],
    offer(3, { requestId: requestId(1) }),
    ['offer 3 request-closed, freed 100'],
  ],
  [
    'directed at what is not listed yet waits',
    [offer(1, { requestId: requestId(1) })],
    request(1),
    ['request 1: offer 1 100@90000; 100 left'],
  ],
  ['past its last day', [], offer(1, { goodTillOn: day(-1) }), ['offer 1 expired, freed 100']],
  ['on its last day', [offer(1, { goodTillOn: day(1) })], tick(1), []],
  ['after its last day', [offer(1, { goodTillOn: day(1) })], tick(2), ['offer 1 expired, freed 100']],
  [
    'directed money left over goes home when the request is full',
    [offer(3, { requestId: requestId(1), totalMinor: 300n })],
    request(1, { amountMinor: 100n }),
    ['request 1: offer 3 100@90000; 0 left', 'request 1 filled', 'offer 3 request-closed, freed 200'],
  ],
  ['revoked: the unfilled part', [offer(1, { totalMinor: 150n }), request(1)], revoke(1), ['offer 1 revoked, freed 50']],
  ['revoked twice', [offer(1), revoke(1)], revoke(1), ['refused offer.unknown']],
  ['revoked twice while a fill is held', [offer(1), request(1), revoke(1)], revoke(1), ['refused offer.closed']],
  [
    'used up by a settled loan',
    [offer(1, { totalMinor: 110n }), offer(2), request(1)],
    about('settle-request', 1),
    ['request 1 settled', 'offer 1 exhausted, freed 10', 'offer 2 exhausted, freed 0'],
  ],
  // requests that end
  ['withdrawn', [offer(1), request(1)], about('withdraw-request', 1), ['request 1 withdrawn, back: offer 1 100']],
  ['withdrawn after the last fill', full(1), about('withdraw-request', 1), ['refused request.already_filled']],
  ['withdrawn twice', [request(1), about('withdraw-request', 1)], about('withdraw-request', 1), ['refused request.unknown']],
  ['on its closing day it is still open', [offer(1), request(1, { closesOn: day(1) })], tick(1), []],
  [
    'closes below the threshold',
    [offer(1), request(1, { closesOn: day(1), minimumMinor: 140n })],
    tick(2),
    ['request 1 expired, back: offer 1 100'],
  ],
  ['closes at the threshold', [offer(1), request(1, { closesOn: day(1), minimumMinor: 100n })], tick(2), ['request 1 partial 100']],
  [
    'closes with nothing filled and no threshold',
    [request(1, { closesOn: day(1), minimumMinor: 0n })],
    tick(2),
    ['request 1 expired, back: '],
  ],
  ['listed too late', [offer(1)], request(1, { closesOn: day(-1) }), ['request 1 expired, back: ']],
  ['a partial request takes no more', [offer(1), request(1, { closesOn: day(1), minimumMinor: 100n }), tick(2)], offer(2), []],
  [
    'partial and accepted: a late decline loses',
    [offer(1), request(1, { closesOn: day(1), minimumMinor: 100n }), tick(2), about('accept-partial', 1)],
    decline(1, 'timeout'),
    ['refused request.not_waiting'],
  ],
  [
    'partial and declined',
    [offer(1), request(1, { closesOn: day(1), minimumMinor: 100n }), tick(2)],
    decline(1, 'declined'),
    ['request 1 declined, back: offer 1 100'],
  ],
  [
    'partial and no answer',
    [offer(1), request(1, { closesOn: day(1), minimumMinor: 100n }), tick(2)],
    decline(1, 'timeout'),
    ['request 1 expired, back: offer 1 100'],
  ],
  [
    'partial settles even before the consent is heard of',
    [offer(1), request(1, { closesOn: day(1), minimumMinor: 100n }), tick(2)],
    about('settle-request', 1),
    ['request 1 settled', 'offer 1 exhausted, freed 0'],
  ],
  ['lapsed', full(1), about('lapse-contract', 1), ['request 1 lapsed, back: offer 1 100, offer 2 100']],
  ['an open request cannot lapse', [request(1)], about('lapse-contract', 1), ['refused request.not_filled']],
  ['an open request cannot settle', [request(1)], about('settle-request', 1), ['refused request.not_filled']],
  [
    'money of a closed offer is freed',
    [...full(1), revoke(1)],
    about('lapse-contract', 1),
    ['request 1 lapsed, back: offer 1 100, offer 2 100', 'offer 1 freed 100'],
  ],
  [
    'directed money of a failed request goes home',
    [offer(1, { requestId: requestId(1) }), request(1)],
    about('withdraw-request', 1),
    ['request 1 withdrawn, back: offer 1 100', 'offer 1 request-closed, freed 100'],
  ],
  [
    'money that is back is matched at once, oldest offer first',
    [...full(1), request(2, { amountMinor: 150n })],
    about('lapse-contract', 1),
    [
      'request 1 lapsed, back: offer 1 100, offer 2 100',
      'request 2: offer 1 100@90000; 50 left',
      'request 2: offer 2 50@90000; 0 left',
      'request 2 filled',
    ],
  ],
  // what is refused
  ['a request twice', [request(1)], request(1), ['refused request.duplicate']],
  ['a request that has ended', [request(1), about('withdraw-request', 1)], request(1), ['refused request.duplicate']],
  ['an offer twice', [offer(1)], offer(1), ['refused offer.duplicate']],
  ['a threshold above the amount', [], request(1, { minimumMinor: 201n }), ['refused request.minimum_above_amount']],
  ['terms the wrong way round', [], offer(1, { criteria: { minTermMonths: 61 } }), ['refused offer.matches_nothing']],
  ['the same day twice', [tick(1)], tick(1), ['refused tick.not_later']],
])('%s', (_, before, command, expected) => {
  expect(run([...start, ...before, command])).toEqual(expected);
});

test('released money takes its old place before younger offers', () => {
  const book = createBook('EUR');
  run([...start, offer(1), request(1, { amountMinor: 100n }), offer(2), about('lapse-contract', 1)], book);
  expect(run([request(2, { amountMinor: 100n })], book)).toEqual(['request 2: offer 1 100@90000; 0 left', 'request 2 filled']);
});

test('a command out of sequence is refused and changes nothing', () => {
  const book = createBook('EUR');
  const refused = apply(book, { seq: 2, at, command: tick(0) });
  expect(refused).toMatchObject({ ok: false, error: { code: 'market.out_of_sequence' } });
  expect(book.seq).toBe(0);
});

test('ended requests are forgotten after thirty days', () => {
  const book = createBook('EUR');
  run([...start, request(1), about('withdraw-request', 1), tick(30)], book);
  expect(book.requests.ids.endedCount).toBe(1);
  run([tick(31)], book);
  expect(book.requests.ids.endedCount).toBe(0);
});
