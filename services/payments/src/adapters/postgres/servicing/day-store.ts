/** The business day in Postgres: the truth about what is done. A queue may lose or repeat a chunk; the row decides. */
import type { Sql } from '@mutua/db';
import { assert, type CalendarDate } from '@mutua/kernel';
import type { BusinessDay, DayStore } from '../../../app/servicing/ports.ts';

type ChunkFields = { readonly chunk_no: number; readonly loan_ids: readonly string[] };
const chunkFrom = (row: ChunkFields | undefined) => row && { chunkNo: row.chunk_no, loanIds: row.loan_ids };

export const dayStore = (sql: Sql): DayStore => ({
  async current() {
    const row = await sql.one<{ business_date: CalendarDate; status: BusinessDay['status'] }>(
      "select business_date, status from business_days where status in ('open', 'closing')",
    );
    return row && { date: row.business_date, status: row.status };
  },
  async target() {
    const row = await sql.one<{ target: CalendarDate | null }>('select target from business_date_target');
    return row?.target ?? null;
  },
  async setTarget(date) {
    const written = await sql.run('update business_date_target set target = $1', [date]);
    assert(written === 1, 'there is one target', { date });
  },
  async open(date, at) {
    await sql.run("insert into business_days (business_date, status, opened_at) values ($1, 'open', $2)", [date, at]);
  },
  async startClosing(date, loansPerChunk) {
    const started = await sql.run("update business_days set status = 'closing' where business_date = $1 and status = 'open'", [date]);
    assert(started === 1, 'only the open day is closed', { date });
    return sql.run(
      `insert into day_chunks (business_date, chunk_no, loan_ids)
       select $1, chunk_no, array_agg(loan_id order by loan_id)
       from (select loan_id, ((row_number() over (order by loan_id) - 1) / $2)::int + 1 as chunk_no from (
           select loan_id from loans where next_work_on <= $1 and set_aside_cause is null
           union select l.loan_id from direct_debit_returns r join loans l on l.loan_id = r.loan_id
             where r.status = 'open' and l.set_aside_cause is null) w) l
       group by chunk_no`,
      [date, loansPerChunk],
    );
  },
  async openChunks(date, limit) {
    const rows = await sql.query<{ chunk_no: number }>(
      "select chunk_no from day_chunks where business_date = $1 and status = 'open' order by chunk_no limit $2",
      [date, limit],
    );
    return rows.map(({ chunk_no }) => chunk_no);
  },
  async claimChunk(date, chunkNo) {
    return chunkFrom(
      await sql.one<ChunkFields>(
        "select chunk_no, loan_ids from day_chunks where business_date = $1 and chunk_no = $2 and status = 'open' for update skip locked",
        [date, chunkNo],
      ),
    );
  },
  async findChunk(date, chunkNo) {
    return chunkFrom(
      await sql.one<ChunkFields>(
        "select chunk_no, loan_ids from day_chunks where business_date = $1 and chunk_no = $2 and status = 'open'",
        [date, chunkNo],
      ),
    );
  },
  async finishChunk(date, chunkNo, summary) {
    await sql.run("update day_chunks set status = 'done', summary = $3 where business_date = $1 and chunk_no = $2", [
      date,
      chunkNo,
      JSON.stringify(summary),
    ]);
  },
  async summaries(date) {
    const rows = await sql.query<{ summary: object }>('select summary from day_chunks where business_date = $1', [date]);
    return rows.map(({ summary }) => summary);
  },
  async close(date, at, summary) {
    const closed = await sql.run(
      "update business_days set status = 'closed', closed_at = $2, summary = $3 where business_date = $1 and status = 'closing'",
      [date, at, JSON.stringify(summary)],
    );
    assert(closed === 1, 'a day is closed once', { date });
  },
});
