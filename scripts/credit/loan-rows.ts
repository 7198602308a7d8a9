/** The rows of a CSV loan file, gzipped or not, each with its line; a row that is not one of the table is named, and the rest goes on. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import type { FileRow } from '../../services/credit/training/loans.ts';

type Parsed = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

export async function* loanRows(path: string): AsyncGenerator<FileRow> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 1_000_000,
  });
  const source = createReadStream(path);
  const reading = path.endsWith('.gz') ? pipeline(source, createGunzip(), parser) : pipeline(source, parser);
  // Whoever iterates hears of it; until then it is no unhandled rejection.
  reading.catch(() => undefined);
  let header: readonly string[] | undefined;
  for await (const { record, info } of parser as AsyncIterable<Parsed>) {
    if (header === undefined) header = record;
    else yield rowOf(header, record, info.lines);
  }
  await reading;
}

function rowOf(header: readonly string[], values: readonly string[], line: number): FileRow {
  if (values.length !== header.length) return { line, problem: `${values.length} values, but the header has ${header.length}` };
  return { line, record: Object.fromEntries(header.map((column, index) => [column, values[index]])) };
}
