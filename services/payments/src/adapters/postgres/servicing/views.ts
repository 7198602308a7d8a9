/** The reads of servicing, gathered. */
import type { ServicingViews } from '../../../app/servicing/views.ts';
import { defaultWindowsOf } from './default-views.ts';
import { loanMovesOf, loanPage, loanViewOf, owedOf, partiesOf, scheduleOf, scheduleVersionsOf } from './loan-views.ts';
import { loanNotePage, noteFlowsOf, notePage, noteViewOf } from './note-views.ts';
import { positionsOf } from './performance-views.ts';
import { policiesOf } from './policy-store.ts';
import { provisionFundOf } from './provision-store.ts';
import { businessDateView, businessDaysOf, loanBookOf, setAsideOf } from './report-views.ts';

export function servicingViews(): ServicingViews {
  return {
    loan: loanViewOf,
    loans: loanPage,
    schedule: scheduleOf,
    loanMoves: loanMovesOf,
    owed: owedOf,
    parties: partiesOf,
    note: noteViewOf,
    notes: notePage,
    loanNotes: loanNotePage,
    noteFlows: noteFlowsOf,
    positions: positionsOf,
    businessDate: businessDateView,
    loanBook: loanBookOf,
    setAside: setAsideOf,
    scheduleVersions: scheduleVersionsOf,
    defaultWindows: defaultWindowsOf,
    policies: policiesOf,
    provisionFund: provisionFundOf,
    businessDays: businessDaysOf,
  };
}
