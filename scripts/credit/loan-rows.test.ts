import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import type { FileRow } from '../../services/credit/training/loans.ts';
import { loanRows } from './loan-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'mutua-loans-'));
afterAll(() => rmSync(folder, { recursive: true }));

const text = 'loan_ref,dti\nA,1.5\nB\nC,"2,5",7\n"D, the fourth",3\n\nE,"broken" quote\n';

test.each([
  ['plain.csv', (content: string): string | Uint8Array => content],
  ['packed.csv.gz', (content: string): string | Uint8Array => gzipSync(content)],
])('rows of %s come with their lines, and what is no row is named', async (name, pack) => {
  const path = join(folder, name);
  writeFileSync(path, pack(text));
  const rows: FileRow[] = [];
  for await (const row of loanRows(path)) rows.push(row);
  expect(rows).toEqual([
    { line: 2, record: { loan_ref: 'A', dti: '1.5' } },
    { line: 3, problem: '1 values, but the header has 2' },
    { line: 4, problem: '3 values, but the header has 2' },
    { line: 5, record: { loan_ref: 'D, the fourth', dti: '3' } },
    { line: 7, record: { loan_ref: 'E', dti: '"broken" quote' } },
  ]);
});
