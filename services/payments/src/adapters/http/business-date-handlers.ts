/** The accounting day of the platform, and the loan book on it. */
import { decodeCursor, pageOf, reply } from '@mutua/http';
import { calendarDate } from '@mutua/kernel';
import { advanceBusinessDate } from '../../app/servicing/advance-business-date.ts';
import { resumeLoan } from '../../app/servicing/resume-loan.ts';
import type { ServicingViews } from '../../app/servicing/views.ts';
import type { OpenWork } from '../../app/servicing/work.ts';
import { datedCursor } from './dated-cursor.ts';
import type { ServicingHandlers } from './operations.ts';
import { businessDateView, defaultRatesView, loanBookView } from './report-views.ts';
import { pageLimit } from './wallet-handlers.ts';

type Deps = {
  readonly views: ServicingViews;
  readonly openWork: OpenWork;
  /** Tells the runner that there is a target. */
  readonly wakeRunner: () => void;
};

type DayOperation =
  | 'getBusinessDate'
  | 'advanceBusinessDate'
  | 'listBusinessDays'
  | 'listSetAsideLoans'
  | 'resumeLoan'
  | 'getLoanBook'
  | 'getDefaultRates';

export const businessDateHandlers = ({ views, openWork, wakeRunner }: Deps): Pick<ServicingHandlers, DayOperation> => ({
  getBusinessDate: async ({ sql }) => reply.ok(businessDateView(await views.businessDate(sql))),
  advanceBusinessDate: async ({ tx, body, now }) => {
    const { days, moment } = await openWork(tx, now);
    const advanced = await advanceBusinessDate({ days }, { from: moment.on, to: calendarDate(body.to) });
    if (!advanced.ok) return advanced;
    tx.afterCommit(wakeRunner);
    return reply.accepted(businessDateView(await views.businessDate(tx)));
  },
  listBusinessDays: async ({ sql, query }) => {
    const before = datedCursor(query.cursor, 1);
    if (!before.ok) return before;
    const limit = query.limit ?? pageLimit;
    const rows = await views.businessDays(sql, { before: before.value?.[0], limit });
    return reply.ok(
      pageOf(rows, limit, {
        keys: ({ businessDate }) => [businessDate],
        view: (day) => ({ ...day, summary: day.summary && { ...day.summary } }),
      }),
    );
  },
  listSetAsideLoans: async ({ sql, query }) => {
    const after = decodeCursor(query.cursor, 1);
    if (!after.ok) return after;
    const limit = query.limit ?? pageLimit;
    const rows = await views.setAside(sql, { after: after.value?.[0], limit });
    return reply.ok(pageOf(rows, limit, { keys: ({ loanId }) => [loanId], view: (loan) => ({ ...loan }) }));
  },
  resumeLoan: async ({ tx, params, now }) => {
    const resumed = await resumeLoan((await openWork(tx, now)).ports, params.loanId);
    return resumed.ok ? reply.noContent() : resumed;
  },
  getDefaultRates: async ({ sql }) => {
    const [{ businessDate }, windows] = [await views.businessDate(sql), await views.defaultWindows(sql)];
    return reply.ok({ asOf: businessDate, items: defaultRatesView(windows) });
  },
  getLoanBook: async ({ sql }) => reply.ok(loanBookView(await views.loanBook(sql))),
});
