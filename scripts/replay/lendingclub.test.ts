import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { replayLoans } from './lendingclub.ts';

const folder = mkdtempSync(join(tmpdir(), 'mutua-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

const header =
  'issue_month,funded_amnt,term_months,int_rate_pct,installment,out_status,out_last_pymnt_month,out_total_rec_int,out_total_rec_late_fee,out_recoveries';
// 10,000 at 12 % over 36 months is 332.15 a month and 1,956.98 of interest.
const rows = [
  '2010-06,10000,36,12.00,332.15,fully_paid,2013-06,1956.90,0.0,0.0',
  '2011-12,10000,36,12.00,332.14,fully_paid,2014-12,1900.00,0.0,0.0',
  '2010-05,10000,36,12.00,332.14,fully_paid,2013-04,1956.98,0.0,0.0',
  '2010-07,10000,36,12.00,332.15,fully_paid,2013-07,1956.98,15.0,0.0',
  '2010-07,10000,36,12.00,332.15,charged_off,2013-07,1956.98,0.0,0.0',
  '2010-07,,36,12.00,332.15,fully_paid,2013-07,1956.98,0.0,0.0',
  '2010-07,10000,48,12.00,332.15,fully_paid,2013-07,1956.98,0.0,0.0',
];

test.each([
  ['plain.csv', (text: string) => text],
  ['packed.csv.gz', (text: string) => gzipSync(text)],
])('counts what agrees in %s', async (name, pack) => {
  const path = join(folder, name);
  writeFileSync(path, pack([header, ...rows].join('\n')));
  expect(await replayLoans(path)).toEqual({
    rows: 7,
    unreadable: 2,
    instalments: { compared: 4, agreeing: 3, share: 0.75 },
    interest: { compared: 2, agreeing: 1, share: 0.5 },
    earlierInterest: { compared: 0, agreeing: 0, share: 0 },
  });
});

const published = fileURLToPath(new URL('../../../shared/data/lendingclub_loans_shared.csv.gz', import.meta.url));

describe.skipIf(!existsSync(published))('the public file, when it lies beside the repository', () => {
  test('agrees as often as it must', async () => {
    const { instalments, interest, unreadable } = await replayLoans(published);
    expect(unreadable).toBe(0);
    expect(instalments.compared).toBeGreaterThan(10_000);
    expect(instalments.share).toBeGreaterThanOrEqual(0.999);
    expect(interest.compared).toBeGreaterThan(1_000);
    expect(interest.share).toBeGreaterThanOrEqual(0.98);
  });
});
