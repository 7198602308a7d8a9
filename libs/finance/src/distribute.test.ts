import { DefectError } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../test/property-runs.ts';
import { type Distribution, distribute, distributeInto, distributeOver, holdersOf, reverseDistribution } from './distribute.ts';

type Note = { id: string; weight: bigint; carry: { paidMinor: bigint } };
type Life = { notes: readonly Note[]; distributedMinor: bigint };

const life = (weights: readonly bigint[]): Life => ({
  distributedMinor: 0n,
  notes: weights.map((weight, i) => ({ id: `note_${i}`, weight, carry: { paidMinor: 0n } })),
});

function receive(before: Life, amountMinor: bigint, seed: string): { after: Life; distribution: Distribution } {
  const distribution = distribute({ amountMinor, seed, ...before });
  const notes = before.notes.map((note, i) => ({ ...note, carry: distribution.shares[i]?.carry ?? note.carry }));
  return { after: { notes, distributedMinor: distribution.distributedMinor }, distribution };
}

/** The largest distance of any note from its exact entitlement, in parts of a cent over the total weight. */
function worstError({ notes, distributedMinor }: Life): { error: bigint; cent: bigint } {
  const cent = notes.reduce((sum, note) => sum + note.weight, 0n);
  const errors = notes.map(({ weight, carry }) => distributedMinor * weight - carry.paidMinor * cent).map((e) => (e < 0n ? -e : e));
  return { error: errors.reduce((a, b) => (a > b ? a : b), 0n), cent };
}

const sumOfShares = ({ shares }: Distribution): bigint => shares.reduce((sum, share) => sum + share.amountMinor, 0n);

