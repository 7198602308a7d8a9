/** Prices, margins, batches, auctions and amendments, one row each. */
import { expect, test } from 'vitest';
import {
  about,
  amend,
  at,
  clear,
  day,
  member,
  offer,
  offerId,
  relate,
  request,
  requestId,
  revoke,
  run,
  tick,
} from '../../test/model/builders.ts';
import { apply } from './apply.ts';
import { createBook, stateHash } from './book.ts';
import type { Allocation, Clearing, Command, MarketRules } from './command.ts';
import { sha256 } from './sha256.ts';

const start: Command[] = [{ type: 'configure', noteMinimumMinor: 25n }, tick(0)];
const at8 = { criteria: { minRatePpm: 80_000n } };
const at9 = { criteria: { minRatePpm: 90_000n } };

/** Four bids of the published example: 4,000 at 8 %, 3,000 at 9 %, 4,000 at 10 %, 5,000 at 11 %; 10,000 asked at 12 % at most. */
function example(clearing: Clearing) {
  const book = createBook('EUR');
  const bids = [
    [4_000n, 80_000n],
    [3_000n, 90_000n],
    [4_000n, 100_000n],
    [5_000n, 110_000n],
  ] as const;
  const offers = bids.map(([totalMinor, minRatePpm], i) =>
    offer(i + 1, { totalMinor, criteria: { minRatePpm, capPerLoanMinor: totalMinor } }),
  );
  run([...start, ...offers], book);
  const listed = request(1, { amountMinor: 10_000n, ratePpm: 120_000n, clearing });
  const done = apply(book, { seq: book.seq + 1, at, command: listed });
  const filled = done.ok ? done.value.find((event) => event.type === 'request-filled') : undefined;
  return { ratePpm: filled?.ratePpm, basis: filled?.interestBasis, fills: filled?.fills.map((fill) => [fill.amountMinor, fill.ratePpm]) };
}

test('the published example: uniform price 10 %, pay your bid 8.90 % in the mean, posted rate 12 %', () => {
  const amounts = [4_000n, 3_000n, 3_000n];
  const bids = [80_000n, 90_000n, 100_000n];
  const atOne = (rate: bigint) => amounts.map((amount) => [amount, rate]);
  expect(example('uniform-price')).toEqual({ ratePpm: 100_000n, basis: 1_000_000_000n, fills: atOne(100_000n) });
  expect(example('pay-your-bid')).toEqual({ ratePpm: 89_000n, basis: 890_000_000n, fills: amounts.map((amount, i) => [amount, bids[i]]) });
  expect(example('posted-rate')).toEqual({ ratePpm: 120_000n, basis: 1_200_000_000n, fills: atOne(120_000n) });
});

test('a mean that is no whole ppm is rounded up and never above the rate of the borrower', () => {
  const book = createBook('EUR');
  run(
    [...start, offer(1, { ...at8 }), offer(2, { criteria: { minRatePpm: 80_001n } }), offer(3, { criteria: { minRatePpm: 80_001n } })],
    book,
  );
  const command = request(1, { amountMinor: 300n, ratePpm: 80_001n, clearing: 'pay-your-bid' });
  const done = apply(book, { seq: book.seq + 1, at, command });
  expect(done.ok && done.value.at(-1)).toMatchObject({ type: 'request-filled', ratePpm: 80_001n, interestBasis: 24_000_200n });
});

const three = [offer(1), offer(2), offer(3)];
const thirds = (allocation: Allocation) => request(1, { amountMinor: 150n, allocation });

