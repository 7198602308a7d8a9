/** The objects that the matrix is asked about: a funded loan with everything around it, and people with and without a part in it. */
import { readFileSync } from 'node:fs';
import { openDatabase } from '@mutua/db';
import { derivedId } from '@mutua/kernel';
import { silentLogger } from '@mutua/testkit';
import type { Page } from '../support/api.ts';
import { expectWhole } from '../support/books.ts';
import type { DatabaseService } from '../support/environment.ts';
import { issuerOf } from '../support/issuer.ts';
import { ask, lend, newLoanRequest, newOffer, notesOf, personalLoan, sign } from '../support/market.ts';
import { deposit, eur, join, move, type Person } from '../support/people.ts';
import { type Platform, startTestPlatform } from '../support/platform.ts';
import type { ObjectIds, Principal, Row, World } from './terms.ts';

const brokers: readonly DatabaseService[] = ['identity', 'loans', 'matching', 'credit', 'payments'];
const deadLetterId = derivedId('deadLetter', 'authorization');
let made = 0;

export async function buildWorld(): Promise<World> {
  const platform = await startTestPlatform();
  try {
    const [borrower, lender, other] = await Promise.all([join(platform, 'Borrower'), join(platform, 'Lender'), join(platform, 'Other')]);
    const ids = await fundLoan(platform, { borrower, lender, other });
    await expectWhole(platform);
    for (const service of brokers) await addDeadLetter(platform, service);
    const tokens = await tokensOf(platform, { borrower, lender, other });
    return {
      ...{ platform, borrower, lender, other, ids },
      ...bodies({ platform, borrower, other }),
      token: (principal, owner) => tokens[owner][principal],
      close: platform.close,
    };
  } catch (error) {
    await platform.close();
    throw error;
  }
}

type People = { readonly borrower: Person; readonly lender: Person; readonly other: Person };

async function fundLoan(platform: Platform, { borrower, lender, other }: People): Promise<ObjectIds> {
  const { api } = platform;
  await Promise.all([deposit(platform, lender, 200_000), deposit(platform, other, 50_000)]);
  const { offerId } = await lend(platform, lender, newOffer(150_000));
  const request = await ask(platform, borrower, newLoanRequest(100_000), 'contracting');
  const { contractId, loanId } = await sign(platform, borrower, request);
  const [note] = await notesOf(platform, lender);
  const cases = await api.get<Page<{ caseId: string }>>(borrower, `/v1/members/${borrower.memberId}/kyc-cases`);
  const { approvalId } = await api.post<{ approvalId: string }>(borrower, '/v1/payout-accounts', {
    bankAccountId: borrower.bankAccountId,
    reason: 'Made by a test.',
  });
  const { repaymentId } = await api.post<{ repaymentId: string }>(borrower, `/v1/loans/${loanId}/repayments`, { amount: eur(100) });
  const assessments = await api.get<Page<{ assessmentId: string }>>(borrower, '/v1/credit-assessments');
  const creditTask = await api.post<{ approvalId: string }>(platform.admin, '/v1/credit-policies', newCreditPolicy());
  const batches = await api.get<Page<{ batchId: string }>>(lender, '/v1/matching-batches?market=EUR');
  return {
    memberId: borrower.memberId,
    relatedMemberId: lender.memberId,
    productId: personalLoan,
    ...{ creditApprovalId: creditTask.approvalId, policyName: 'policy-1' },
    requestId: request.requestId,
    ...{
      offerId,
      contractId,
      loanId,
      deadLetterId,
      approvalId,
      repaymentId,
      recoveryId: repaymentId.replace('rpy_', 'rec_'),
      market: 'EUR',
      currency: 'EUR',
      period: '2026-01',
    },
    noteId: String(note?.noteId),
    walletId: borrower.walletId,
    accountId: 'platform:bank-clearing:EUR:00',
    bankAccountId: borrower.bankAccountId,
    depositId: await deposit(platform, borrower, 5_000),
    withdrawalId: await move(platform, borrower, { kind: 'withdrawals', amountMinor: 1_000, until: 'paid' }),
    batchId: String(batches.items[0]?.batchId),
    caseId: String(cases.items[0]?.caseId),
    assessmentId: String(assessments.items[0]?.assessmentId),
  };
}

