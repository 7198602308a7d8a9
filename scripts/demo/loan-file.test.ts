import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { readLoanFile } from './loan-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'mutua-loans-'));
afterAll(() => rmSync(folder, { recursive: true }));

const header =
  'loan_ref,issue_month,loan_amnt,term_months,installment,annual_inc,dti,purpose,emp_length,home_ownership,revol_bal,out_status,out_total_rec_prncp,out_total_rec_int,out_total_rec_late_fee,out_recoveries,out_last_pymnt_month';
const paid = 'L1,2010-01,7510,36,255.43,22000.0,14.29,debt_consolidation,< 1 year,RENT,4175,fully_paid,7500.0,1695.26,15.0,0.0,2013-01';
const prepaid = 'L2,2010-01,6000,60,195.28,20000.0,10.64,wedding,10+ years,OWN,0,fully_paid,6000.0,500.0,0.0,0.0,2011-03';
const chargedOff = 'L3,2010-01,6500,36,208.66,20000.0,10.64,unheard_of,2 years,MORTGAGE,0,charged_off,1791.32,503.81,0.0,4897.93,2010-12';
const bad = 'L4,2010-13,-5,37,x,20000.0,10.64,car,2 years,NONE,0,in_progress,0,0,0,0,2010-12';

const write = (name: string, lines: readonly string[]): string => {
  const file = join(folder, name);
  const text = `${lines.join('\n')}\n`;
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return file;
};

test('turns outcomes into behaviour, amounts into note multiples, cents into integers', async () => {
  const { loans } = await readLoanFile(write('good.csv.gz', [header, paid, prepaid, chargedOff]), 10);
  expect(loans.map(({ ref, amountMinor, termMonths, outcome }) => ({ ref, amountMinor, termMonths, outcome }))).toEqual([
    { ref: 'L1', amountMinor: 750_000n, termMonths: 36, outcome: { kind: 'paid-to-term', lateMonth: 18 } },
    { ref: 'L2', amountMinor: 600_000n, termMonths: 60, outcome: { kind: 'prepaid', month: 14, lateMonth: null } },
    { ref: 'L3', amountMinor: 650_000n, termMonths: 36, outcome: { kind: 'charged-off', monthsPaid: 10, recoveredMinor: 489_793n } },
  ]);
  expect(loans[0]?.profile).toMatchObject({
    annualIncomeMinor: '2200000',
    employmentLengthYears: 0,
    debtToIncomePpm: 142_900,
    homeOwnership: 'rent',
  });
  expect(loans[2]?.purpose).toBe('other');
});

test('names a bad row with its line and every problem, and goes on', async () => {
  const { loans, bad: rows } = await readLoanFile(write('bad.csv', [header, bad, paid]), 10);
  expect(loans.map(({ ref }) => ref)).toEqual(['L1']);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.line).toBe(2);
  expect(rows[0]?.problems.join('\n')).toMatch(/term_months.*\n.*loan_amnt.*\n.*issue_month.*\n.*out_status|loan_amnt/s);
  expect(rows[0]?.problems.length).toBeGreaterThanOrEqual(4);
});

test('stops at the limit, and refuses what is no loan file with one sentence', async () => {
  expect((await readLoanFile(write('limit.csv', [header, paid, prepaid, chargedOff]), 2)).loans).toHaveLength(2);
  await expect(readLoanFile(write('other.csv', ['a,b', '1,2']), 2)).rejects.toThrow(/lacks the columns loan_amnt/);
  await expect(readLoanFile(join(folder, 'absent.csv'), 2)).rejects.toThrow(/cannot be read/);
  await expect(readLoanFile(write('broken.csv.gz', []).replace('.gz', ''), 2)).rejects.toThrow(/cannot be read/);
});