test.each<[string, Command[], Command, string[]]>([
  // the margin
  ['by time', three, thirds('time'), ['request 1: offer 1 100@90000, offer 2 50@90000; 0 left', 'request 1 filled']],
  ['pro rata', three, thirds('pro-rata'), ['request 1: offer 1 50@90000, offer 2 50@90000, offer 3 50@90000; 0 left', 'request 1 filled']],
  [
    'pro rata of unequal wishes, what is left goes by time',
    [offer(1, { totalMinor: 50n }), offer(2), offer(3)],
    thirds('pro-rata'),
    ['request 1: offer 1 50@90000, offer 2 50@90000, offer 3 50@90000; 0 left', 'request 1 filled'],
  ],
  [
    'pro rata: a share below the minimum slice is none',
    [offer(1), offer(2, { criteria: { minimumSliceMinor: 75n } }), offer(3)],
    thirds('pro-rata'),
    ['request 1: offer 1 100@90000, offer 3 50@90000; 0 left', 'request 1 filled'],
  ],
  [
    'pro rata: the odd note completes the request and comes last',
    three,
    request(1, { amountMinor: 160n, allocation: 'pro-rata' }),
    ['request 1: offer 2 50@90000, offer 3 50@90000, offer 1 60@90000; 0 left', 'request 1 filled'],
  ],
  [
    'the most idle goes first',
    [offer(1, { totalMinor: 200n }), offer(2), request(2, { amountMinor: 100n })],
    request(1, { amountMinor: 100n, allocation: 'idle-share' }),
    ['request 1: offer 2 100@90000; 0 left', 'request 1 filled'],
  ],
  [
    'only the margin is shared: a lower rate is filled whole',
    [offer(1), offer(2), offer(3, { criteria: { minRatePpm: 40_000n } })],
    thirds('pro-rata'),
    ['request 1: offer 3 100@90000, offer 1 25@90000, offer 2 25@90000; 0 left', 'request 1 filled'],
  ],
  // criteria
  [
    'a cap for one borrower counts all his loans',
    [offer(1, { totalMinor: 300n, criteria: { capPerBorrowerMinor: 125n } }), request(1), offer(2)],
    request(2, { borrowerId: member(101) }),
    ['request 2: offer 1 25@90000; 175 left'],
  ],
  [
    'a share of the portfolio is such a cap',
    [offer(1, { totalMinor: 300n, criteria: { capOfPortfolio: { sharePpm: 10_000n, portfolioMinor: 5_099n } } })],
    request(1),
    ['request 1: offer 1 50@90000; 150 left'],
  ],
  ['a related party never lends', [offer(1)], request(1, { relatedIds: [member(1)] }), []],
  ['nor one that is related later, and comes after that', [request(1), relate(1, 1)], offer(1), []],
  [
    'nor one that is related later, and rests already',
    [offer(1), request(1, { timing: 'batch' }), relate(1, 1), offer(2)],
    clear(),
    ['request 1: offer 2 100@90000; 100 left', 'batch of 1: 1 fills'],
  ],
  [
    'what a related party lent before stands, and it lends no more',
    [offer(1, { totalMinor: 50n }), request(1), relate(1, 1), offer(3, { lenderId: member(1) }), offer(2, { totalMinor: 150n })],
    about('withdraw-request', 1),
    ['request 1 withdrawn, back: offer 1 50, offer 2 100'],
  ],
  [
    'a relation of what is over or never was is too late',
    [request(1), about('withdraw-request', 1)],
    relate(1, 1),
    ['refused request.unknown'],
  ],
  [
    'a note below the minimum slice is none',
    [offer(1, { criteria: { minimumSliceMinor: 80n } })],
    request(1, { amountMinor: 70n, minimumMinor: 0n }),
    [],
  ],
  // batches
  ['a batch request waits', [offer(1)], request(1, { timing: 'batch' }), []],
  ['a batch request is not filled by a newcomer', [request(1, { timing: 'batch' })], offer(1), []],
  [
    'a clear fills what waits, the oldest listing first',
    [request(1, { timing: 'batch', amountMinor: 100n }), request(2, { timing: 'batch' }), offer(1), offer(2)],
    clear(),
    ['request 1: offer 1 100@90000; 0 left', 'request 1 filled', 'request 2: offer 2 100@90000; 100 left', 'batch of 2: 2 fills'],
  ],
  [
    'a tick gives what closes its last batch',
    [request(1, { timing: 'batch', closesOn: day(1), minimumMinor: 100n }), offer(1)],
    tick(2),
    ['request 1: offer 1 100@90000; 100 left', 'batch of 1: 1 fills', 'request 1 partial 100'],
  ],
  // auctions
  [
    'cheaper money displaces the dearest from its top',
    [offer(1, at9), offer(2, at8), request(1, { closing: 'at-deadline' })],
    offer(3, { totalMinor: 50n }),
    ['request 1 outbids offer 1 50 of 100', 'request 1: offer 3 50@90000; 0 left'],
  ],
  ['equal money displaces nobody', [offer(1), offer(2), request(1, { closing: 'at-deadline' })], offer(3), []],
  [
    'of equal ones the latest gives way',
    [offer(1, at9), offer(2, at9), request(1, { closing: 'at-deadline' })],
    offer(3),
    ['request 1 outbids offer 2 100 of 100', 'request 1: offer 3 100@90000; 0 left'],
  ],
  [
    'displaced money goes on to the next listing',
    [offer(1, at9), offer(2, at9), request(1, { closing: 'at-deadline' }), request(2)],
    offer(3),
    ['request 1 outbids offer 2 100 of 100', 'request 1: offer 3 100@90000; 0 left', 'request 2: offer 2 100@90000; 100 left'],
  ],
  [
    'a fill is not cut below the minimum slice of its offer',
    [offer(1, { criteria: { minRatePpm: 90_000n, minimumSliceMinor: 60n } }), offer(2, at8), request(1, { closing: 'at-deadline' })],
    offer(3, { totalMinor: 50n }),
    [],
  ],
  [
    'a full auction is filled at its deadline',
    [offer(1), offer(2), request(1, { closing: 'at-deadline', closesOn: day(1) })],
    tick(2),
    ['request 1 filled'],
  ],
  // amendments
  ['less money keeps its place', [offer(1)], amend(1, { freeMinor: 25n }), ['offer 1 amended, freed 25, keeps its place']],
  [
    'tighter criteria keep their place',
    [offer(1)],
    amend(1, { criteria: { grades: ['A'] } }),
    ['offer 1 amended, freed 0, keeps its place'],
  ],
  [
    'a smaller minimum slice goes to the back',
    [offer(1, { criteria: { minimumSliceMinor: 50n } })],
    amend(1),
    ['offer 1 amended, freed 0, goes to the back'],
  ],
  ['a lower rate goes to the back', [offer(1)], amend(1, { criteria: { minRatePpm: 1n } }), ['offer 1 amended, freed 0, goes to the back']],
  ['a higher rate goes to the back', [offer(1)], amend(1, at9), ['offer 1 amended, freed 0, goes to the back']],
  [
    'a larger cap goes to the back',
    [offer(1)],
    amend(1, { criteria: { capPerLoanMinor: 101n } }),
    ['offer 1 amended, freed 0, goes to the back'],
  ],
  [
    'at the back means behind who was there',
    [offer(1), offer(2), amend(1, { criteria: { maxTermMonths: 61 } })],
    request(1, { amountMinor: 100n }),
    ['request 1: offer 2 100@90000; 0 left', 'request 1 filled'],
  ],
  [
    'wider criteria are matched at once',
    [offer(1), request(1, { grade: 'C' })],
    amend(1, { criteria: { grades: ['C'] } }),
    ['offer 1 amended, freed 0, goes to the back', 'request 1: offer 1 100@90000; 100 left'],
  ],
  [
    'what is left too small closes',
    [offer(1)],
    amend(1, { freeMinor: 80n }),
    ['offer 1 amended, freed 80, keeps its place', 'offer 1 exhausted, freed 20'],
  ],
  [
    'a last day that is over closes',
    [offer(1)],
    amend(1, { goodTillOn: day(-1) }),
    ['offer 1 amended, freed 0, keeps its place', 'offer 1 expired, freed 100'],
  ],
  ['an earlier last day holds', [offer(1), amend(1, { goodTillOn: day(1) })], tick(2), ['offer 1 expired, freed 100']],
])('%s', (_, before, command, expected) => {
  expect(run([...start, ...before, command])).toEqual(expected);
});

