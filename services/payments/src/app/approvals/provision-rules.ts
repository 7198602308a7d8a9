/** The rules of a provision fund as they are asked for: checked then, and again when a second person approves them. */
import type { Rejection, Result } from '@mutua/kernel';
import type { FundRules, OpenBucket } from '../../domain/servicing/provision.ts';
import type { Moment, ServicingPorts } from '../servicing/ports.ts';
import { type SetRulesCode, setFundRules } from '../servicing/provision-fund.ts';

/** Plain JSON, as it is hashed. */
export type RulesChange = {
  readonly currency: string;
  readonly rules: {
    readonly payoutSharePpm: number;
    readonly minimumCoveragePpm: number;
    readonly belowMinimum: FundRules['belowMinimum'];
    readonly expectedLossPpm: Readonly<Record<OpenBucket, number>>;
  };
};

export const rulesOf = ({ payoutSharePpm, minimumCoveragePpm, belowMinimum, expectedLossPpm: loss }: RulesChange['rules']): FundRules => ({
  payoutSharePpm: BigInt(payoutSharePpm),
  minimumCoveragePpm: BigInt(minimumCoveragePpm),
  belowMinimum,
  expectedLossPpm: {
    current: BigInt(loss.current),
    grace: BigInt(loss.grace),
    'late-16-30': BigInt(loss['late-16-30']),
    'late-31-120': BigInt(loss['late-31-120']),
    default: BigInt(loss.default),
  },
});

/** Does what was approved. */
export const applyRulesChange = (
  ports: Pick<ServicingPorts, 'provision'>,
  { currency, rules }: RulesChange,
  moment: Pick<Moment, 'at'>,
): Promise<Result<void, Rejection<SetRulesCode>>> => setFundRules(ports, { currency, rules: rulesOf(rules) }, moment);
