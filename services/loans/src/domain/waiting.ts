/** For whom a request or an offer waits, since when and why: what an administrator sees when a step hangs. */
import type { Instant } from '@mutua/kernel';

export type Waiting = {
  readonly for: 'credit' | 'reviewer' | 'matching' | 'payments' | 'borrower';
  readonly since: Instant;
  readonly cause: string;
};

export type Reason = { readonly code: string; readonly text: string };
