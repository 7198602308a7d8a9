/** Facts of payments become outbox events in the transaction that made them true. */
import type { Tx } from '@mutua/db';
import type { CalendarDate, Ids, Instant } from '@mutua/kernel';
import type { Publisher } from '../../app/ports.ts';

type Context = { readonly ids: Ids; readonly now: Instant; readonly businessDate: CalendarDate };

export function publisher(tx: Pick<Tx, 'outbox'>, { ids, now, businessDate }: Context): Publisher {
  return {
    async publish(facts) {
      if (facts.length === 0) return;
      await tx.outbox.append(
        facts.map(({ name, aggregateId, data, subjects }) => ({
          id: ids.next('event'),
          name,
          aggregateId,
          data,
          occurredAt: now,
          businessDate,
          subjects: subjects ?? [],
        })),
      );
    },
  };
}
