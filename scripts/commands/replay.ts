/**
 * `npm run replay -- --market EUR [--from A] [--to B] [--export <file>]` or `-- --file <export>`: runs the log of a market again and compares
 * every hash. The database is the one of `npm start`, or MUTUA_MATCHING_DATABASE_URL; with --file no server is needed. Ends with 1 at the first
 * difference.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startBackingServices } from '../../infra/local/backing.ts';
import { provisionDatabases } from '../../infra/local/databases.ts';
import { exitCodes, runCommand, SetupError } from '../../infra/local/setup-error.ts';
import {
  openExport,
  openLog,
  type Range,
  type ReplayOutcome,
  type ReplaySource,
  replayRange,
  writeExport,
} from '../../services/matching/src/compose-replay.ts';
import { createProgress } from '../demo/progress.ts';

const usage = 'usage: npm run replay -- --market EUR [--from A] [--to B] [--export <file>] | --file <export>';

type Values = { readonly market?: string; readonly file?: string; readonly from?: string; readonly to?: string; readonly export?: string };

const numberOf = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new SetupError(`--${name} is the number of a command, 1 or more\n${usage}`, exitCodes.usage);
  return Number(text);
};

const databaseUrl = async (): Promise<string> => {
  const given = process.env['MUTUA_MATCHING_DATABASE_URL'];
  if (given !== undefined) return given;
  const backing = await startBackingServices({ profile: 'dev' });
  return (await provisionDatabases(backing.postgres.adminUrl, backing.secrets)).matching.appUrl;
};

const open = async ({ market, file, from }: Values): Promise<ReplaySource> => {
  if (file !== undefined) {
    if (!existsSync(file)) throw new SetupError(`there is no file ${file}`, exitCodes.usage);
    return await openExport(file);
  }
  if (market === undefined || !/^[A-Z]{3}$/.test(market)) throw new SetupError(usage, exitCodes.usage);
  return await openLog({ url: await databaseUrl(), market, before: numberOf('from', from) ?? 1 });
};

const report = (source: ReplaySource, { from, to }: Range, outcome: ReplayOutcome): void => {
  const { difference, commands, notCompared, hash, startedAt } = outcome;
  if (difference !== null) {
    const { seq, type, logged, given } = difference;
    throw new SetupError(
      `${source.market}: the first difference is at command ${seq} (${type}): the log has ${logged}, the replay gave ${given}`,
    );
  }
  const skipped = notCompared === 0 ? '' : `, ${notCompared} of an earlier engine without comparison`;
  console.log(
    `${source.market} ${from} to ${to}: ${commands} commands${skipped}, started from ${startedAt}, all hashes equal, the last one is ${hash}`,
  );
};

await runCommand(async () => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { market: text, file: text, from: text, to: text, export: text } });
  const source = await open(values);
  try {
    const [from, to] = [numberOf('from', values.from) ?? 1, numberOf('to', values.to) ?? source.lastSeq];
    if (source.lastSeq === 0) throw new SetupError(`there is no log of ${source.market}`);
    if (to > source.lastSeq || from > to)
      throw new SetupError(`the log of ${source.market} ends at ${source.lastSeq}\n${usage}`, exitCodes.usage);
    const progress = createProgress(process.stderr);
    const range: Range = { from, to, onProgress: (done, total) => progress.update(done, total) };
    progress.step(`${source.market} ${from} to ${to}`);
    if (values.export === undefined) {
      const outcome = await replayRange(source, range);
      progress.done();
      report(source, range, outcome);
    } else {
      const written = await writeExport(source, values.export, range);
      progress.done();
      console.log(`${written} commands of ${source.market} are in ${values.export}; they name members by their ids`);
    }
  } finally {
    await source.close();
  }
});
