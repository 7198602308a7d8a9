import { calendarDate, DefectError } from '@mutua/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRuns } from '../test/property-runs.ts';
import {
  allocateReceipt,
  type OpenInstalment,
  sumOf,
  timingOf,
  totalOf,
  type Waterfall,
  waterfallOf,
  waterfalls,
} from './allocate-receipt.ts';

const on = calendarDate;

function open(nr: number, dueOn: string, [penalty, fee, interest, principal]: [number, number, number, number]): OpenInstalment {
  return {
    nr,
    dueOn: on(dueOn),
    penaltyMinor: BigInt(penalty),
    feeMinor: BigInt(fee),
    interestMinor: BigInt(interest),
    principalMinor: BigInt(principal),
  };
}

const three = [
  open(1, '2024-01-31', [5, 7, 10, 100]),
  open(2, '2024-02-29', [0, 0, 9, 101]),
  open(3, '2024-03-31', [0, 2, 8, 102]),
  open(4, '2024-04-30', [0, 0, 7, 103]),
];

/** Paid per instalment as penalty, fee, interest, principal; then the rest. On 29 February, when the second falls due. */
function paid(receipt: number, waterfall?: Waterfall): [Record<number, number[]>, number] {
  const result = allocateReceipt({
    instalments: three,
    receiptMinor: BigInt(receipt),
    onDate: on('2024-02-29'),
    ...(waterfall === undefined ? {} : { waterfall }),
  });
  const rows = result.allocations.map((a) => [a.nr, [a.penaltyMinor, a.feeMinor, a.interestMinor, a.principalMinor].map(Number)] as const);
  return [Object.fromEntries(rows), Number(result.unallocatedMinor)];
}

describe('the default: penalty, fee, interest, principal, oldest first', () => {
  test.each<[number, Record<number, number[]>, number]>([
    [3, { 1: [3, 0, 0, 0] }, 0],
    [12, { 1: [5, 7, 0, 0] }, 0],
    [30, { 1: [5, 7, 10, 8] }, 0],
    [122, { 1: [5, 7, 10, 100] }, 0],
    [130, { 1: [5, 7, 10, 100], 2: [0, 0, 8, 0] }, 0],
    [240, { 1: [5, 7, 10, 100], 2: [0, 0, 9, 101], 3: [0, 2, 6, 0] }, 0],
    [500, { 1: [5, 7, 10, 100], 2: [0, 0, 9, 101], 3: [0, 2, 8, 102], 4: [0, 0, 7, 103] }, 46],
  ])('a receipt of %i', (receipt, expected, rest) => expect(paid(receipt)).toEqual([expected, rest]));
});

describe('other waterfalls', () => {
  test('due only: the rest is overpayment', () => {
    expect(paid(300, waterfalls['due-only'])).toEqual([{ 1: [5, 7, 10, 100], 2: [0, 0, 9, 101] }, 68]);
  });

  test('interest first and principal first, instalment by instalment', () => {
    expect(paid(12, waterfalls['interest-first'])).toEqual([{ 1: [0, 0, 10, 2] }, 0]);
    expect(paid(105, waterfalls['principal-first'])).toEqual([{ 1: [0, 0, 5, 100] }, 0]);
  });

  test('principal across: all past-due principal before any of its interest', () => {
    const late = [open(1, '2024-01-01', [1, 1, 10, 50]), open(2, '2024-02-01', [1, 1, 10, 50])];
    const result = allocateReceipt({
      instalments: late,
      receiptMinor: 105n,
      onDate: on('2024-03-01'),
      waterfall: waterfalls['principal-across'],
    });
    expect(result.totals).toEqual({ penaltyMinor: 0n, feeMinor: 0n, interestMinor: 5n, principalMinor: 100n });
    expect(result.allocations[0]).toMatchObject({ nr: 1, interestMinor: 5n });
  });

  test('principal last: due interest before overdue principal', () => {
    expect(paid(35, waterfalls['principal-last'])).toEqual([{ 1: [5, 7, 10, 4], 2: [0, 0, 9, 0] }, 0]);
  });

  test('in advance from the last instalment backwards', () => {
    const waterfall = waterfallOf(['principal'], { timings: ['inAdvance'], advance: 'last' });
    expect(paid(150, waterfall)).toEqual([{ 3: [0, 0, 0, 47], 4: [0, 0, 0, 103] }, 0]);
  });

  test('a timing may come back later in the order', () => {
    const waterfall: Waterfall = {
      mode: 'horizontal',
      advance: 'next',
      order: [
        { timing: 'pastDue', component: 'interest' },
        { timing: 'due', component: 'interest' },
        { timing: 'pastDue', component: 'principal' },
      ],
    };
    expect(paid(25, waterfall)).toEqual([{ 1: [0, 0, 10, 6], 2: [0, 0, 9, 0] }, 0]);
  });
});

