/** The accounting day of the platform, and the loan book on it. */
import { reply } from '@mutua/http';
import { calendarDate } from '@mutua/kernel';
import { advanceBusinessDate } from '../../app/servicing/advance-business-date.ts';
import type { ServicingViews } from '../../app/servicing/views.ts';
import type { OpenWork } from '../../app/servicing/work.ts';
import type { ServicingHandlers } from './operations.ts';
import { businessDateView, loanBookView } from './report-views.ts';

type Deps = {
  readonly views: ServicingViews;
  readonly openWork: OpenWork;
  /** Tells the runner that there is a target. */
  readonly wakeRunner: () => void;
};

export const businessDateHandlers = ({
  views,
  openWork,
  wakeRunner,
}: Deps): Pick<ServicingHandlers, 'getBusinessDate' | 'advanceBusinessDate' | 'getLoanBook'> => ({
  getBusinessDate: async ({ sql }) => reply.ok(businessDateView(await views.businessDate(sql))),
  advanceBusinessDate: async ({ tx, body, now }) => {
    const { days, moment } = await openWork(tx, now);
    const advanced = await advanceBusinessDate({ days }, { from: moment.on, to: calendarDate(body.to) });
    if (!advanced.ok) return advanced;
    tx.afterCommit(wakeRunner);
    return reply.accepted(businessDateView(await views.businessDate(tx)));
  },
  getLoanBook: async ({ sql }) => reply.ok(loanBookView(await views.loanBook(sql))),
});
