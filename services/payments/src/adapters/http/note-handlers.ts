/** Notes for their holders, and what holding them earned. */
import { pageOf, reply } from '@mutua/http';
import { reject } from '@mutua/kernel';
import { performanceOf } from '../../app/servicing/report-performance.ts';
import type { ServicingViews } from '../../app/servicing/views.ts';
import { datedCursor } from './dated-cursor.ts';
import type { ServicingHandlers } from './operations.ts';
import { performanceView } from './report-views.ts';
import { noteFlowView, noteView } from './servicing-views.ts';
import { pageLimit, subjectOf } from './wallet-handlers.ts';

type NoteOperation = 'listNotes' | 'getNote' | 'listNoteCashFlows' | 'getPerformance';

export const noteHandlers = ({ views }: { readonly views: ServicingViews }): Pick<ServicingHandlers, NoteOperation> => ({
  listNotes: async ({ sql, actor, query }) => {
    const after = datedCursor(query.cursor, 2);
    if (!after.ok) return after;
    const limit = query.limit ?? pageLimit;
    const { status, loanId } = query;
    const rows = await views.notes(sql, { holderId: actor.memberId, status, loanId, after: after.value, limit });
    return reply.ok(pageOf(rows, limit, { keys: ({ issuedOn, noteId }) => [issuedOn, noteId], view: (note) => noteView(note, true) }));
  },
  getNote: async ({ sql, params }) => {
    const note = await views.note(sql, params.noteId);
    return note === undefined ? reject('note.not_found') : reply.ok(noteView(note, true));
  },
  listNoteCashFlows: async ({ sql, params, query }) => {
    const after = datedCursor(query.cursor, 2);
    if (!after.ok) return after;
    const limit = query.limit ?? pageLimit;
    const rows = await views.noteFlows(sql, { noteId: params.noteId, after: after.value, limit });
    return reply.ok(pageOf(rows, limit, { keys: ({ on, id }) => [on, id], view: noteFlowView }));
  },
  getPerformance: async ({ sql, actor, query }) => {
    const member = subjectOf(actor, query.memberId);
    if (!member.ok) return member;
    const { asOf, positions } = await views.positions(sql, { memberId: member.value, currency: query.currency });
    return reply.ok({
      memberId: member.value,
      asOf,
      items: positions.map((position) => performanceView(performanceOf(position, asOf))),
    });
  },
});
