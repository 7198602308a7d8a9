/** Books of markets that run elsewhere, for reads: each read first applies what the log has gained. Nothing is decided here. */
import type { Sql } from '@mutua/db';
import type { Book } from '../domain/book.ts';
import { createMutex, type Mutex } from './mutex.ts';
import type { LogReaderOf } from './ports.ts';
import { catchUp, recoverBook } from './replay.ts';

export type Follower = {
  /** Looks at the book as of the last committed command; undefined when the market has no log yet. */
  read<T>(market: string, look: (book: Book) => T): Promise<T | undefined>;
  /** Lets the memory of the market go: it runs here now. */
  forget(market: string): void;
};

export function createFollower({ sql, logOf }: { readonly sql: Sql; readonly logOf: LogReaderOf }): Follower {
  const followed = new Map<string, { readonly mutex: Mutex; book: Book | undefined }>();
  const log = logOf(sql);
  return {
    async read(market, look) {
      const one = followed.get(market) ?? { mutex: createMutex(), book: undefined };
      followed.set(market, one);
      const release = await one.mutex.acquire();
      try {
        one.book = one.book === undefined ? (await recoverBook(log, market)).book : await catchUp(log, one.book);
        return one.book.seq === 0 ? undefined : look(one.book);
      } catch (error) {
        one.book = undefined;
        throw error;
      } finally {
        release();
      }
    },
    forget: (market) => void followed.delete(market),
  };
}