describe('one receipt', () => {
  test('exact shares are paid exactly, in the order given', () => {
    const { after, distribution } = receive(life([1n, 2n, 3n, 0n]), 600n, 'rpy_1');
    expect(distribution.shares.map((share) => share.amountMinor)).toEqual([100n, 200n, 300n, 0n]);
    expect(after.distributedMinor).toBe(600n);
    expect(distribution.shares[2]).toEqual({ id: 'note_2', amountMinor: 300n, carry: { paidMinor: 300n } });
  });

  test('odd cents go to the notes whose next cent falls due first', () => {
    // Of 10 cents, 6.25, 2.5 and 1.25 are due. The next cent of each falls due at totals of 12, 12 and 16.
    const { distribution } = receive(life([5n, 2n, 1n]), 10n, 'rpy_1');
    expect(sumOfShares(distribution)).toBe(10n);
    expect(distribution.shares[2]?.amountMinor).toBe(1n);
  });

  test('the same seed gives the same shares, whatever the order of the notes; another seed favours others', () => {
    const { notes } = life(Array<bigint>(20).fill(2500n));
    const winners = (seed: string, order: readonly Note[]) =>
      distribute({ amountMinor: 7n, distributedMinor: 0n, notes: order, seed })
        .shares.filter((share) => share.amountMinor === 1n)
        .map((share) => share.id)
        .sort();
    expect(winners('rpy_1', notes)).toHaveLength(7);
    expect(winners('rpy_1', notes.toReversed())).toEqual(winners('rpy_1', notes));
    expect(winners('rpy_2', notes)).not.toEqual(winners('rpy_1', notes));
  });

  test('nothing is distributed as nothing', () => expect(sumOfShares(receive(life([1n, 1n]), 0n, 's').distribution)).toBe(0n));

  const noPlace = 'every note has its place';
  const sums = 'what the notes carry sums to what was distributed';
  const inPlace = (changes: object) => () => {
    const holders = holdersOf(life([1n, 2n]).notes);
    const receipt = { amount: 3, distributed: 0, paid: new Float64Array(2), shares: new Float64Array(2), seed: 's' };
    distributeInto(holders, { ...receipt, ...changes });
    return [...receipt.shares, ...receipt.paid];
  };

  test.each<[string, () => unknown, string, object]>([
    [
      'a negative amount',
      () => receive(life([1n]), -1n, 's'),
      'only a receipt is distributed; a reversal gives back its exact shares',
      { amountMinor: -1n },
    ],
    ['no weight', () => receive(life([0n]), 1n, 's'), 'notes have weight', { notes: 1 }],
    ['no notes', () => receive(life([]), 1n, 's'), 'notes have weight', { notes: 0 }],
    ['a negative weight', () => receive(life([2n, -1n]), 1n, 's'), 'the weight of a note is not negative', { weight: -1n }],
    ['a carry that does not sum', () => receive({ ...life([1n]), distributedMinor: 5n }, 1n, 's'), sums, { paidTotal: 0, distributed: 5 }],
    [
      'the same beyond doubles',
      () => receive({ ...life([1n]), distributedMinor: 2n ** 60n }, 1n, 's'),
      sums,
      { paidTotal: 0n, distributedMinor: 2n ** 60n },
    ],
    [
      'a note without its carry',
      () => distributeOver(holdersOf(life([1n, 1n]).notes), { amountMinor: 1n, distributedMinor: 0n, paidMinor: [0n], seed: 's' }),
      'every note has its carry',
      {},
    ],
    ['no place to raise', inPlace({ paid: new Float64Array(3) }), noPlace, {}],
    ['no place for a share', inPlace({ shares: new Float64Array(1) }), noPlace, {}],
    ['half a cent', inPlace({ amount: 0.5 }), 'amounts are whole minor units', { amount: 0.5 }],
    ['a negative amount in place', inPlace({ amount: -1 }), 'amounts are whole minor units', { amount: -1 }],
    ['half a cent before', inPlace({ distributed: 0.5 }), 'amounts are whole minor units', { amount: 3 }],
    [
      'more than doubles hold',
      inPlace({ amount: 2 ** 50 - 2 }),
      'the amounts are exact in doubles',
      { distributed: 0, amount: 2 ** 50 - 2 },
    ],
    ['a carry in place that does not sum', inPlace({ distributed: 4 }), sums, { paidTotal: 0, distributed: 4 }],
  ])('%s is a defect', (_, act, message, details) => {
    expect(act).toThrow(DefectError);
    expect(act).toThrow(expect.objectContaining({ message, details }));
  });

  test('in place: shares are written, what was paid is raised, to the last amount that doubles hold', () => {
    expect(inPlace({})()).toEqual([1, 2, 1, 2]);
    expect(inPlace({ amount: 0 })()).toEqual([0, 0, 0, 0]);
    const most = 2 ** 50 - 3;
    const [one = 0, two = 0] = inPlace({ amount: most })();
    expect([one + two, Math.abs(2 * one - two) <= 2]).toEqual([most, true]);
  });

  test('whole cents beyond the amount, after a history of others, are taken from the notes that are due last', () => {
    const history = (paid: readonly bigint[], weights: readonly bigint[], amountMinor: bigint) => {
      const holders = holdersOf(life(weights).notes);
      const receipt = { amountMinor, distributedMinor: paid.reduce((a, b) => a + b, 0n), paidMinor: paid, seed: 's' };
      const shares = distributeOver(holders, receipt);
      expect(distributeOver({ ...holders, smallTotal: Number.POSITIVE_INFINITY }, receipt)).toEqual(shares);
      return shares;
    };
    expect(history([12n, 0n, 0n], [6n, 2n, 1n], 3n)).toEqual([0n, 2n, 1n]);
    expect(history([12n, 0n, 0n], [6n, 1n, 2n], 3n)).toEqual([0n, 1n, 2n]);
    expect(history([0n, 12n, 0n], [1n, 6n, 2n], 3n)).toEqual([1n, 0n, 2n]);
    expect(history([10n, 0n, 0n], [1n, 1n, 1n], 2n)).toEqual([0n, 1n, 1n]);
    expect(history([30n, 0n], [1n, 1n], 5n)).toEqual([0n, 5n]);
    expect(history([12n, 0n, 0n], [6n, 2n, 1n], 0n)).toEqual([0n, 0n, 0n]);
  });

  test('notes whose hashes collide take turns by their ids', () => {
    const [first, second] = ['note_1222881', 'note_1414990'];
    const cent = (ids: readonly string[]) =>
      distribute({
        amountMinor: 1n,
        distributedMinor: 0n,
        notes: ids.map((id) => ({ id, weight: 1n, carry: { paidMinor: 0n } })),
        seed: 's',
      }).shares.find((share) => share.amountMinor === 1n)?.id;
    expect([cent([first, second]), cent([second, first])]).toEqual([first, first]);
  });

  test('large weights of a common measure are shared exactly', () => {
    const measure = 2n ** 70n + 3n;
    const { distribution } = receive(life([measure * 4_503_599_627n, measure]), 4_503_599_628n, 's');
    expect(distribution.shares.map((share) => share.amountMinor)).toEqual([4_503_599_627n, 1n]);
  });
});

