/** What the tests of bad input share: a hash of the books, and events as a service would send them that keeps no contract. */
import { derivedId } from '@mutua/kernel';
import type { Contract } from '../../src/app/servicing/disburse-loan.ts';
import { contractOf, eur, type Ground } from '../servicing/world.ts';
import { memberId, today } from './books.ts';

export type Sent = { readonly amountMinor: string; readonly currency: string };
export type Event = { readonly name: string; readonly id: string; readonly data: object };
const raise = (): never => {
  throw new Error('the contract has a slice');
};

/** Everything that books consist of or are told by, row by row. `told` are facts and refused holds that a case may add. */
export async function booksHash({ db }: Ground, told: string): Promise<Record<string, string | null>> {
  const tables = {
    accounts: '',
    journals: '',
    transfers: '',
    pendings: '',
    holds: 'where refusal is null',
    loans: '',
    instalments: '',
    notes: '',
    repayments: '',
    note_receipts: '',
    deposits: '',
    withdrawals: '',
    approvals: '',
    ledger_book: '',
    idempotency: `where status = 'done'`,
    outbox: `where name <> '${told}'`,
  };
  const reads = Object.entries(tables).map(
    ([table, where]) =>
      `select '${table}' as name, (select md5(string_agg(t::text, '|' order by t::text)) from ${table} t ${where}) as hash`,
  );
  const rows = await db.sql.query<{ name: string; hash: string | null }>(reads.join(' union all '));
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
}

export const offered = (name: string, lender: string, total: Sent) => {
  const offerId = derivedId('offer', name);
  const criteria = { minRatePpm: 50_000, grades: ['A'], minTermMonths: 12, maxTermMonths: 60, purposes: null, capPerLoan: eur(1n) };
  const data = { offerId, lenderId: memberId(lender), market: 'EUR', kind: 'standing', requestId: null, total, criteria };
  return { name: 'loans.offer-placed.v1', id: offerId, data: { ...data, goodTillOn: null, placedAt: '2026-01-15T00:00:00.000Z' } };
};
/** About the hold placed in the beginning, or another; each case has a stream of its own. */
export const freed = (
  name: string,
  amount: Sent,
  offerId = contractOf({ name: 'held', borrower: 'borrower', slices: [['ann', 1n]] }).slices[0]?.offerId,
) => ({
  name: 'matching.offer-freed.v1',
  id: `${derivedId('offer', name)}`,
  data: { offerId, lenderId: memberId('ann'), market: 'EUR', freed: amount },
});
export const contracted = (name: string, change: (contract: Contract) => Partial<Contract>) => {
  const plain = contractOf({ name, borrower: 'borrower', slices: [['ann', 40_000n]] });
  const own = { ...plain, slices: plain.slices.map((slice) => ({ ...slice, holdId: heldId, offerId: heldOffer })) };
  const { terms, slices, principalMinor, originationFeeMinor, ratePpm, ...contract } = { ...own, ...change(own) };
  const { lateFee, serviceFeePpm, recoveryFeePpm, policy: _policy, ...rules } = terms;
  const money = (amountMinor: bigint): Sent => ({ amountMinor: amountMinor.toString(), currency: contract.market });
  return {
    name: 'loans.loan-contracted.v1',
    id: contract.loanId,
    data: {
      ...contract,
      ...rules,
      principal: money(principalMinor),
      originationFee: money(originationFeeMinor),
      ratePpm: Number(ratePpm),
      serviceFeePpm: Number(serviceFeePpm),
      recoveryFeePpm: Number(recoveryFeePpm),
      lateFee: { ratePpm: Number(lateFee.ratePpm), minimum: money(lateFee.minimumMinor), graceDays: lateFee.graceDays },
      slices: slices.map(({ principalMinor: part, ratePpm: rate, ...slice }) => ({
        ...slice,
        principal: money(part),
        ratePpm: Number(rate),
      })),
      signedOn: today,
      termsHash: '0'.repeat(64),
    },
  };
};
export const heldOffer = contractOf({ name: 'held', borrower: 'borrower', slices: [['ann', 1n]] }).slices[0]?.offerId ?? raise();
export const heldId = derivedId('hold', heldOffer);
