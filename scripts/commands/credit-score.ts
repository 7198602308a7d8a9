/**
 * `npm run --silent credit:score [-- --model <id>]`: one application per line as JSON from standard input, one line out for each, in order:
 * `{loan_ref, score, pd, grade, reasons}`, or `{loan_ref, line, error, problems}` for what cannot be scored.
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { exitCodes, runCommand, SetupError } from '../../infra/local/setup-error.ts';
import { modelNames, scoreStream, scoringWith } from '../../services/credit/batch/score.ts';

await runCommand(async () => {
  const { values } = parseArgs({ options: { model: { type: 'string' } } });
  const scoring = scoringWith(values.model);
  if (scoring === undefined)
    throw new SetupError(`There is no model ${values.model ?? ''}. There are: ${modelNames().join(', ')}.`, exitCodes.usage);
  let refused = 0;
  for await (const scored of scoreStream(process.stdin, scoring)) {
    if ('error' in scored) refused += 1;
    if (!process.stdout.write(`${JSON.stringify(scored)}\n`)) await once(process.stdout, 'drain');
  }
  if (refused > 0) process.stderr.write(`${refused} applications were not scored: their lines say why.\n`);
});
