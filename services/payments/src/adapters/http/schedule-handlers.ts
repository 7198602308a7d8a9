/** Agreed changes of a schedule: a borrower pays a part early, an administrator grants a holiday or another due day. */
import type { Tx } from '@mutua/db';
import { reply } from '@mutua/http';
import { type Instant, reject } from '@mutua/kernel';
import { changeLoanSchedule } from '../../app/servicing/change-schedule.ts';
import type { ServicingViews } from '../../app/servicing/views.ts';
import type { OpenWork } from '../../app/servicing/work.ts';
import type { ScheduleChange } from '../../domain/servicing/schedule-change.ts';
import type { ServicingHandlers } from './operations.ts';
import { scheduleView } from './servicing-views.ts';

type Deps = { readonly views: ServicingViews; readonly openWork: OpenWork };
type Asked = { readonly tx: Tx; readonly now: Instant; readonly loanId: string; readonly currency: string | null };

export const scheduleHandlers = ({
  views,
  openWork,
}: Deps): Pick<ServicingHandlers, 'prepayLoan' | 'changeSchedule' | 'listScheduleVersions'> => {
  const change = async ({ tx, now, loanId, currency }: Asked, wish: ScheduleChange) => {
    const { ports, moment } = await openWork(tx, now);
    const changed = await changeLoanSchedule(ports, { loanId, change: wish, currency }, moment);
    if (!changed.ok) return changed;
    const schedule = await views.schedule(tx, loanId);
    return schedule === undefined ? reject('loan.not_found', { loanId }) : reply.created(scheduleView(schedule));
  };
  return {
    prepayLoan: ({ tx, now, params: { loanId }, body: { amount, mode } }) =>
      change({ tx, now, loanId, currency: amount.currency }, { kind: 'part-prepayment', amountMinor: BigInt(amount.amountMinor), mode }),
    changeSchedule: ({ tx, now, params: { loanId }, body }) => change({ tx, now, loanId, currency: null }, body),
    listScheduleVersions: async ({ sql, params }) => reply.ok({ items: await views.scheduleVersions(sql, params.loanId) }),
  };
};
