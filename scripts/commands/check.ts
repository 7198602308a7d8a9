/** `npm run check [-- gate …]`: every gate in turn, one line each, the findings below it. One finding anywhere and the command fails. */
import { join } from 'node:path';
import { boundaries } from '../tidy/boundaries.ts';
import { breaking, drift, specLint } from '../tidy/contracts.ts';
import { documents } from '../tidy/documents.ts';
import { escapes } from '../tidy/escapes.ts';
import { exactMoney } from '../tidy/exact-money.ts';
import type { Gate, GateResult } from '../tidy/gate.ts';
import { images } from '../tidy/images.ts';
import { kubernetes } from '../tidy/kubernetes.ts';
import { purity } from '../tidy/purity.ts';
import { sizes } from '../tidy/sizes.ts';
import { deadCode, formatAndLint, types } from '../tidy/tools.ts';

const root = join(import.meta.dirname, '..', '..');
const gates: readonly Gate[] = [
  formatAndLint,
  types,
  boundaries,
  deadCode,
  sizes,
  purity,
  exactMoney,
  escapes,
  documents,
  drift,
  specLint,
  breaking,
  images,
  kubernetes,
];

async function outcome(gate: Gate): Promise<GateResult> {
  try {
    return await gate.run(root);
  } catch (error) {
    return {
      findings: [`the gate itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`],
      seen: 'nothing',
    };
  }
}

function tell(gate: Gate, result: GateResult, startedAtMs: number): void {
  const word = result.findings.length > 0 ? 'FAIL' : result.skipped === undefined ? 'ok  ' : 'SKIP';
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  console.log(`${word}  ${gate.name.padEnd(18)} ${result.skipped ?? result.seen} (${seconds} s)`);
  for (const finding of result.findings) console.log(`        ${finding}`);
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !gates.some((gate) => gate.name === name));
if (unknown.length > 0) console.log(`no such gate: ${unknown.join(', ')}; there are: ${gates.map((gate) => gate.name).join(', ')}`);

const counts = { ok: 0, failed: unknown.length, skipped: 0 };
for (const gate of asked.length === 0 ? gates : gates.filter(({ name }) => asked.includes(name))) {
  const startedAtMs = performance.now();
  const result = await outcome(gate);
  tell(gate, result, startedAtMs);
  if (result.findings.length > 0) counts.failed += 1;
  else if (result.skipped !== undefined) counts.skipped += 1;
  else counts.ok += 1;
}
console.log(`${counts.ok} gates ok, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;