/** An event that no handler of the service knows what to do with: it stays dead whatever is tried. */
async function addDeadLetter({ databases }: Platform, service: DatabaseService): Promise<void> {
  const db = await openDatabase({ url: databases[service].url, applicationName: 'test', poolMax: 1, logger: silentLogger });
  await db.sql.run(
    `insert into dead_letters (dead_letter_id, consumer, topic, name, event_id, aggregate_id, aggregate_version, payload, headers,
       status, cause_code, cause_detail)
     values ($1, $2, 'test.poison.v1', 'test.poisoned.v1', $3, 'poison', 1, '{}', $4, 'dead', 'event.invalid', 'made by a test')`,
    [deadLetterId, service, derivedId('event', 'poison'), JSON.stringify({ occurredAt: '2026-01-02T00:00:00.000Z', subjects: [] })],
  );
  await db.close();
}

type Tokens = Readonly<Record<Row['owner'], Readonly<Record<Principal, string | undefined>>>>;

async function tokensOf(platform: Platform, { borrower, lender, other }: People): Promise<Tokens> {
  const expired = await issuerOf(platform, 'expired');
  const foreign = await issuerOf(platform, 'for another audience');
  const of = async (owner: Person, counterparty: Person): Promise<Tokens[Row['owner']]> => ({
    anonymous: undefined,
    expired: await expired(owner),
    wrongAudience: await foreign(owner),
    owner: owner.accessToken,
    counterparty: counterparty.accessToken,
    other: other.accessToken,
    admin: platform.admin.accessToken,
    auditor: platform.auditor.accessToken,
  });
  const tokens = { borrower: await of(borrower, lender), lender: await of(lender, borrower) };
  await expired.close();
  await foreign.close();
  return tokens;
}

function bodies({ platform, borrower, other }: Pick<World, 'platform' | 'borrower' | 'other'>) {
  return {
    newRequest: newLoanRequest(100_000),
    newOffer: newOffer(10_000),
    newCase: { legalName: 'Borrower', dateOfBirth: '1980-05-17', nationality: 'DE', documentNumber: 'D-7' },
    newMovement: { bankAccountId: borrower.bankAccountId, amount: eur(100) },
    newTransfer: { fromWalletId: borrower.walletId, toWalletId: other.walletId, amount: eur(100) },
    newCreditPolicy: newCreditPolicy(),
    newMember: () => ({
      ...{ email: `stranger.${++made}@journey.test`, password: `passphrase-of-stranger-${made}` },
      ...{ displayName: 'Stranger', kind: 'person', country: 'DE' },
    }),
    newProduct: () => ({ ...product, name: `Product ${++made}` }),
    refreshToken: async () => ({ refreshToken: (await platform.api.login(other)).refreshToken }),
  };
}

/** The first policy once more. */
const newCreditPolicy = (): object => ({
  reason: 'Made by a test.',
  policy: JSON.parse(readFileSync(new URL('../../services/credit/policies/1.json', import.meta.url), 'utf8')) as object,
});

const product = {
  market: 'EUR',
  minimumAmount: eur(50_000),
  maximumAmount: eur(1_000_000),
  termsMonths: [12],
  method: 'annuity',
  dayCount: '30e/360',
  rounding: 'half-even',
  instalmentRounding: 'half-even',
  indicativeRatePpm: 90_000,
  originationFeePpm: 20_000,
  serviceFeePpm: 10_000,
  recoveryFeePpm: 300_000,
  lateFee: { ratePpm: 50_000, minimum: eur(1_500), graceDays: 15 },
  defaultAfterDays: 121,
  chargeOffAfterDays: 150,
  fundingThresholdPpm: 700_000,
  listingDays: 14,
  consentDays: 5,
  contractDays: 7,
};
