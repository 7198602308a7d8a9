/** `npm run finance:replay -- --loans <file>`: LendingClub's public loan file against our schedules; ends with 1 when a target is missed. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { exitCodes, runCommand, SetupError } from '../../infra/local/setup-error.ts';
import { replayLoans, type Share } from '../replay/lendingclub.ts';

const targets = { instalments: 0.999, interest: 0.98 } as const;

await runCommand(async () => {
  const { values } = parseArgs({ options: { loans: { type: 'string' } } });
  const path = values.loans;
  if (path === undefined || !existsSync(path)) {
    throw new SetupError('usage: npm run finance:replay -- --loans <LendingClub loan file, .csv or .csv.gz>', exitCodes.usage);
  }
  const { rows, unreadable, instalments, interest, earlierInterest } = await replayLoans(path);
  const line = (name: string, { compared, agreeing, share }: Share, least?: number): string =>
    `${name}: ${agreeing} of ${compared} = ${(share * 100).toFixed(2)} %${least === undefined ? '' : ` (at least ${(least * 100).toFixed(1)} %)`}`;
  console.log(`${rows} loans, ${unreadable} without the numbers compared`);
  console.log(line('instalment to the cent, issued from June 2010', instalments, targets.instalments));
  console.log(line('interest within 0.5 %, paid to term, issued from June 2010', interest, targets.interest));
  console.log(line('interest within 0.5 %, paid to term, issued before', earlierInterest));
  const isMet = instalments.share >= targets.instalments && interest.share >= targets.interest;
  if (!isMet) throw new SetupError('A target is missed.');
});
