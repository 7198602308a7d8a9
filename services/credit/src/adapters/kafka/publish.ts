/** Decisions on the wire, in the transaction that stores them. */
import type { EventData } from '@mutua/contracts';
import type { Tx } from '@mutua/db';
import { type Ids, ratePpmToWire } from '@mutua/kernel';
import type { Ports } from '../../app/ports.ts';
import type { Assessment, AssessmentCompleted } from '../../domain/assessment.ts';

const reasonsMax = 8;
type Data = EventData<'credit.assessment-completed.v1'>;

export function publisher(tx: Pick<Tx, 'outbox'>, ids: Ids): Ports['publish'] {
  return (after, events) =>
    tx.outbox.append(
      events.map((event) => ({
        id: ids.next('event'),
        name: 'credit.assessment-completed.v1',
        aggregateId: after.application.requestId,
        data: completedData(after, event),
        occurredAt: event.at,
        subjects: [after.application.borrowerId],
      })),
    );
}

function completedData({ assessmentId, application }: Assessment, event: AssessmentCompleted): Data {
  const { modelVersion, score, pdPpm, grade, referenceRatePpm, reasons } = event.outcome;
  return {
    assessmentId,
    requestId: application.requestId,
    decision: event.decision,
    score,
    pdPpm: ratePpmToWire(pdPpm),
    grade,
    referenceRatePpm: ratePpmToWire(referenceRatePpm),
    reasons: reasons.slice(0, reasonsMax).map(({ code, text }) => ({ code, text })) as Data['reasons'],
    modelVersion,
  };
}
