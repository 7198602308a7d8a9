/** `npm run --silent finance -- <function>`: one JSON case per line on standard input, one JSON answer per line on standard output. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { answerCase, type CaseFunction, caseFunctions, isCaseFunction } from '@mutua/finance';
import { exitCodes, runCommand, SetupError } from '../../infra/local/setup-error.ts';

/** Answers every line that is not empty; a case that cannot be answered gets its id and the reason, and the next one its turn. */
await runCommand(async () => {
  const [name = '', ...more] = process.argv.slice(2);
  if (!isCaseFunction(name) || more.length > 0) {
    throw new SetupError(`usage: npm run --silent finance -- <${caseFunctions.join('|')}> < cases.jsonl`, exitCodes.usage);
  }
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    const text = line.replace(/^\uFEFF/, '').trim();
    if (text !== '' && !process.stdout.write(`${JSON.stringify(answerLine(name, text))}\n`)) await once(process.stdout, 'drain');
  }
});

function answerLine(name: CaseFunction, line: string): object {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { id: null, error: 'the line is not JSON' };
  }
  try {
    return answerCase(name, json);
  } catch (error) {
    // A bug of ours: said in full to whoever watches, and in one line to the reader of the answers, who still gets the rest.
    console.error(error);
    process.exitCode = exitCodes.general;
    const id = typeof json === 'object' && json !== null && 'id' in json ? json.id : null;
    return { id, error: `not answered: ${error instanceof Error ? error.message : String(error)}` };
  }
}
