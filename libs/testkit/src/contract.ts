/** One suite, several implementations: a fake may stand in for a store only where both pass the same tests. */
import { afterAll, beforeAll, describe } from 'vitest';

export type Opened<S> = { readonly store: S; close?(): Promise<void> };
/** What the tests of a suite use to reach the implementation under test. */
export type Subject<S> = () => S;

/** Declares the suite once per implementation; each is opened before its tests and closed after them. */
export function storeContract<S>(
  title: string,
  implementations: Readonly<Record<string, () => Promise<Opened<S>>>>,
  suite: (subject: Subject<S>) => void,
): void {
  for (const [name, open] of Object.entries(implementations)) {
    describe(`${title} (${name})`, () => {
      let opened: Opened<S> | undefined;
      beforeAll(async () => {
        opened = await open();
      });
      afterAll(() => opened?.close?.());
      suite(() => {
        if (opened === undefined) throw new Error('the subject exists only inside tests');
        return opened.store;
      });
    });
  }
}
