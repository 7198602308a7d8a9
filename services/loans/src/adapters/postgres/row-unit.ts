/**
 * Rows of one table in one unit of work: each is locked and read once, and all that is new or changed is written with two statements at
 * the commit, however many events the unit handles.
 */
import type { Statement, Tx } from '@mutua/db';
import { toJson } from './json.ts';

type Row = Readonly<Record<string, unknown>>;
export type RowUnitOptions<T> = {
  readonly table: string;
  /** The column of the id. */
  readonly key: string;
  readonly idOf: (value: T) => string;
  /** The columns that are written once, the id among them, and those that change. */
  readonly fixed: (value: T) => Row;
  readonly changing: (value: T) => Row;
  /** Locks the rows in the order of their ids. */
  readonly lock: (ids: readonly string[]) => Promise<readonly T[]>;
};
export type RowUnit<T> = {
  /** What the unit has locked or made, as it is by now. */
  get(id: string): T | undefined;
  lock(ids: readonly string[]): Promise<void>;
  /** Rows that were locked by other means; what the unit knows already stays as it is. */
  keep(values: readonly T[]): void;
  insert(value: T): void;
  save(value: T): void;
  /** Writes what is new or changed by now, for a query that has to see it. */
  write(): Promise<void>;
};

export const rowUnit = <T>(tx: Tx, { table, key, idOf, fixed, changing, lock }: RowUnitOptions<T>): RowUnit<T> => {
  const known = new Map<string, T>();
  const inserted = new Map<string, T>();
  const changed = new Map<string, T>();
  const keep = (values: readonly T[]): void => {
    for (const value of values) if (!known.has(idOf(value))) known.set(idOf(value), value);
  };
  const takeInserted = (): Statement | undefined => {
    const rows = [...inserted.values()].map((each) => ({ ...fixed(each), ...changing(each) }));
    inserted.clear();
    return rows.length === 0 ? undefined : insertRows(table, rows);
  };
  const takeChanged = (): Statement | undefined => {
    const rows = [...changed].map(([id, row]) => [id, changing(row)] as const);
    changed.clear();
    return rows.length === 0 ? undefined : updateRows(table, key, rows);
  };
  return {
    get: (id) => known.get(id),
    keep,
    async lock(ids) {
      const unknown = ids.filter((id) => !known.has(id));
      if (unknown.length > 0) keep(await lock(unknown));
    },
    insert(value) {
      if (inserted.size === 0) tx.defer(takeInserted);
      inserted.set(idOf(value), value);
      known.set(idOf(value), value);
    },
    save(value) {
      const id = idOf(value);
      const target = inserted.has(id) ? inserted : changed;
      if (target === changed && changed.size === 0) tx.defer(takeChanged);
      target.set(id, value);
      known.set(id, value);
    },
    async write() {
      for (const statement of [takeInserted(), takeChanged()]) if (statement !== undefined) await tx.run(statement.text, statement.params);
    },
  };
};

/** One insert of whole rows. All rows have the same columns. */
export const insertRows = (table: string, rows: readonly Row[]): Statement => {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  const text = `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)`;
  return { text, params: [toJson(rows)] };
};

// By the ids too: the planner cannot tell how many rows the JSON holds and would read the whole table.
const updateRows = (table: string, key: string, rows: readonly (readonly [string, Row])[]): Statement => {
  const columns = Object.keys(rows[0]?.[1] ?? {});
  const text = `update ${table} o set (${columns.join(', ')}) = row(${columns.map((name) => `n.${name}`).join(', ')})
    from jsonb_populate_recordset(null::${table}, $1::jsonb) n where o.${key} = n.${key} and o.${key} = any($2)`;
  return { text, params: [toJson(rows.map(([id, row]) => ({ [key]: id, ...row }))), rows.map(([id]) => id)] };
};
