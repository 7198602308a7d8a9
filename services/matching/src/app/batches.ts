/** Batches within a business day: a clear command for each of our markets where requests wait for one. */
import { requestsOf } from '../domain/views.ts';
import type { Engine } from './engine.ts';

/** The number of markets that were cleared. */
export async function clearBatches(engine: Pick<Engine, 'transact' | 'submit' | 'held' | 'read'>): Promise<number> {
  const due: string[] = [];
  for (const market of engine.held) {
    const waits = await engine.read(market, (book) =>
      requestsOf(book).some(({ status, terms }) => status === 'open' && terms.timing === 'batch'),
    );
    if (waits === true) due.push(market);
  }
  if (due.length === 0) return 0;
  await engine.transact(async () => {
    for (const market of due) await engine.submit(market, { type: 'clear' }, null);
  });
  return due.length;
}
