/** How far the bank's statement is imported. Whoever holds the row imports; the others leave it to him. */
import type { Sql } from '@mutua/db';
import type { StatementPosition } from '../../app/ports.ts';

export function statementPosition(sql: Sql): StatementPosition {
  return {
    async claim() {
      const row = await sql.one<{ imported_up_to: bigint }>('select imported_up_to from bank_statement_position for update skip locked');
      return row?.imported_up_to;
    },
    async moveTo(entryNo) {
      await sql.run('update bank_statement_position set imported_up_to = $1', [entryNo]);
    },
  };
}

export async function importedUpTo(sql: Sql): Promise<bigint> {
  const row = await sql.one<{ imported_up_to: bigint }>('select imported_up_to from bank_statement_position');
  return row?.imported_up_to ?? 0n;
}
