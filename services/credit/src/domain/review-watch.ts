/**
 * How long requests wait for a person. Regulation B (12 CFR 1002.9(a)(1)) wants the applicant told within thirty days of a complete
 * application, however often it was judged anew since: the clock runs from the day it was submitted.
 */
import { addMs, type Instant } from '@mutua/kernel';
import type { Level } from './monitoring.ts';

export type ReviewTerms = {
  /** Days from the submission within which the applicant must be told. */
  readonly noticeDays: number;
  /** Days from which somebody should hurry. */
  readonly watchDays: number;
};
export const usualReviewTerms: ReviewTerms = { noticeDays: 30, watchDays: 20 };

/** Those that wait; `watch` is past the one limit, `overdue` past the other. */
export type Waiting = { readonly waiting: number; readonly watch: number; readonly overdue: number; readonly oldestAt: Instant | null };
export type ReviewWatch = Omit<Waiting, 'oldestAt'> &
  ReviewTerms & {
    /** When the notice of the one that waits longest is due; null while nothing waits. */
    readonly nextNoticeDueAt: Instant | null;
    readonly level: Extract<Level, 'ok' | 'watch' | 'alert'>;
  };

const dayMs = 86_400_000;

/** Submitted at or before `watch` somebody should hurry, at or before `overdue` it is too late. */
export function reviewLimits(terms: ReviewTerms, at: Instant): { readonly watch: Instant; readonly overdue: Instant } {
  return { watch: addMs(at, -terms.watchDays * dayMs), overdue: addMs(at, -terms.noticeDays * dayMs) };
}

export function reviewWatchOf({ oldestAt, ...counts }: Waiting, terms: ReviewTerms): ReviewWatch {
  const level = counts.overdue > 0 ? 'alert' : counts.watch > 0 ? 'watch' : 'ok';
  return { ...counts, ...terms, nextNoticeDueAt: oldestAt && addMs(oldestAt, terms.noticeDays * dayMs), level };
}
