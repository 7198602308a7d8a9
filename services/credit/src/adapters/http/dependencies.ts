/** What the handlers of this service are made with. */
import type { Sql, Tx } from '@mutua/db';
import type { Id } from '@mutua/kernel';
import type { AssessmentReads, Models, PolicyStore, Ports } from '../../app/ports.ts';

export type Dependencies = {
  readonly ports: (tx: Tx) => Ports;
  readonly assessments: (sql: Sql) => AssessmentReads;
  readonly policies: (sql: Sql) => PolicyStore;
  readonly models: Models;
  /** Called after the commit; may fail silently, because what is pending is found again. */
  readonly enqueue: (assessmentIds: readonly Id<'assessment'>[]) => void;
};

export const pageLimit = 25;
