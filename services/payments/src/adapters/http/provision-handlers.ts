/** The provision fund over REST: what it holds and may have to pay, and the rules by which it pays. */
import type { PaymentsComponents } from '@mutua/contracts';
import { reply } from '@mutua/http';
import { reject } from '@mutua/kernel';
import { rulesChange } from '../../app/approvals/provision-rules.ts';
import { checkFundRules } from '../../app/servicing/provision-fund.ts';
import type { FundView, ServicingViews } from '../../app/servicing/views.ts';
import type { OpenWork } from '../../app/servicing/work.ts';
import { coverageOf, type FundRules, type OpenBucket, standingOf, type VersionedRules } from '../../domain/servicing/provision.ts';
import { ask } from './approval-handlers.ts';
import type { ServicingHandlers } from './operations.ts';
import { moneyView } from './views.ts';

type Schemas = PaymentsComponents['schemas'];
type Deps = { readonly views: ServicingViews; readonly openWork: OpenWork };

const byBucket = <T>(of: (bucket: OpenBucket) => T): Record<OpenBucket, T> => ({
  current: of('current'),
  grace: of('grace'),
  'late-16-30': of('late-16-30'),
  'late-31-120': of('late-31-120'),
  default: of('default'),
});

const rulesFrom = ({ payoutSharePpm, minimumCoveragePpm, belowMinimum, expectedLossPpm }: Schemas['ProvisionRules']): FundRules => ({
  payoutSharePpm: BigInt(payoutSharePpm),
  minimumCoveragePpm: BigInt(minimumCoveragePpm),
  belowMinimum,
  expectedLossPpm: byBucket((bucket) => BigInt(expectedLossPpm[bucket])),
});

const rulesView = ({ payoutSharePpm, minimumCoveragePpm, belowMinimum, expectedLossPpm }: VersionedRules): Schemas['ProvisionRules'] => ({
  payoutSharePpm: Number(payoutSharePpm),
  minimumCoveragePpm: Number(minimumCoveragePpm),
  belowMinimum,
  expectedLossPpm: byBucket((bucket) => Number(expectedLossPpm[bucket])),
});

const ppmView = (ratePpm: bigint | null): number | null => (ratePpm === null ? null : Number(ratePpm));

/** What follows from the rules; nothing without them. */
const outlookView = ({ currency, balanceMinor, covered, rules }: FundView): Pick<Schemas['ProvisionFund'], 'expected' | 'coverage'> => {
  if (rules === null) return { expected: null, coverage: { balancePpm: null, interestPpm: null, capitalPpm: null } };
  const standing = standingOf(balanceMinor, covered, rules);
  const { balancePpm, interestPpm, capitalPpm } = coverageOf(standing);
  return {
    expected: {
      losses: moneyView(standing.expectedLossMinor, currency),
      contributions: moneyView(standing.expectedContributionMinor, currency),
      interest: moneyView(standing.expectedInterestMinor, currency),
    },
    coverage: { balancePpm: ppmView(balancePpm), interestPpm: ppmView(interestPpm), capitalPpm: ppmView(capitalPpm) },
  };
};

const fundView = (fund: FundView): Schemas['ProvisionFund'] => {
  const { currency, asOf, rules, decidedAt } = fund;
  const outstandingMinor = fund.covered.reduce((sum, row) => sum + row.outstandingMinor, 0n);
  return {
    currency,
    asOf,
    balance: moneyView(fund.balanceMinor, currency),
    contributions: moneyView(fund.contributedMinor, currency),
    payouts: moneyView(fund.paidOutMinor, currency),
    recoveries: moneyView(fund.returnedMinor, currency),
    claims: { loans: fund.claims, claimed: moneyView(fund.claimedMinor, currency) },
    outstanding: moneyView(outstandingMinor, currency),
    ...outlookView(fund),
    rules: rules === null || decidedAt === null ? null : { version: rules.version, decidedAt, rules: rulesView(rules) },
  };
};

export const provisionHandlers = ({ views, openWork }: Deps): Pick<ServicingHandlers, 'getProvisionFund' | 'setProvisionRules'> => ({
  getProvisionFund: async ({ sql, params: { currency } }) => {
    const fund = await views.provisionFund(sql, currency);
    return fund ? reply.ok(fundView(fund)) : reject('provision.fund_not_found', { currency });
  },
  setProvisionRules: async ({ tx, params: { currency }, body: { rules: written, reason }, actor, now, ids }) => {
    const work = await openWork(tx, now);
    const rules = rulesFrom(written);
    const checked = await checkFundRules(work.ports.provision, { currency, rules });
    if (!checked.ok) return checked;
    const payload = rulesChange(currency, rules);
    const task = { approvalId: ids.next('approval'), entityId: `provision-fund:${currency}`, payload, reason, makerId: actor.memberId };
    return ask(work, { ...task, action: 'provision-rules.change' });
  },
});
