/** The annual fee on what is outstanding of a note: by the day, rounded once for life, never more than a receipt, undone exactly. */
import { calendarDate, mulDiv } from '@mutua/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nothing } from './loan.ts';
import { balanceFeeDue, type Note, shareReceipt } from './share.ts';

const start = (principalMinor: bigint): Note => ({
  ...{ noteId: 'note_1', holderId: 'mem_1', walletId: 'wal_1', principalMinor, ratePpm: 120_000n },
  ...{ paid: { ...nothing, recoveryMinor: 0n }, feeTakenMinor: 0n, repaidMinorDays: 0n },
});
const onBalance = (daysHeld: number, ratePpm = 10_000n) => ({ terms: { kind: 'on-balance', ratePpm }, daysHeld }) as const;
const receive = (note: Note, day: number, { principalMinor, interestMinor }: { principalMinor: bigint; interestMinor: bigint }) => {
  const [share] = shareReceipt({
    ...{ receiptId: `rpy_${day}`, notes: [note], distributedBefore: note.paid, fee: onBalance(day) },
    amounts: { principalMinor, interestMinor, lateFeeMinor: 0n, recoveryMinor: 0n },
  });
  if (share === undefined) throw new Error('one note, one share');
  const after: Note = {
    ...note,
    paid: {
      ...{ lateFeeMinor: 0n, recoveryMinor: 0n },
      ...{ principalMinor: note.paid.principalMinor + principalMinor, interestMinor: note.paid.interestMinor + interestMinor },
    },
    feeTakenMinor: note.feeTakenMinor + share.serviceFeeMinor,
    repaidMinorDays: note.repaidMinorDays + principalMinor * BigInt(day),
  };
  return { after, feeMinor: share.serviceFeeMinor };
};
/** Day by day, exactly, rounded once at the end. */
const byHand = (principalMinor: bigint, repaid: readonly { day: number; amount: bigint }[], until: number): bigint => {
  let minorDays = 0n;
  for (let day = 1; day <= until; day += 1)
    minorDays += principalMinor - repaid.filter((each) => each.day < day).reduce((sum, { amount }) => sum + amount, 0n);
  return mulDiv(minorDays, 10_000n, 365_000_000n, 'half-even');
};

test('domain.md: 1 % a year of 10,000.00 for 30 days is 8.22, and for a year 100.00', () => {
  expect(balanceFeeDue(start(1_000_000n), onBalance(30))).toBe(822n);
  expect(balanceFeeDue(start(1_000_000n), onBalance(365))).toBe(10_000n);
});

test('what is taken is the fee of every day so far, however the receipts come, and never more than a receipt', () => {
  const receipts = fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 60 }),
      principal: fc.bigInt({ min: 0n, max: 9_000n }),
      interest: fc.bigInt({ min: 0n, max: 300n }),
    }),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 200_000n }), receipts, (principalMinor, parts) => {
      let note = start(principalMinor);
      let day = 0;
      const repaid: { day: number; amount: bigint }[] = [];
      let hasBeenShort = false;
      for (const part of parts) {
        day += part.after;
        const leftMinor = principalMinor - note.paid.principalMinor;
        const amount = part.principal < leftMinor ? part.principal : leftMinor;
        const received = amount + part.interest;
        const due = byHand(principalMinor, repaid, day) - note.feeTakenMinor;
        const { after, feeMinor } = receive(note, day, { principalMinor: amount, interestMinor: part.interest });
        expect(feeMinor).toBe(due < received ? due : received);
        hasBeenShort ||= feeMinor < due;
        repaid.push({ day, amount });
        note = after;
      }
      if (!hasBeenShort) expect(note.feeTakenMinor).toBe(byHand(principalMinor, repaid, day));
    }),
    { seed: 12 },
  );
});

test('where no fee is agreed none is taken', () => {
  const amounts = { principalMinor: 10n, interestMinor: 5n, lateFeeMinor: 0n, recoveryMinor: 0n };
  const note = start(100n);
  expect(shareReceipt({ receiptId: 'rpy_1', notes: [note], distributedBefore: note.paid, amounts, fee: null })[0]?.serviceFeeMinor).toBe(
    0n,
  );
});

const noteOf = (nr: number, principalMinor: bigint, ratePpm: bigint): Note => ({ ...start(principalMinor), noteId: `note_${nr}`, ratePpm });
const shared = (notes: readonly Note[], amounts: Parameters<typeof shareReceipt>[0]['amounts'], receiptId = 'rpy_1') =>
  shareReceipt({ receiptId, notes, distributedBefore: { ...nothing, recoveryMinor: 0n }, amounts, fee: null });
const amountsOf = (name: keyof Parameters<typeof shareReceipt>[0]['amounts'], minor: bigint) => ({
  ...{ ...nothing, recoveryMinor: 0n },
  [name]: minor,
});

test('notes of different rates earn interest by principal times rate, and everything else by principal', () => {
  const notes = [noteOf(1, 10_000n, 50_000n), noteOf(2, 10_000n, 100_000n), noteOf(3, 20_000n, 50_000n)];
  expect(shared(notes, amountsOf('interestMinor', 500n)).map(({ interestMinor }) => interestMinor)).toEqual([100n, 200n, 200n]);
  for (const name of ['principalMinor', 'lateFeeMinor', 'recoveryMinor'] as const)
    expect(
      shared(notes, amountsOf(name, 400n)).map((share) => share[name]),
      name,
    ).toEqual([100n, 100n, 200n]);
});

test('who gets the odd cent depends on the receipt and the component, not on the place in the list', () => {
  const notes = Array.from({ length: 7 }, (_, nr) => noteOf(nr, 10_000n, 120_000n));
  const lucky = (name: 'principalMinor' | 'lateFeeMinor', receiptId: string) =>
    shared(notes, amountsOf(name, 1n), receiptId).findIndex((share) => share[name] === 1n);
  const receipts = Array.from({ length: 40 }, (_, nr) => `rpy_${nr}`);
  expect(new Set(receipts.map((receiptId) => lucky('principalMinor', receiptId))).size).toBe(7);
  expect(receipts.some((receiptId) => lucky('principalMinor', receiptId) !== lucky('lateFeeMinor', receiptId))).toBe(true);
});

test("an early prepayment pays at most the fee of the note's part of an instalment", () => {
  const note: Note = { ...noteOf(1, 100_000n, 120_000n), paid: { ...nothing, principalMinor: 99_000n, recoveryMinor: 0n } };
  const other = noteOf(2, 100_000n, 120_000n);
  const feesOf = (fee: Parameters<typeof shareReceipt>[0]['fee']) =>
    shareReceipt({
      ...{ receiptId: 'rpy_1', notes: [note, other], distributedBefore: { ...note.paid, principalMinor: 99_000n }, fee },
      amounts: { ...amountsOf('principalMinor', 101_000n) },
    }).map(({ serviceFeeMinor }) => serviceFeeMinor);
  const terms = { kind: 'of-receipts', ratePpm: 10_000n, graceDays: 15, cappedMonths: 12, rounding: 'half-even' } as const;
  const days = { fromOn: calendarDate('2026-01-31'), toOn: calendarDate('2026-02-28') };
  const capped = { terms, daysPastDue: 0, isPrepayment: true, monthsHeld: 1, instalmentMinor: 20_000n, ...days };
  expect(feesOf({ ...capped, isPrepayment: false })).toEqual([10n, 1_000n]);
  expect(feesOf(capped)).toEqual([10n, 100n]);
});