test('stays within a cent where plain largest remainder does not', () => {
  // One cent at a time over weights 8, 8, 1, 1, 8: largest remainder has fallen a whole cent behind on a large note at the 13th.
  const plain = largestRemainderError([8n, 8n, 1n, 1n, 8n], 13);
  expect(plain.error >= plain.cent).toBe(true);
  let state = life([8n, 8n, 1n, 1n, 8n]);
  for (let k = 0; k < 52; k += 1) {
    state = receive(state, 1n, `rpy_${k}`).after;
    const { error, cent } = worstError(state);
    expect(error < cent).toBe(true);
  }
});

function largestRemainderError(weights: readonly bigint[], receipts: number): { error: bigint; cent: bigint } {
  let state = life(weights);
  const cent = weights.reduce((a, b) => a + b, 0n);
  for (let total = 1n; total <= BigInt(receipts); total += 1n) {
    const behind = state.notes.map((note, i) => ({ i, parts: total * note.weight - note.carry.paidMinor * cent }));
    const winner = behind.sort((a, b) => Number(b.parts - a.parts) || a.i - b.i)[0]?.i;
    const notes = state.notes.map((note, i) => (i === winner ? { ...note, carry: { paidMinor: note.carry.paidMinor + 1n } } : note));
    state = { notes, distributedMinor: total };
  }
  return worstError(state);
}

describe('the lives of domain.md §3.6', () => {
  test('400 equal notes of 25.00 over 36 payments', () => {
    let state = life(Array<bigint>(400).fill(2500n));
    for (let k = 0; k < 36; k += 1) state = receive(state, 33_214n, `rpy_${k}`).after;
    const { error, cent } = worstError(state);
    expect(error < cent).toBe(true);
  });

  test('137 mixed notes over 60 payments', () => {
    let state = life(Array.from({ length: 137 }, (_, i) => BigInt(2500 * (1 + ((i * 37) % 23)))));
    for (let k = 0; k < 60; k += 1) state = receive(state, BigInt(7919 + 613 * k), `rpy_${k}`).after;
    const { error, cent } = worstError(state);
    expect(error < cent).toBe(true);
    expect(state.notes.reduce((sum, note) => sum + note.carry.paidMinor, 0n)).toBe(state.distributedMinor);
  });
});

describe('properties', () => {
  const weight = fc.oneof(fc.bigInt({ min: 1n, max: 5n }), fc.bigInt({ min: 0n, max: 200n }), fc.bigInt({ min: 1n, max: 10n ** 6n }));
  const weights = fc.array(weight, { minLength: 1, maxLength: 14 }).filter((all) => all.some((each) => each > 0n));
  const amount = fc.oneof({ weight: 3, arbitrary: fc.constant(1n) }, { weight: 1, arbitrary: fc.bigInt({ min: 0n, max: 40_000n }) });
  const amounts = fc.array(amount, { minLength: 1, maxLength: 60 });

  test('over any life the shares sum to each receipt and every note stays within a cent', () => {
    fc.assert(
      fc.property(weights, amounts, fc.nat(), (given, receipts, salt) => {
        let state = life(given);
        for (const [k, amountMinor] of receipts.entries()) {
          const { after, distribution } = receive(state, amountMinor, `rpy_${salt}_${k}`);
          expect(sumOfShares(distribution)).toBe(amountMinor);
          expect(distribution.shares.every((share) => share.amountMinor >= 0n)).toBe(true);
          const { error, cent } = worstError(after);
          expect(error < cent).toBe(true);
          state = after;
        }
      }),
      propertyRuns(500),
    );
  });

  test('sales and reversals keep it: a reversal of the last receipt restores every carry', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('receive' as const), amountMinor: amount }),
      fc.record({ kind: fc.constant('reverse' as const) }),
      fc.record({ kind: fc.constant('sell' as const), index: fc.nat(13) }),
    );
    fc.assert(
      fc.property(weights, fc.array(step, { maxLength: 40 }), (given, steps) => {
        const past: { life: Life; distribution: Distribution }[] = [];
        let state = life(given);
        for (const [k, each] of steps.entries()) {
          if (each.kind === 'receive') {
            const { after, distribution } = receive(state, each.amountMinor, `rpy_${k}`);
            past.push({ life: state, distribution });
            state = after;
          } else if (each.kind === 'reverse') {
            const last = past.pop();
            if (last === undefined) continue;
            const reversal = reverseDistribution(last.distribution);
            expect(sumOfShares(reversal)).toBe(-sumOfShares(last.distribution));
            expect(reversal.distributedMinor).toBe(last.life.distributedMinor);
            expect(reversal.shares.map((share) => share.carry)).toEqual(last.life.notes.map((note) => note.carry));
            state = last.life;
          } else {
            // The buyer takes the note over with its carry; a new owner changes nothing in the arithmetic.
            state = { ...state, notes: state.notes.map((note, i) => (i === each.index ? { ...note, carry: { ...note.carry } } : note)) };
          }
          const { error, cent } = worstError(state);
          expect(error < cent).toBe(true);
        }
      }),
      propertyRuns(200),
    );
  });

  test('doubles and bigints agree: the same loan in units 2^40 times smaller', () => {
    const scale = 2n ** 40n + 1n;
    fc.assert(
      fc.property(weights, amounts, (given, receipts) => {
        const [small, big] = [holdersOf(life(given).notes), holdersOf(life([...given.map((each) => each * scale), 0n]).notes)];
        // A weight that shares no divisor with the others keeps the large weights from being reduced.
        const forced = { ...big, smallTotal: Number.POSITIVE_INFINITY };
        let distributedMinor = 0n;
        let paidMinor = given.map(() => 0n);
        for (const [k, amountMinor] of receipts.entries()) {
          const seed = `rpy_${k}`;
          const shares = distributeOver(small, { amountMinor, distributedMinor, paidMinor, seed });
          expect(distributeOver(forced, { amountMinor, distributedMinor, paidMinor: [...paidMinor, 0n], seed })).toEqual([...shares, 0n]);
          paidMinor = paidMinor.map((paid, i) => paid + (shares[i] ?? 0n));
          distributedMinor += amountMinor;
        }
      }),
      propertyRuns(200),
    );
  });

  test('amounts beyond doubles are conserved and within a cent', () => {
    const large = fc.array(fc.bigInt({ min: 1n, max: 10n ** 15n }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(large, fc.array(fc.bigInt({ min: 0n, max: 10n ** 16n }), { minLength: 1, maxLength: 12 }), (given, receipts) => {
        let state = life(given);
        for (const [k, amountMinor] of receipts.entries()) {
          const { after, distribution } = receive(state, amountMinor, `rpy_${k}`);
          expect(sumOfShares(distribution)).toBe(amountMinor);
          const { error, cent } = worstError(after);
          expect(error < cent).toBe(true);
          state = after;
        }
      }),
      propertyRuns(100),
    );
  });
});

