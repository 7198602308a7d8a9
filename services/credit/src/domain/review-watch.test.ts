import type { Instant } from '@mutua/kernel';
import { expect, test } from 'vitest';
import { reviewLimits, reviewWatchOf, usualReviewTerms } from './review-watch.ts';

const at = '2026-03-31T12:00:00.000Z' as Instant;

test('the clock runs from the submission, for twenty and for thirty days', () => {
  expect(reviewLimits(usualReviewTerms, at)).toEqual({ watch: '2026-03-11T12:00:00.000Z', overdue: '2026-03-01T12:00:00.000Z' });
});

test.each([
  ['ok', { waiting: 3, watch: 0, overdue: 0 }],
  ['watch', { waiting: 3, watch: 1, overdue: 0 }],
  ['alert', { waiting: 3, watch: 1, overdue: 1 }],
] as const)('%s', (level, counts) => {
  const watch = reviewWatchOf({ ...counts, oldestAt: '2026-03-02T09:30:00.000Z' as Instant }, usualReviewTerms);
  expect(watch).toEqual({ ...counts, ...usualReviewTerms, level, nextNoticeDueAt: '2026-04-01T09:30:00.000Z' });
});

test('nothing waits', () => {
  const nothing = { waiting: 0, watch: 0, overdue: 0 };
  expect(reviewWatchOf({ ...nothing, oldestAt: null }, usualReviewTerms)).toMatchObject({ level: 'ok', nextNoticeDueAt: null });
});