test('a lottery follows the seed that was committed to, and anybody can draw it again', () => {
  const order = (seed: string) => {
    const book = createBook('EUR');
    const configured: Command = { type: 'configure', noteMinimumMinor: 25n, seedCommitment: sha256(seed) };
    const waiting = request(1, { amountMinor: 100n, timing: 'batch', allocation: 'random' });
    run([tick(0), configured, ...Array.from({ length: 8 }, (_, n) => offer(n + 1)), waiting], book);
    const done = apply(book, { seq: book.seq + 1, at, command: clear({ seed, nextCommitment: null }) });
    const [made] = done.ok ? done.value : [];
    return made?.type === 'fills-made' ? made.fills.map((fill) => fill.offerId) : [];
  };
  for (const seed of ['one', 'two', 'three']) {
    const tickets = Array.from({ length: 8 }, (_, n) => offerId(n + 1)).sort((a, b) =>
      sha256(`${seed}:${requestId(1)}:${a}`) < sha256(`${seed}:${requestId(1)}:${b}`) ? -1 : 1,
    );
    expect(order(seed)).toEqual(tickets.slice(0, 1));
  }
});

const rules: MarketRules = {
  ...{ rateStepPpm: 2_500n, rateMinPpm: 10_000n, rateMaxPpm: 300_000n, minTermMonths: 6, maxTermMonths: 60 },
  ...{ grades: ['A', 'B', 'C'], purposes: ['car', 'house'] },
};
const ruled: Command = { type: 'configure', noteMinimumMinor: 25n, rules };
const committed: Command = { type: 'configure', noteMinimumMinor: 25n, seedCommitment: sha256('a seed') };
const large = 2n ** 51n;