describe('a history that was not distributed here', () => {
  // One note was paid far ahead of its part: the others are behind by more whole cents than the receipt holds.
  const skewed = [90n, 5n, 5n];

  test.each([false, true])('pays no more than the receipt, the most urgent first (beyond doubles: %s)', (isBig) => {
    const holders = holdersOf(life([1n, 1n, 1n]).notes);
    const chosen = isBig ? { ...holders, smallTotal: Number.POSITIVE_INFINITY } : holders;
    const shares = distributeOver(chosen, { amountMinor: 5n, distributedMinor: 100n, paidMinor: skewed, seed: 's' });
    expect(shares[0]).toBe(0n);
    expect([...shares].sort()).toEqual([0n, 2n, 3n]);
  });

  test('heals: later receipts go to the notes that are behind', () => {
    let state: Life = {
      distributedMinor: 100n,
      notes: life([1n, 1n, 1n]).notes.map((n, i) => ({ ...n, carry: { paidMinor: skewed[i] ?? 0n } })),
    };
    for (let k = 0; k < 10; k += 1) state = receive(state, 40n, `rpy_${k}`).after;
    const { error, cent } = worstError(state);
    expect(error < cent).toBe(true);
  });
});

test('in place: raises what was paid, and refuses what a double cannot hold', () => {
  const holders = holdersOf(life([1n, 1n]).notes);
  const [paid, shares] = [new Float64Array(2), new Float64Array(2)];
  distributeInto(holders, { amount: 10, distributed: 0, paid, shares, seed: 's' });
  expect([[...paid], [...shares]]).toEqual([
    [5, 5],
    [5, 5],
  ]);
  expect(() => distributeInto(holders, { amount: 0.5, distributed: 10, paid, shares, seed: 's' })).toThrow(DefectError);
  expect(() => distributeInto(holders, { amount: 2 ** 52, distributed: 10, paid, shares, seed: 's' })).toThrow(DefectError);
  expect(() => distributeInto(holders, { amount: 1, distributed: 11, paid, shares, seed: 's' })).toThrow(DefectError);
  expect(() => distributeInto(holders, { amount: 1, distributed: 10, paid, shares: new Float64Array(1), seed: 's' })).toThrow(DefectError);
});
