/** Schedules: read for many loans at once, written in one statement. A settled instalment is never read by the business day again. */
import type { Sql } from '@mutua/db';
import type { CalendarDate } from '@mutua/kernel';
import type { InstalmentStore, VersionedInstalments } from '../../../app/servicing/ports.ts';
import { type Instalment, type InstalmentStatus, type Loan, nothing } from '../../../domain/servicing/loan.ts';
import { unnestFew } from '../unnest-few.ts';
import { jsonOf } from './policy-store.ts';

export type InstalmentRow = {
  readonly loan_id: string;
  readonly nr: number;
  readonly from_on: CalendarDate;
  readonly due_on: CalendarDate;
  readonly principal_minor: bigint;
  readonly interest_minor: bigint;
  readonly late_fee_minor: bigint;
  readonly carried_interest_minor: bigint;
  readonly carried_late_fee_minor: bigint;
  readonly balance_minor: bigint;
  readonly paid_principal_minor: bigint;
  readonly paid_interest_minor: bigint;
  readonly paid_late_fee_minor: bigint;
  readonly status: InstalmentStatus;
  readonly late_fee_on: CalendarDate | null;
};

export const instalmentFromRow = (row: InstalmentRow): Instalment => ({
  nr: row.nr,
  fromOn: row.from_on,
  dueOn: row.due_on,
  scheduled: { principalMinor: row.principal_minor, interestMinor: row.interest_minor, lateFeeMinor: row.late_fee_minor },
  paid: { principalMinor: row.paid_principal_minor, interestMinor: row.paid_interest_minor, lateFeeMinor: row.paid_late_fee_minor },
  carriedInterestMinor: row.carried_interest_minor,
  carriedLateFeeMinor: row.carried_late_fee_minor,
  balanceMinor: row.balance_minor,
  status: row.status,
  lateFeeOn: row.late_fee_on,
});

type FlatRow = { readonly loanId: string; readonly version: number; readonly row: Instalment };

const flatten = (schedules: readonly VersionedInstalments[]): readonly FlatRow[] =>
  schedules.flatMap(({ loanId, scheduleVersion, instalments }) => instalments.map((row) => ({ loanId, version: scheduleVersion, row })));

const columns: readonly ((flat: FlatRow) => unknown)[] = [
  ({ loanId }) => loanId,
  ({ version }) => version,
  ({ row }) => row.nr,
  ({ row }) => row.fromOn,
  ({ row }) => row.dueOn,
  ({ row }) => row.scheduled.principalMinor,
  ({ row }) => row.scheduled.interestMinor,
  ({ row }) => row.scheduled.lateFeeMinor,
  ({ row }) => row.balanceMinor,
  ({ row }) => row.paid.principalMinor,
  ({ row }) => row.paid.interestMinor,
  ({ row }) => row.paid.lateFeeMinor,
  ({ row }) => row.status,
  ({ row }) => row.lateFeeOn,
  ({ row }) => row.carriedInterestMinor,
  ({ row }) => row.carriedLateFeeMinor,
];
const arrays = unnestFew(
  ...['text', 'int', 'int', 'date', 'date'],
  ...['bigint', 'bigint', 'bigint', 'bigint', 'bigint', 'bigint', 'bigint'],
  ...['text', 'date', 'bigint', 'bigint'],
);
const loanVersions = unnestFew('text', 'int');
const names = `loan_id, schedule_version, nr, from_on, due_on, principal_minor, interest_minor, late_fee_minor, balance_minor, paid_principal_minor,
  paid_interest_minor, paid_late_fee_minor, status, late_fee_on, carried_interest_minor, carried_late_fee_minor`;
const saveSql = `update instalments i set late_fee_minor = s.late_fee_minor, paid_principal_minor = s.paid_principal_minor, paid_interest_minor = s.paid_interest_minor,
  paid_late_fee_minor = s.paid_late_fee_minor, status = s.status, late_fee_on = s.late_fee_on
  from ${arrays} as s(${names}) where i.loan_id = s.loan_id and i.schedule_version = s.schedule_version and i.nr = s.nr`;
const isOpen = `status not in ('paid', 'paid-late', 'written-off')`;

const keys = (loans: readonly Loan[]): readonly [string[], number[]] => [
  loans.map(({ loanId }) => loanId),
  loans.map(({ scheduleVersion }) => scheduleVersion),
];

const grouped = (rows: readonly InstalmentRow[]): ReadonlyMap<string, readonly Instalment[]> => {
  const byLoan = new Map<string, Instalment[]>();
  for (const row of rows) {
    const list = byLoan.get(row.loan_id) ?? [];
    list.push(instalmentFromRow(row));
    byLoan.set(row.loan_id, list);
  }
  return byLoan;
};

type AgreedRow = { readonly version: number; readonly settled_through_nr: number; readonly receipts_through: string | null };
const agreedSql =
  'select version, settled_through_nr, receipts_through from agreed_schedules where loan_id = $1 order by version desc limit 1';