test('the order instalments are listed in does not matter', () => {
  const input = { receiptMinor: 200n, onDate: on('2024-02-29') };
  expect(allocateReceipt({ ...input, instalments: three.toReversed() })).toEqual(allocateReceipt({ ...input, instalments: three }));
});

test('the oldest instalment first, of one day the lowest number, in whatever order they are listed', () => {
  const late = [
    open(3, '2024-02-01', [0, 0, 10, 50]),
    open(2, '2024-02-01', [0, 0, 10, 50]),
    open(4, '2024-01-01', [0, 0, 10, 50]),
    open(1, '2024-03-01', [0, 0, 10, 50]),
  ];
  const paidOf = (receiptMinor: bigint, waterfall?: Waterfall) => {
    const given = waterfall === undefined ? {} : { waterfall };
    const { allocations } = allocateReceipt({ instalments: late, receiptMinor, onDate: on('2024-05-01'), ...given });
    return allocations.map(({ nr, interestMinor, principalMinor }) => [nr, Number(interestMinor), Number(principalMinor)]);
  };
  expect(paidOf(75n)).toEqual([
    [2, 10, 5],
    [4, 10, 50],
  ]);
  expect(paidOf(135n)).toEqual([
    [2, 10, 50],
    [3, 10, 5],
    [4, 10, 50],
  ]);
  expect(paidOf(25n, waterfalls['principal-across'])).toEqual([[4, 0, 25]]);
  // Only what is in advance is paid from the end.
  expect(paidOf(65n, waterfallOf(['interest', 'principal'], { advance: 'last' }))).toEqual([
    [2, 5, 0],
    [4, 10, 50],
  ]);
});

test('a step that comes twice pays what is left of it', () => {
  const step = { timing: 'pastDue', component: 'principal' } as const;
  const twice: Waterfall = { mode: 'vertical', advance: 'next', order: [step, step] };
  expect(paid(300, twice)).toEqual([{ 1: [0, 0, 0, 100] }, 200]);
});

test('a waterfall says what it leaves to the default', () => {
  expect(waterfallOf(['fee'], { timings: ['due'] })).toEqual({
    order: [{ timing: 'due', component: 'fee' }],
    mode: 'horizontal',
    advance: 'next',
  });
});

test('an instalment is past due from the day after', () => {
  expect(['2024-01-30', '2024-01-31', '2024-02-01'].map((day) => timingOf(on('2024-01-31'), on(day)))).toEqual([
    'inAdvance',
    'due',
    'pastDue',
  ]);
});

test('refuses nothing, less than nothing, and negative debts', () => {
  expect(() => paid(0)).toThrow(DefectError);
  expect(() => paid(0)).toThrow(expect.objectContaining({ message: 'a receipt is positive', details: { receiptMinor: 0n } }));
  expect(() => paid(-1)).toThrow(DefectError);
  const wrong = [open(1, '2024-01-01', [0, 0, -1, 0])];
  expect(() => allocateReceipt({ instalments: wrong, receiptMinor: 1n, onDate: on('2024-01-01') })).toThrow(
    'open amounts are not negative',
  );
});

test('conserves the receipt, never pays beyond a debt, and leaves a rest only when all is paid', () => {
  const part = fc.integer({ min: 0, max: 200 });
  const instalment = fc.tuple(fc.tuple(part, part, part, part), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(
      fc.array(instalment, { maxLength: 8 }),
      fc.bigInt({ min: 1n, max: 5000n }),
      fc.constantFrom(...Object.values(waterfalls)),
      (given, receiptMinor, waterfall: Waterfall) => {
        const instalments = given.map(([parts, month], i) => open(i + 1, `2024-0${month}-15`, parts));
        const result = allocateReceipt({ instalments, receiptMinor, waterfall, onDate: on('2024-05-15') });
        expect(sumOf(result.totals) + result.unallocatedMinor).toBe(receiptMinor);
        expect(totalOf(result.allocations)).toEqual(result.totals);
        for (const { nr, ...amounts } of result.allocations) {
          for (const [key, amountMinor] of Object.entries(amounts)) {
            const owedMinor = new Map<string, unknown>(Object.entries(instalments[nr - 1] ?? {})).get(key);
            expect(amountMinor >= 0n && amountMinor <= BigInt(String(owedMinor))).toBe(true);
          }
        }
        const reachesAll = waterfall.order.some((step) => step.timing === 'inAdvance');
        if (reachesAll && result.unallocatedMinor > 0n) expect(sumOf(result.totals)).toBe(sumOf(totalOf(instalments)));
      },
    ),
    propertyRuns(100),
  );
});
