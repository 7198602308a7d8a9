/** One repayment to 200 notes, four components with carry, in memory: note shares a second, against a naive largest remainder with sort. */
import { distributeInto, holdersOf } from '@mutua/finance';
import { type BenchOptions, comparedMetric, emit, interleave } from './harness.ts';

const notes = 200;
const components = 4;
const windowMs = 400;

/** Notes of 25.00 to 1,000.00, as lenders buy them. */
const weights = Array.from({ length: notes }, (_, index) => 2_500 * (1 + ((index * 7) % 40)));

const sharesPerSecond = (repay: (receipt: number) => void): number => {
  const startedAt = performance.now();
  let receipts = 0;
  let elapsedMs = 0;
  do {
    for (let each = 0; each < 50; each += 1) repay(receipts + each);
    receipts += 50;
    elapsedMs = performance.now() - startedAt;
  } while (elapsedMs < windowMs);
  return (receipts * notes * components * 1000) / elapsedMs;
};

const amountOf = (receipt: number, component: number): number => 30_011 + ((receipt * 37 + component * 911) % 5_000);

/** The library's own path for many receipts of one loan. Starts over before the sums leave the doubles that hold them exactly. */
const withCarry = (): ((receipt: number) => void) => {
  const holders = holdersOf(weights.map((weight, index) => ({ id: `note_${index}`, weight: BigInt(weight) })));
  const states = Array.from({ length: components }, () => ({ paid: new Float64Array(notes), distributed: 0 }));
  const shares = new Float64Array(notes);
  return (receipt) => {
    for (const [component, state] of states.entries()) {
      if (receipt % 360 === 0) {
        state.paid.fill(0);
        state.distributed = 0;
      }
      const amount = amountOf(receipt, component);
      distributeInto(holders, {
        amount,
        distributed: state.distributed,
        paid: state.paid,
        shares,
        seed: `receipt ${receipt} ${component}`,
      });
      state.distributed += amount;
    }
  };
};

/** Floors, then one cent each to the largest fractions found by sorting: nothing is carried, so notes drift apart over the months. */
const naive = (): ((receipt: number) => void) => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (receipt) => {
    for (let component = 0; component < components; component += 1) {
      const amount = amountOf(receipt, component);
      const parts = weights.map((weight, index) => {
        const exact = (amount * weight) / total;
        return { index, whole: Math.floor(exact), fraction: exact - Math.floor(exact) };
      });
      let left = amount - parts.reduce((sum, part) => sum + part.whole, 0);
      const shares = parts.map((part) => part.whole);
      for (const part of parts.sort((a, b) => b.fraction - a.fraction)) {
        if (left === 0) break;
        shares[part.index] = (shares[part.index] ?? 0) + 1;
        left -= 1;
      }
    }
  };
};

export const run = async (options: BenchOptions): Promise<void> => {
  const [candidate, baseline] = [withCarry(), naive()];
  sharesPerSecond(candidate);
  sharesPerSecond(baseline);
  const compared = await interleave(
    options.rounds,
    async () => sharesPerSecond(candidate),
    async () => sharesPerSecond(baseline),
  );
  const facts = { bench: 'distribution', metric: 'notes-200', unit: 'shares/s', baseline: 'naive largest remainder' };
  emit(options, comparedMetric({ ...facts, target: '≥ 0.67 × and ≥ 2,000,000/s' }, compared));
};
