/** Reservations whose day of expiry has come. */
import type { Sql } from '@mutua/db';
import type { CalendarDate } from '@mutua/kernel';
import type { LapsedReservation } from '../../app/expire-reservations.ts';

/** A page of them, not locked: the posting decides. */
export async function lapsedReservations(sql: Sql, on: CalendarDate, limit: number): Promise<LapsedReservation[]> {
  return await sql.query<LapsedReservation>(
    `with due as (
       select pending_id, transfer_no, debit_no, credit_no, amount_minor - posted_minor - voided_minor as left_minor from pendings
       where expires_on <= $1 and posted_minor + voided_minor < amount_minor order by expires_on, pending_id limit $2)
     select p.pending_id as "pendingId", d.account_id as "debitAccountId", c.account_id as "creditAccountId", p.left_minor as "leftMinor",
       (select t.code from transfers t where t.debit_no = p.debit_no and t.transfer_no = p.transfer_no) as code
     from due p join accounts d on d.account_no = p.debit_no join accounts c on c.account_no = p.credit_no`,
    [on, limit],
  );
}
