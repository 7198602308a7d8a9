/**
 * What would change a decision: the smallest change of what an applicant can act on that reaches a target, found by scoring every
 * combination of steps from the smallest on. Whatever is answered has been scored, so it is consistent with the model by construction.
 */
import { mulDiv } from '@mutua/kernel';
import type { Scorable } from './features.ts';
import { featuresOf } from './features.ts';
import { type Score, score } from './score.ts';
import type { CreditModel } from './scorecard.ts';

export type ActionableField = 'amountMinor' | 'termMonths' | 'revolvingUtilisationPpm' | 'debtToIncomePpm' | 'inquiries6m';
export type Change = {
  readonly field: ActionableField;
  readonly from: bigint;
  readonly to: bigint;
  readonly code: string;
  readonly text: string;
};
export type Counterfactual<A extends Scorable> = { readonly changes: readonly Change[]; readonly application: A; readonly scored: Score };
/** Whether an application with this score has what was aimed at: a grade, a score, an approval. */
export type Target<A extends Scorable> = (scored: Score, application: A) => boolean;

type Step<A> = { readonly change: Change | null; readonly cost: number; readonly apply: (application: A) => A };

/** A change of one more thing costs this much of a whole value. */
const costOfAnother = 0.1;
const centsOfStep = 10_000n;
const termsMonths: readonly number[] = [48, 36, 24, 12];
const inquiriesMax = 6;
/** Twentieths and tenths that are left after a step. */
const twentieths = [19n, 18n, 17n, 16n, 15n, 14n, 13n, 12n, 11n, 10n, 9n, 8n, 7n, 6n, 5n] as const;
const tenths = [9n, 8n, 7n, 6n, 5n, 4n, 3n, 2n, 1n, 0n] as const;

/**
 * The cheapest combination that reaches the target: cost is the share of each value that has to go, and a little for each value touched.
 * No changes when the application reaches it as it is; undefined when no combination does.
 */
export function changesToReach<A extends Scorable>(application: A, model: CreditModel, target: Target<A>): Counterfactual<A> | undefined {
  const combinations = everyCombination(stepsOf(application)).sort((a, b) => a.cost - b.cost);
  for (const { steps } of combinations) {
    const changed = steps.reduce((before, step) => step.apply(before), application);
    const scored = score(featuresOf(changed), model);
    if (target(scored, changed)) return { changes: steps.flatMap(({ change }) => change ?? []), application: changed, scored };
  }
  return undefined;
}

type Combination<A> = { readonly cost: number; readonly steps: readonly Step<A>[] };

function everyCombination<A>(fields: readonly (readonly Step<A>[])[]): Combination<A>[] {
  return fields.reduce<Combination<A>[]>(
    (before, steps) =>
      before.flatMap((combination) => [
        combination,
        ...steps.map((step) => ({ cost: combination.cost + step.cost + costOfAnother, steps: [...combination.steps, step] })),
      ]),
    [{ cost: 0, steps: [] }],
  );
}

function stepsOf<A extends Scorable>(application: A): readonly (readonly Step<A>[])[] {
  return [amounts(application), terms(application), utilisations(application), debts(application), inquiries(application)];
}

type Wish = Omit<Change, 'code' | 'text'>;
const words: Readonly<Record<ActionableField, readonly [code: string, text: string]>> = {
  amountMinor: ['credit.change.lower_amount', 'Ask for a smaller amount.'],
  termMonths: ['credit.change.shorter_term', 'Ask for a shorter term.'],
  revolvingUtilisationPpm: ['credit.change.pay_down_revolving', 'Pay down revolving balances.'],
  debtToIncomePpm: ['credit.change.lower_debt_payments', 'Lower other debt payments.'],
  inquiries6m: ['credit.change.fewer_inquiries', 'Wait until earlier credit inquiries are older than six months.'],
};

function stepTo<A extends Scorable>(wish: Wish, apply: (application: A) => A): Step<A> {
  const [code, text] = words[wish.field];
  return { change: { ...wish, code, text }, cost: 1 - Number(wish.to) / Number(wish.from), apply };
}

function amounts<A extends Scorable>({ amountMinor: from }: A): Step<A>[] {
  const wanted = new Set(twentieths.map((left) => mulDiv(from, left, 20n, 'floor')).map((amount) => amount - (amount % centsOfStep)));
  return [...wanted]
    .filter((to) => to > 0n && to < from)
    .map((to) => stepTo({ field: 'amountMinor', from, to }, (before) => ({ ...before, amountMinor: to })));
}

function terms<A extends Scorable>({ termMonths: from }: A): Step<A>[] {
  return termsMonths
    .filter((to) => to < from)
    .map((to) => stepTo({ field: 'termMonths', from: BigInt(from), to: BigInt(to) }, (before) => ({ ...before, termMonths: to })));
}

/** Paying down lowers the balance with the utilisation, at the same limits. */
function utilisations<A extends Scorable>({ profile }: A): Step<A>[] {
  const { revolvingUtilisationPpm: from, revolvingBalanceMinor: balance } = profile;
  if (from === null || from <= 0n) return [];
  return tenths.map((left) => {
    const to = mulDiv(from, left, 10n, 'floor');
    const revolvingBalanceMinor = balance === null ? null : mulDiv(balance, left, 10n, 'floor');
    return stepTo({ field: 'revolvingUtilisationPpm', from, to }, (before) => ({
      ...before,
      profile: { ...before.profile, revolvingUtilisationPpm: to, revolvingBalanceMinor },
    }));
  });
}

function debts<A extends Scorable>({ profile: { debtToIncomePpm: from } }: A): Step<A>[] {
  if (from === null || from <= 0n) return [];
  return tenths.map((left) => {
    const to = mulDiv(from, left, 10n, 'floor');
    return stepTo({ field: 'debtToIncomePpm', from, to }, (before) => ({ ...before, profile: { ...before.profile, debtToIncomePpm: to } }));
  });
}

function inquiries<A extends Scorable>({ profile: { inquiries6m } }: A): Step<A>[] {
  if (inquiries6m === null || inquiries6m <= 0) return [];
  const least = Math.max(0, inquiries6m - inquiriesMax);
  return Array.from({ length: inquiries6m - least }, (_, index) => inquiries6m - 1 - index).map((to) =>
    stepTo({ field: 'inquiries6m', from: BigInt(inquiries6m), to: BigInt(to) }, (before) => ({
      ...before,
      profile: { ...before.profile, inquiries6m: to },
    })),
  );
}
