/** Agreed changes of a schedule: a borrower pays a part early, an administrator grants a holiday, another due day or new terms. */
import type { PaymentsComponents } from '@mutua/contracts';
import type { Tx } from '@mutua/db';
import { reply } from '@mutua/http';
import { calendarDate, type Instant, reject } from '@mutua/kernel';
import { changeLoanSchedule } from '../../app/servicing/change-schedule.ts';
import type { ServicingViews } from '../../app/servicing/views.ts';
import type { OpenWork } from '../../app/servicing/work.ts';
import type { ScheduleChange } from '../../domain/servicing/schedule-change.ts';
import { ask } from './approval-handlers.ts';
import type { ServicingHandlers } from './operations.ts';
import { scheduleView } from './servicing-views.ts';

type Deps = { readonly views: ServicingViews; readonly openWork: OpenWork };
type Asked = { readonly tx: Tx; readonly now: Instant; readonly loanId: string; readonly currency: string | null };
type ScheduleOperation = 'prepayLoan' | 'changeSchedule' | 'listScheduleVersions';

export const scheduleHandlers = ({ views, openWork }: Deps): Pick<ServicingHandlers, ScheduleOperation> => {
  const shown = async (tx: Tx, loanId: string) => {
    const schedule = await views.schedule(tx, loanId);
    return schedule === undefined ? reject('loan.not_found', { loanId }) : reply.created(scheduleView(schedule));
  };
  const change = async ({ tx, now, loanId, currency }: Asked, wish: ScheduleChange) => {
    const work = await openWork(tx, now);
    return { work, changed: await changeLoanSchedule(work.ports, { loanId, change: wish, currency, isApproved: false }, work.moment) };
  };
  return {
    prepayLoan: async ({ tx, now, params: { loanId }, body: { amount, mode } }) => {
      const wish = { kind: 'part-prepayment', amountMinor: BigInt(amount.amountMinor), mode } as const;
      const { changed } = await change({ tx, now, loanId, currency: amount.currency }, wish);
      return changed.ok ? shown(tx, loanId) : changed;
    },
    changeSchedule: async ({ tx, now, params: { loanId }, body, actor, ids }) => {
      const wish = changeOf(body);
      const { work, changed } = await change({ tx, now, loanId, currency: null }, wish);
      if (!changed.ok) return changed;
      if (changed.value === 'changed') return shown(tx, loanId);
      const { reason, payload } = filed(loanId, body);
      const approvalId = ids.next('approval');
      return ask(work, { approvalId, action: 'loan.change-schedule', entityId: loanId, payload, reason, makerId: actor.memberId });
    },
    listScheduleVersions: async ({ sql, params }) => reply.ok({ items: await views.scheduleVersions(sql, params.loanId) }),
  };
};

type Body = PaymentsComponents['schemas']['NewScheduleChange'];

const changeOf = (body: Body): ScheduleChange => {
  switch (body.kind) {
    case 'payment-holiday':
    case 'due-day-change':
      return body;
    case 're-age': {
      const { reason: _reason, ...change } = body;
      return { ...change, firstDueOn: calendarDate(body.firstDueOn) };
    }
    case 'reschedule': {
      const { reason: _reason, ratePpm, firstDueOn, ...change } = body;
      return {
        ...change,
        ...(ratePpm !== undefined && { ratePpm: BigInt(ratePpm) }),
        ...(firstDueOn !== undefined && { firstDueOn: calendarDate(firstDueOn) }),
      };
    }
  }
};

/** What a second person is asked to approve: a rate is text in it. */
const filed = (loanId: string, body: Body) => {
  const { reason = '', ...change } = { reason: '', ...body };
  const ratePpm = 'ratePpm' in change ? change.ratePpm : undefined;
  return { reason, payload: { loanId, change, ...(ratePpm !== undefined && { ratePpm: `${ratePpm}` }) } };
};