test.each<[string, Command[], Command]>([
  ['offer.duplicate', [offer(1)], offer(1)],
  ['offer.malformed_id', [], offer(1, { offerId: 'off_nonsense' as ReturnType<typeof offerId> })],
  ['offer.amount_out_of_range', [], offer(1, { totalMinor: 0n })],
  ['offer.amount_out_of_range', [], offer(1, { totalMinor: large })],
  ['offer.amount_out_of_range', [], offer(1, { criteria: { capPerLoanMinor: large } })],
  ['offer.cap_not_positive', [], offer(1, { criteria: { capPerLoanMinor: 0n } })],
  ['offer.cap_not_positive', [], offer(1, { criteria: { capPerBorrowerMinor: -1n } })],
  ['offer.cap_not_positive', [], offer(1, { criteria: { capOfPortfolio: { sharePpm: 1_000_001n, portfolioMinor: 1n } } })],
  ['offer.cap_below_slice', [], offer(1, { criteria: { minimumSliceMinor: 101n } })],
  ['offer.cap_below_slice', [], offer(1, { criteria: { minimumSliceMinor: 50n, capPerBorrowerMinor: 49n } })],
  [
    'offer.cap_below_slice',
    [],
    offer(1, { criteria: { minimumSliceMinor: 50n, capOfPortfolio: { sharePpm: 10_000n, portfolioMinor: 4_999n } } }),
  ],
  ['offer.matches_nothing', [], offer(1, { criteria: { grades: [] } })],
  ['offer.matches_nothing', [], offer(1, { criteria: { grades: ['A', 'A'] } })],
  ['offer.matches_nothing', [], offer(1, { criteria: { purposes: [] } })],
  ['offer.matches_nothing', [], offer(1, { criteria: { minTermMonths: 0 } })],
  ['offer.matches_nothing', [], offer(1, { criteria: { maxTermMonths: 481 } })],
  ['offer.matches_nothing', [ruled], offer(1, { criteria: { grades: ['D'] } })],
  ['offer.matches_nothing', [ruled], offer(1, { criteria: { purposes: ['boat'] } })],
  ['offer.matches_nothing', [ruled], offer(1, { criteria: { minTermMonths: 61, maxTermMonths: 72 } })],
  ['offer.rate_off_grid', [ruled], offer(1, { criteria: { minRatePpm: 11_000n } })],
  ['offer.rate_off_grid', [ruled], offer(1, { criteria: { minRatePpm: 7_500n } })],
  ['offer.rate_off_grid', [ruled], offer(1, { criteria: { minRatePpm: 302_500n } })],
  ['offer.rate_off_grid', [], offer(1, { criteria: { minRatePpm: -1n } })],
  ['market.too_many_grades', [], offer(1, { criteria: { grades: Array.from({ length: 25 }, (_, n) => `G${n}`) } })],
  ['market.too_many_purposes', [], offer(1, { criteria: { purposes: Array.from({ length: 32 }, (_, n) => `p${n}`) } })],
  ['offer.unknown', [], amend(1)],
  ['offer.closed', [offer(1), request(1), revoke(1)], amend(1)],
  ['offer.unknown', [offer(1), revoke(1)], amend(1)],
  ['offer.amend_over_unfilled', [offer(1)], amend(1, { freeMinor: 101n })],
  ['offer.amount_out_of_range', [offer(1)], amend(1, { freeMinor: -1n })],
  ['offer.matches_nothing', [offer(1)], amend(1, { criteria: { grades: [] } })],
  ['request.duplicate', [request(1)], request(1)],
  ['request.malformed_id', [], request(1, { requestId: 'req_nonsense' as ReturnType<typeof requestId> })],
  ['request.amount_out_of_range', [], request(1, { amountMinor: 0n, minimumMinor: 0n })],
  ['request.amount_out_of_range', [], request(1, { amountMinor: large })],
  ['request.minimum_above_amount', [], request(1, { minimumMinor: 201n })],
  ['request.note_minimum_not_positive', [], request(1, { noteMinimumMinor: 0n })],
  ['request.term_out_of_range', [], request(1, { termMonths: 1.5 })],
  ['request.term_out_of_range', [ruled], request(1, { termMonths: 61 })],
  ['request.rate_off_grid', [ruled], request(1, { ratePpm: 90_001n })],
  ['request.grade_unknown', [ruled], request(1, { grade: 'D' })],
  ['request.purpose_unknown', [ruled], request(1, { purpose: 'boat' })],
  ['request.unknown_mechanism', [], request(1, { clearing: 'dutch' as Clearing })],
  ['request.unknown', [], about('settle-request', 1)],
  ['market.invalid_rules', [], { type: 'configure', noteMinimumMinor: 0n }],
  ['market.invalid_rules', [], { type: 'configure', noteMinimumMinor: 1n, rules: { ...rules, rateStepPpm: 0n } }],
  ['market.invalid_rules', [], { type: 'configure', noteMinimumMinor: 1n, rules: { ...rules, minTermMonths: 61 } }],
  ['batch.invalid_commitment', [], { type: 'configure', noteMinimumMinor: 1n, seedCommitment: 'abc' }],
  ['batch.invalid_commitment', [], clear({ seed: null, nextCommitment: 'abc' })],
  ['batch.seed_mismatch', [committed], clear({ seed: 'another seed', nextCommitment: null })],
  ['batch.seed_mismatch', [], clear({ seed: 'a seed', nextCommitment: null })],
  ['batch.seed_mismatch', [committed, clear({ seed: 'a seed', nextCommitment: null })], clear({ seed: 'a seed', nextCommitment: null })],
  ['tick.not_later', [], tick(0)],
])('%s is refused and changes nothing', (code, before, command) => {
  const book = createBook('EUR');
  run([...start, ...before], book);
  const hash = stateHash(book);
  expect(run([command], book)).toEqual([`refused ${code}`]);
  expect(stateHash(book)).toBe(hash);
});
