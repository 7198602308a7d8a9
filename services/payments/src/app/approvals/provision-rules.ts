/** The rules of a provision fund as they are asked for: checked then, and again when a second person approves them. */
import type { Rejection, Result } from '@mutua/kernel';
import { type FundRules, type OpenBucket, openBuckets } from '../../domain/servicing/provision.ts';
import type { Moment, ServicingPorts } from '../servicing/ports.ts';
import { type SetRulesCode, setFundRules } from '../servicing/provision-fund.ts';

/** Plain JSON, as it is hashed: rates as text. */
export type RulesChange = {
  readonly currency: string;
  readonly rules: {
    readonly payoutSharePpm: string;
    readonly minimumCoveragePpm: string;
    readonly belowMinimum: FundRules['belowMinimum'];
    readonly expectedLossPpm: Readonly<Record<OpenBucket, string>>;
  };
};

const eachBucket = <A, B>(of: Readonly<Record<OpenBucket, A>>, to: (value: A) => B): Record<OpenBucket, B> =>
  Object.fromEntries(openBuckets.map((bucket) => [bucket, to(of[bucket])])) as Record<OpenBucket, B>;

export const rulesChange = (
  currency: string,
  { payoutSharePpm, minimumCoveragePpm, belowMinimum, expectedLossPpm }: FundRules,
): RulesChange => ({
  currency,
  rules: {
    payoutSharePpm: payoutSharePpm.toString(),
    minimumCoveragePpm: minimumCoveragePpm.toString(),
    belowMinimum,
    expectedLossPpm: eachBucket(expectedLossPpm, String),
  },
});

/** Does what was approved. */
export const applyRulesChange = (
  ports: Pick<ServicingPorts, 'provision'>,
  { currency, rules }: RulesChange,
  moment: Pick<Moment, 'at'>,
): Promise<Result<void, Rejection<SetRulesCode>>> => {
  const { payoutSharePpm, minimumCoveragePpm, belowMinimum, expectedLossPpm } = rules;
  const wanted: FundRules = {
    payoutSharePpm: BigInt(payoutSharePpm),
    minimumCoveragePpm: BigInt(minimumCoveragePpm),
    belowMinimum,
    expectedLossPpm: eachBucket(expectedLossPpm, BigInt),
  };
  return setFundRules(ports, { currency, rules: wanted }, moment);
};
