/** The stores of servicing in one transaction. */
import { createHash } from 'node:crypto';
import { approvalStore } from '@mutua/approvals';
import type { Tx } from '@mutua/db';
import type { Ids } from '@mutua/kernel';
import type { OpenUnit, Unit } from '../../../app/ports.ts';
import type { ServicingPorts } from '../../../app/servicing/ports.ts';
import { momentOf, type OpenWork } from '../../../app/servicing/work.ts';
import { bookStore } from '../statement-views.ts';
import { dayStore } from './day-store.ts';
import { instalmentStore } from './instalment-store.ts';
import { loanStore } from './loan-store.ts';
import { noteStore } from './note-store.ts';
import { policyStore } from './policy-store.ts';
import { provisionStore } from './provision-store.ts';
import { repaymentStore } from './repayment-store.ts';
import { balances, returnStore } from './return-store.ts';

export const servicingPorts = (tx: Tx, { holds, ledger, publisher }: Unit): ServicingPorts => ({
  policies: policyStore(tx),
  loans: loanStore(tx),
  instalments: instalmentStore(tx),
  notes: noteStore(tx),
  repayments: repaymentStore(tx),
  returns: returnStore(tx),
  balances: balances(tx),
  provision: provisionStore(tx),
  holds,
  ledger,
  publisher,
});

/** SHA-256 in hex. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export const workOpener =
  ({ openUnit, ids }: { readonly openUnit: OpenUnit; readonly ids: Ids }): OpenWork =>
  async (tx, now) => {
    const unit = await openUnit(tx, now);
    return {
      ports: servicingPorts(tx, unit),
      days: dayStore(tx),
      bankAccounts: unit.bankAccounts,
      payoutAccounts: unit.payoutAccounts,
      approvals: approvalStore(tx),
      book: bookStore(tx),
      moment: momentOf({ ids, hash: hashOf }, { on: unit.businessDate, at: now }),
    };
  };
