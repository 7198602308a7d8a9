/** Commands that wait for the engine of their market. Taken out by the one that holds the market's engine row, oldest first. */
import type { Tx } from '@mutua/db';
import type { EngineStore } from '../../app/ports.ts';
import { commandFrom, objectOf, payloadOf } from '../../app/wire.ts';

type FiledRow = { intake_id: bigint; market: string; payload: string; event_id: string | null };

export function intakeStore(tx: Tx): Pick<EngineStore, 'file' | 'takeFiled' | 'whereIs'> {
  return {
    async file(filed) {
      await tx.run(
        'insert into intake (market, object_id, payload, event_id) select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])',
        [
          filed.map(({ market }) => market),
          filed.map(({ command }) => objectOf(command)),
          filed.map(({ command }) => payloadOf(command)),
          filed.map(({ eventId }) => eventId),
        ],
      );
    },
    async takeFiled(markets, limit) {
      const rows = await tx.query<FiledRow>(
        `delete from intake where intake_id = any(array(
           select intake_id from intake where market = any($1) order by intake_id limit $2)) returning intake_id, market, payload, event_id`,
        [markets, limit],
      );
      return rows
        .sort((a, b) => (a.intake_id < b.intake_id ? -1 : 1))
        .map(({ market, payload, event_id: eventId }) => ({ market, command: commandFrom(payload), eventId }));
    },
    async whereIs(id) {
      const row = await tx.one<{ market: string }>(
        `select market from offers where offer_id = $1 union all select market from requests where request_id = $1
         union all (select market from intake where object_id = $1 limit 1) limit 1`,
        [id],
      );
      return row?.market;
    },
  };
}
