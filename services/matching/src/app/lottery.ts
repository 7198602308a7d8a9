/**
 * The seed of a batch: committed to before the offers of that batch are known, revealed by the command that uses it. The commitment in
 * force is in the book, the seed behind it in the database until it is drawn.
 */
import type { Sql } from '@mutua/db';
import type { Book } from '../domain/book.ts';
import type { Command } from '../domain/command.ts';

export type Lottery = {
  /** The seed behind a commitment; undefined when it was lost. */
  find(sql: Sql, commitment: string): Promise<string | undefined>;
  /** Keeps a new seed that nobody can guess, and answers its commitment. */
  make(sql: Sql): Promise<string>;
};

type Drawing = { readonly book: Book; readonly command: Command };

/** Ticks and clears reveal the seed in force and commit to the next one; other commands are as they were. */
export async function drawFor(lottery: Lottery, sql: Sql, { book, command }: Drawing): Promise<Command> {
  if (command.type !== 'tick' && command.type !== 'clear') return command;
  const isLate = command.type === 'tick' && book.businessDate !== null && command.businessDate <= book.businessDate;
  if (command.draw !== undefined || isLate) return command;
  const { seedCommitment } = book;
  const seed = seedCommitment === null ? undefined : await lottery.find(sql, seedCommitment);
  return { ...command, draw: { seed: seed ?? null, nextCommitment: await lottery.make(sql) } };
}
