/** Loans made up for tests, with the columns of the public file: risk rises with term, utilisation and inquiries and falls with income. */

import { monthLater } from './dataset.ts';
import type { FileRow } from './loans.ts';
import { seeded } from './random.ts';

const purposes = ['debt_consolidation', 'credit_card', 'car', 'small_business', 'other'] as const;
const homes = ['RENT', 'MORTGAGE', 'OWN'] as const;

/** `count` finished loans over four years from 2008, a share of them charged off; the same seed gives the same loans. */
export function syntheticRows(count: number, seed = 7): (FileRow & { readonly record: Readonly<Record<string, string>> })[] {
  const random = seeded(seed);
  const upTo = (most: number): number => Math.floor(random() * most);
  const oneOf = <T>(values: readonly T[]): T | undefined => values[upTo(values.length)];
  return Array.from({ length: count }, (_, index) => {
    const [income, utilisation, inquiries] = [20 + upTo(120), upTo(100), upTo(5)];
    const term = random() < 0.3 ? 60 : 36;
    const purpose = oneOf(purposes) ?? 'other';
    const odds =
      -2.6 +
      0.012 * utilisation +
      0.18 * inquiries +
      (term === 60 ? 0.7 : 0) -
      0.012 * (income - 60) +
      (purpose === 'small_business' ? 0.6 : 0);
    const isBad = random() < 1 / (1 + Math.exp(-odds));
    const month = monthLater('2008-01', Math.floor((index * 48) / count));
    const record = {
      ...{ loan_ref: `S${index}`, issue_month: month, loan_amnt: String(1_000 + 500 * upTo(60)), term_months: String(term) },
      ...{ emp_length: `${1 + upTo(9)} years`, home_ownership: oneOf(homes) ?? '', annual_inc: `${income}000.0`, purpose },
      ...{ dti: (random() * 30).toFixed(2), delinq_2yrs: random() < 0.1 ? '1' : '0', inq_last_6mths: String(inquiries) },
      ...{ earliest_cr_line_month: `${1975 + upTo(30)}-04`, mths_since_last_delinq: random() < 0.6 ? '' : String(upTo(80)) },
      ...{ open_acc: String(2 + upTo(15)), pub_rec: random() < 0.05 ? '1' : '0', revol_bal: String(upTo(30_000)) },
      ...{ revol_util_pct: random() < 0.01 ? '' : String(utilisation), total_acc: String(5 + upTo(40)) },
      ...{
        sub_grade: `${'ABCDEFG'[Math.min(6, Math.max(0, Math.round(odds + 4)))] ?? 'G'}${1 + upTo(5)}`,
        int_rate_pct: '12.0',
        meets_credit_policy: '1',
      },
      ...{ out_status: isBad ? 'charged_off' : 'fully_paid', out_recoveries: isBad ? '100' : '0' },
    };
    return { line: index + 2, record };
  });
}
