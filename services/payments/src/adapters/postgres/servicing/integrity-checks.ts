/** The invariants of servicing as queries over the rows. */
import type { IntegrityCheck } from '../../../app/integrity.ts';

export const servicingChecks: readonly IntegrityCheck[] = [];
