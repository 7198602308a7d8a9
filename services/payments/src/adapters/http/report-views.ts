/** What the API shows of the business date, of the loan book and of a lender's performance. */
import type { PaymentsComponents } from '@mutua/contracts';
import { daysBetween } from '@mutua/kernel';
import type { Performance } from '../../app/servicing/report-performance.ts';
import type { BusinessDateView, DefaultWindow, LoanBook, LoanBookRow } from '../../app/servicing/views.ts';
import { meanRateOf, rateOf } from '../../domain/servicing/default-rate.ts';
import type { ArrearsBucket } from '../../domain/servicing/loan.ts';
import type { Return } from '../../domain/servicing/performance.ts';
import { componentsView, receiptsView } from './servicing-views.ts';
import { moneyView } from './views.ts';

type Schemas = PaymentsComponents['schemas'];
type BookItem = Schemas['LoanBook']['items'][number];

export function businessDateView(date: BusinessDateView): Schemas['BusinessDate'] {
  const { businessDate, status, target, lastClosed, chunksTotal, chunksDone, setAside } = date;
  const daysLeft = target === null ? 0 : daysBetween(businessDate, target);
  const stage = status === 'closing' ? 'collect' : null;
  return { businessDate, status, target, lastClosed, progress: { daysLeft, stage, chunksTotal, chunksDone, setAside } };
}

function returnView({ ratePpm, flows }: Return, currency: string): Schemas['Xirr'] {
  return {
    ratePpm: ratePpm === null ? null : Number(ratePpm),
    flows: flows.map(({ on, amountMinor }) => ({ on, amount: moneyView(amountMinor, currency) })),
  };
}

export function performanceView(performance: Performance): Schemas['Performance'] {
  const { currency, notes, investedMinor, outstandingMinor, received, chargedOffMinor, cashMinor, investments, withIdleCash } = performance;
  return {
    currency,
    notes: { ...notes },
    invested: moneyView(investedMinor, currency),
    outstanding: moneyView(outstandingMinor, currency),
    received: receiptsView(received, currency),
    chargedOff: moneyView(chargedOffMinor, currency),
    idleCash: moneyView(cashMinor, currency),
    investments: returnView(investments, currency),
    withIdleCash: returnView(withIdleCash, currency),
  };
}

const buckets: readonly ArrearsBucket[] = ['current', 'grace', 'late-16-30', 'late-31-120', 'default', 'charged-off'];

export function loanBookView({ asOf, rows }: LoanBook): Schemas['LoanBook'] {
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  return { asOf, items: currencies.map((currency) => bookItem(currency, rows)) };
}

/** Every bucket is listed, closed loans are in none. */
function bookItem(currency: string, rows: readonly LoanBookRow[]): BookItem {
  const own = rows.filter((row) => row.currency === currency);
  const sum = (of: (row: LoanBookRow) => bigint, among = own): bigint => among.reduce((total, row) => total + of(row), 0n);
  const received = {
    principalMinor: sum((row) => row.received.principalMinor),
    interestMinor: sum((row) => row.received.interestMinor),
    lateFeeMinor: sum((row) => row.received.lateFeeMinor),
  };
  const byStatus: Record<string, number> = {};
  for (const { status, loans } of own) byStatus[status] = (byStatus[status] ?? 0) + Number(loans);
  return {
    currency,
    loans: Number(sum(({ loans }) => loans)),
    byStatus,
    disbursed: moneyView(
      sum((row) => row.disbursedMinor),
      currency,
    ),
    outstanding: moneyView(
      sum((row) => row.outstandingMinor),
      currency,
    ),
    received: componentsView(received, currency),
    chargedOff: moneyView(
      sum((row) => row.chargedOffMinor),
      currency,
    ),
    recovered: moneyView(
      sum((row) => row.recoveredMinor),
      currency,
    ),
    buckets: buckets.map((bucket) => {
      const among = own.filter((row) => row.bucket === bucket && row.status !== 'closed');
      return {
        bucket,
        loans: Number(sum(({ loans }) => loans, among)),
        outstanding: moneyView(
          sum((row) => row.outstandingMinor, among),
          currency,
        ),
      };
    }),
  };
}

const ppmView = (ratePpm: bigint | null): number | null => (ratePpm === null ? null : Number(ratePpm));

export function defaultRatesView(windows: readonly DefaultWindow[]): Schemas['DefaultRates']['items'] {
  return [...new Set(windows.map(({ currency }) => currency))].map((currency) => {
    const own = windows.filter((window) => window.currency === currency);
    return {
      currency,
      meanRatePpm: ppmView(meanRateOf(own)),
      windows: own.map((window) => ({
        from: window.fromOn,
        to: window.toOn,
        loans: window.loans,
        defaults: window.defaults,
        ratePpm: ppmView(rateOf(window)),
      })),
    };
  });
}