const unpaidAgain = (row: Instalment): Instalment => ({
  ...row,
  scheduled: { ...row.scheduled, lateFeeMinor: row.carriedLateFeeMinor },
  paid: nothing,
  status: 'pending',
  lateFeeOn: null,
});

type Insert = (schedules: readonly VersionedInstalments[]) => Promise<void>;

/** Whole schedules: the first one, the one in force, and the next. */
const versions = (tx: Sql, insert: Insert): Pick<InstalmentStore, 'planned' | 'agreed' | 'inForce' | 'replace'> => ({
  async planned(loanId) {
    const base = (await tx.one<AgreedRow>(agreedSql, [loanId])) ?? { version: 1, settled_through_nr: 0, receipts_through: null };
    const rows = await tx.query<InstalmentRow>('select * from instalments where loan_id = $1 and schedule_version = $2 order by nr', [
      loanId,
      base.version,
    ]);
    const planned = rows.map(instalmentFromRow).map((row): Instalment => (row.nr <= base.settled_through_nr ? row : unpaidAgain(row)));
    return { instalments: planned, receiptsThrough: base.receipts_through };
  },
  async agreed({ loanId, ratePpm, terms: { method, frequency, dueDay } }, version, { settledThroughNr, receiptsThrough, instalmentMinor }) {
    await tx.run(
      `insert into agreed_schedules (loan_id, version, settled_through_nr, receipts_through) values ($1, $2, $3, $4)
       on conflict (loan_id, version) do update set receipts_through = excluded.receipts_through`,
      [loanId, version, settledThroughNr, receiptsThrough],
    );
    await tx.run('update loans set instalment_minor = $2, agreed_terms = $3 where loan_id = $1', [
      loanId,
      instalmentMinor,
      jsonOf({ ratePpm, method, frequency, dueDay }),
    ]);
  },
  async inForce({ loanId, scheduleVersion }) {
    const rows = await tx.query<InstalmentRow>('select * from instalments where loan_id = $1 and schedule_version = $2 order by nr', [
      loanId,
      scheduleVersion,
    ]);
    return rows.map(instalmentFromRow);
  },
  async replace(loan, { reason, on, hash, ending }) {
    const before = loan.scheduleVersion - 1;
    await tx.run('insert into schedule_versions (loan_id, version, reason, effective_on, schedule_hash) values ($1, $2, $3, $4, $5)', [
      loan.loanId,
      loan.scheduleVersion,
      reason,
      on,
      hash,
    ]);
    await tx.run(
      `insert into instalments (${names}) select loan_id, $2, nr, from_on, due_on, principal_minor, interest_minor, late_fee_minor, balance_minor,
         paid_principal_minor, paid_interest_minor, paid_late_fee_minor, status, late_fee_on, carried_interest_minor, carried_late_fee_minor
       from instalments where loan_id = $1 and schedule_version = $3 and nr < $4`,
      [loan.loanId, loan.scheduleVersion, before, ending[0]?.nr ?? 0],
    );
    await insert([{ loanId: loan.loanId, scheduleVersion: loan.scheduleVersion, instalments: ending }]);
    await tx.run('update loans set schedule_hash = $2 where loan_id = $1', [loan.loanId, hash]);
  },
});

export const instalmentStore = (tx: Sql): InstalmentStore => {
  const insert = async (schedules: readonly VersionedInstalments[]): Promise<void> => {
    const flat = flatten(schedules);
    if (flat.length > 0)
      await tx.run(
        `insert into instalments (${names}) select * from ${arrays}`,
        columns.map((column) => flat.map(column)),
      );
  };
  return {
    insert: (schedule) => insert([schedule]),
    async unsettled(loans, dueUpTo) {
      const rows = await tx.query<InstalmentRow>(
        `select i.* from ${loanVersions} as l(loan_id, version) join instalments i on i.loan_id = l.loan_id and i.schedule_version = l.version
         where i.${isOpen} and i.due_on <= coalesce($3::date, 'infinity') order by i.loan_id, i.nr`,
        [...keys(loans), dueUpTo ?? null],
      );
      return grouped(rows);
    },
    async nextDue(loans, after) {
      const rows = await tx.query<{ loan_id: string; due_on: CalendarDate }>(
        `select l.loan_id, n.due_on from ${loanVersions} as l(loan_id, version)
         cross join lateral (select due_on from instalments i where i.loan_id = l.loan_id and i.schedule_version = l.version and i.due_on > $3 and i.${isOpen}
           order by due_on limit 1) n`,
        [...keys(loans), after],
      );
      return new Map(rows.map((row) => [row.loan_id, row.due_on]));
    },
    async save(changes) {
      const flat = flatten(changes);
      if (flat.length > 0)
        await tx.run(
          saveSql,
          columns.map((column) => flat.map(column)),
        );
    },
    async writeOff(loans) {
      if (loans.length === 0) return;
      await tx.run(
        `update instalments i set status = 'written-off' from ${loanVersions} as l(loan_id, version)
         where i.loan_id = l.loan_id and i.schedule_version = l.version and i.${isOpen}`,
        keys(loans),
      );
    },
    ...versions(tx, insert),
  };
};
