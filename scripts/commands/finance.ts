/** `npm run --silent finance -- <function>`: one JSON case per line on standard input, one JSON answer per line on standard output. */
import { createInterface } from 'node:readline';
import { answerCase, type CaseFunction, caseFunctions, isCaseFunction } from '@mutua/finance';

/** Answers every line; a case that cannot be answered gets its id and the reason. The exit code is 1 for an unknown function only. */
export async function run(args: readonly string[] = []): Promise<number> {
  const name = args[0] ?? '';
  if (!isCaseFunction(name)) {
    console.error(`usage: npm run --silent finance -- <${caseFunctions.join('|')}> < cases.jsonl`);
    return 1;
  }
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== '') process.stdout.write(`${JSON.stringify(answerLine(name, line))}\n`);
  }
  return 0;
}

function answerLine(name: CaseFunction, line: string): object {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return { id: null, error: 'the line is not JSON' };
  }
  return answerCase(name, json);
}
