/** What the use cases need of the outside; one set shares one transaction. */
import type { Id, Instant } from '@mutua/kernel';
import type { Assessment, AssessmentCompleted, AssessmentStatus } from '../domain/assessment.ts';

export type AssessmentFilter = {
  readonly borrowerId: string | undefined;
  readonly requestId: string | undefined;
  readonly status: AssessmentStatus | undefined;
  /** (submittedAt, assessmentId) of the last one seen. */
  readonly before: readonly string[] | undefined;
  readonly limit: number;
};

export type AssessmentStore = {
  /** With the commit; nothing happens when the request has one already. */
  insert(assessment: Assessment, receivedAt: Instant): void;
  find(assessmentId: string): Promise<Assessment | undefined>;
  lock(assessmentId: string): Promise<Assessment | undefined>;
  /** As lock, but undefined at once when someone else holds it: a twin is at work. */
  lockIfFree(assessmentId: string): Promise<Assessment | undefined>;
  /** A locked assessment, with the commit. */
  save(after: Assessment): void;
  /** At most limit + 1, newest first. */
  list(filter: AssessmentFilter): Promise<readonly Assessment[]>;
  /** Pending since before the instant, oldest first. */
  pendingBefore(at: Instant, limit: number): Promise<readonly Id<'assessment'>[]>;
};

export type Ports = {
  readonly assessments: AssessmentStore;
  readonly publish: (after: Assessment, events: readonly AssessmentCompleted[]) => Promise<void>;
};
