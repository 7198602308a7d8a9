/** How products are serviced, as administrators set it. Loans already paid out keep what they have. */
import type { PaymentsComponents } from '@mutua/contracts';
import { reply } from '@mutua/http';
import type { ServicingViews } from '../../app/servicing/views.ts';
import type { OpenWork } from '../../app/servicing/work.ts';
import { policyProblem, type ServicingPolicy, type WaterfallChoice } from '../../domain/servicing/policy.ts';
import type { ServicingHandlers } from './operations.ts';

type Schemas = PaymentsComponents['schemas'];
type Deps = { readonly views: ServicingViews; readonly openWork: OpenWork };

const choiceView = (choice: WaterfallChoice): Schemas['Waterfall'] =>
  typeof choice === 'string' ? choice : { mode: choice.mode, order: choice.order.map((step) => ({ ...step })) };

const policyView = ({
  waterfalls,
  toleranceMinor,
  serviceFeeCappedMonths,
  annualServiceFeePpm,
  nonAccrualAfterDays,
  dunningDays,
  acceleration,
  provision,
}: ServicingPolicy): Schemas['ServicingPolicy'] => ({
  waterfalls: {
    autopay: choiceView(waterfalls.autopay),
    manual: choiceView(waterfalls.manual),
    afterDefault: waterfalls.afterDefault && choiceView(waterfalls.afterDefault),
  },
  toleranceMinor: toleranceMinor.toString(),
  serviceFeeCappedMonths,
  ...(annualServiceFeePpm !== undefined && { annualServiceFeePpm: Number(annualServiceFeePpm) }),
  ...(nonAccrualAfterDays !== undefined && { nonAccrualAfterDays }),
  ...(dunningDays && { dunningDays: [...dunningDays] }),
  ...(acceleration && { acceleration }),
  ...(provision && { provision: { of: provision.of, ratePpm: Number(provision.ratePpm) } }),
});

export const policyHandlers = ({ views, openWork }: Deps): Pick<ServicingHandlers, 'listServicingPolicies' | 'setServicingPolicy'> => ({
  listServicingPolicies: async ({ sql }) => {
    const items = (await views.policies(sql)).map(({ policy, ...row }) => ({ ...row, policy: policyView(policy) }));
    return reply.ok({ items });
  },
  setServicingPolicy: async ({ tx, params: { productId }, body, now }) => {
    const { provision, annualServiceFeePpm, ...rest } = body;
    const policy: ServicingPolicy = {
      ...rest,
      toleranceMinor: BigInt(body.toleranceMinor),
      ...(annualServiceFeePpm !== undefined && { annualServiceFeePpm: BigInt(annualServiceFeePpm) }),
      ...(provision && { provision: { of: provision.of, ratePpm: BigInt(provision.ratePpm) } }),
    };
    const checked = policyProblem(policy);
    if (!checked.ok) return checked;
    const { ports, moment } = await openWork(tx, now);
    await ports.policies.set(productId, policy, moment.at);
    return reply.ok({ productId, policy: policyView(policy), changedAt: moment.at });
  },
});
