/**
 * Which debts a receipt pays, by a configurable waterfall. Promises: nothing is paid beyond what is open, and what was paid plus what
 * is left over is the receipt. The rest is the payer's credit (overpayment), never income.
 */
import { assert, type CalendarDate, compareDates } from '@mutua/kernel';

export type Component = 'penalty' | 'fee' | 'interest' | 'principal';
export type Timing = 'pastDue' | 'due' | 'inAdvance';
export type WaterfallStep = { readonly timing: Timing; readonly component: Component };

/**
 * `horizontal` pays the steps of one timing instalment by instalment; `vertical` pays each step over all instalments before the next.
 * Instalments are taken oldest first, those in advance by `advance` (Fineract's future instalment rule).
 */
export type Waterfall = {
  readonly order: readonly WaterfallStep[];
  readonly mode: 'horizontal' | 'vertical';
  readonly advance: 'next' | 'last';
};

export type ComponentAmounts = {
  readonly penaltyMinor: bigint;
  readonly feeMinor: bigint;
  readonly interestMinor: bigint;
  readonly principalMinor: bigint;
};

/** What is still open of one instalment. */
export type OpenInstalment = ComponentAmounts & { readonly nr: number; readonly dueOn: CalendarDate };
export type InstalmentAllocation = ComponentAmounts & { readonly nr: number };

export type ReceiptAllocation = {
  /** Instalments that received something, by number. */
  readonly allocations: readonly InstalmentAllocation[];
  readonly totals: ComponentAmounts;
  /** The overpayment. */
  readonly unallocatedMinor: bigint;
};

const timings: readonly Timing[] = ['pastDue', 'due', 'inAdvance'];
const usual: readonly Component[] = ['penalty', 'fee', 'interest', 'principal'];

/** A waterfall of the same component order in each timing. */
export function waterfallOf(
  components: readonly Component[],
  options: Partial<Pick<Waterfall, 'mode' | 'advance'>> & { readonly timings?: readonly Timing[] } = {},
): Waterfall {
  const order = (options.timings ?? timings).flatMap((timing) => components.map((component) => ({ timing, component })));
  return { order, mode: options.mode ?? 'horizontal', advance: options.advance ?? 'next' };
}

/** Penalty, fee, interest, principal, oldest instalment first, then in advance (Fineract's mifos-standard). */
export const defaultWaterfall: Waterfall = waterfallOf(usual);

/** The waterfalls of domain.md §3.5 by name; products store the name. */
export const waterfalls = {
  standard: defaultWaterfall,
  /** Nothing in advance: what exceeds the debts of the day is overpayment. */
  'due-only': waterfallOf(usual, { timings: ['pastDue', 'due'] }),
  'interest-first': waterfallOf(['interest', 'principal', 'penalty', 'fee']),
  'principal-first': waterfallOf(['principal', 'interest', 'penalty', 'fee']),
  /** After non-performing status: all principal, then all interest, then all charges. */
  'principal-across': waterfallOf(['principal', 'interest', 'fee', 'penalty'], { mode: 'vertical' }),
  /** Overdue and due charges and interest first, principal after them (RBI). */
  'principal-last': {
    mode: 'vertical',
    advance: 'next',
    order: [
      ...(['penalty', 'fee', 'interest'] as const).flatMap((component) => [
        { timing: 'pastDue' as const, component },
        { timing: 'due' as const, component },
      ]),
      { timing: 'pastDue', component: 'principal' },
      { timing: 'due', component: 'principal' },
      ...usual.map((component) => ({ timing: 'inAdvance' as const, component })),
    ],
  },
} as const satisfies Record<string, Waterfall>;

export type WaterfallName = keyof typeof waterfalls;

/** Whether an instalment is past due, due or in advance on a day. */
export function timingOf(dueOn: CalendarDate, onDate: CalendarDate): Timing {
  if (dueOn < onDate) return 'pastDue';
  return dueOn === onDate ? 'due' : 'inAdvance';
}

export type AllocateReceiptInput = {
  readonly instalments: readonly OpenInstalment[];
  readonly receiptMinor: bigint;
  readonly waterfall?: Waterfall;
  readonly onDate: CalendarDate;
};

type Purse = { leftMinor: bigint; readonly paid: Map<number, Record<Component, bigint>> };

/** Allocates one receipt. A receipt that is not positive, or an open amount below zero, is a defect. */
export function allocateReceipt(input: AllocateReceiptInput): ReceiptAllocation {
  const { instalments, receiptMinor, waterfall = defaultWaterfall, onDate } = input;
  assert(receiptMinor > 0n, 'a receipt is positive', { receiptMinor });
  assert(instalments.every(isNotNegative), 'open amounts are not negative');
  const purse: Purse = { leftMinor: receiptMinor, paid: new Map() };
  for (const steps of rounds(waterfall)) {
    const timing = steps[0]?.timing;
    const open = instalments.filter((instalment) => timingOf(instalment.dueOn, onDate) === timing).sort(byAge);
    if (timing === 'inAdvance' && waterfall.advance === 'last') open.reverse();
    for (const instalment of open) for (const step of steps) pay(purse, instalment, step.component);
  }
  const allocations = [...purse.paid].sort(([a], [b]) => a - b).map(([nr, paid]) => ({ nr, ...amountsOf(paid) }));
  return { allocations, totals: totalOf(allocations), unallocatedMinor: purse.leftMinor };
}

/** Steps paid together on each instalment: runs of one timing when horizontal, single steps when vertical. */
function rounds({ order, mode }: Waterfall): readonly (readonly WaterfallStep[])[] {
  if (mode === 'vertical') return order.map((step) => [step]);
  const runs: WaterfallStep[][] = [];
  for (const step of order) {
    const run = runs.at(-1);
    if (run?.[0]?.timing === step.timing) run.push(step);
    else runs.push([step]);
  }
  return runs;
}

function byAge(a: OpenInstalment, b: OpenInstalment): number {
  return compareDates(a.dueOn, b.dueOn) || a.nr - b.nr;
}

function pay(purse: Purse, instalment: OpenInstalment, component: Component): void {
  const paid = purse.paid.get(instalment.nr) ?? { penalty: 0n, fee: 0n, interest: 0n, principal: 0n };
  const openMinor = openOf(instalment, component) - paid[component];
  const amountMinor = openMinor < purse.leftMinor ? openMinor : purse.leftMinor;
  if (amountMinor <= 0n) return;
  paid[component] += amountMinor;
  purse.leftMinor -= amountMinor;
  purse.paid.set(instalment.nr, paid);
}

function openOf(amounts: ComponentAmounts, component: Component): bigint {
  return amounts[`${component}Minor`];
}

function amountsOf(paid: Record<Component, bigint>): ComponentAmounts {
  return { penaltyMinor: paid.penalty, feeMinor: paid.fee, interestMinor: paid.interest, principalMinor: paid.principal };
}

function isNotNegative(amounts: ComponentAmounts): boolean {
  return usual.every((component) => openOf(amounts, component) >= 0n);
}

/** The sum of amounts, component by component. */
export function totalOf(amounts: readonly ComponentAmounts[]): ComponentAmounts {
  const total = { penalty: 0n, fee: 0n, interest: 0n, principal: 0n };
  for (const each of amounts) for (const component of usual) total[component] += openOf(each, component);
  return amountsOf(total);
}

/** All components together. */
export function sumOf(amounts: ComponentAmounts): bigint {
  return amounts.penaltyMinor + amounts.feeMinor + amounts.interestMinor + amounts.principalMinor;
}
