/** What the rail to the bank reads between transactions. */
import type { RailQueue } from '../../app/ports.ts';
import { toSubmit } from './movement-store.ts';
import { importedUpTo } from './statement-position.ts';

export const railQueue: RailQueue = { toSubmit, importedUpTo };
