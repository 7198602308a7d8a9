/** Time, chance, timers and the environment are inputs: the pure parts of the tree may not reach for them. */
import type { Gate } from './gate.ts';
import { isTest, matches, sourceFiles } from './source.ts';

const pure = /^(?:services\/[^/]+\/src\/(?:domain|app)|libs\/(?:kernel|finance|approvals)\/src)\//;
const shipped = /^(?:services|libs)\/[^/]+\/src\//;
// The runner that every main.ts calls, and the tests' own connection settings.
const readsEnvironment = /^(?:services\/[^/]+\/src\/main\.ts|libs\/http\/src\/run\.ts|libs\/testkit\/)/;
const impure =
  /\bDate\.now\b|\bnew Date\b|\bMath\.random\b|\brandomUUID\b|\bgetRandomValues\b|\brandomBytes\b|\bset(?:Timeout|Interval|Immediate)\b|\bperformance\.now\b|\bprocess\.|\bfetch\(/g;

export const purity: Gate = {
  name: 'purity',
  async run(root) {
    const files = sourceFiles(root).filter((file) => !isTest(file.path));
    const inPure = files.filter((file) => pure.test(file.path));
    const findings = [
      ...inPure.flatMap((file) => matches(file, impure, 'time, ids, timers and the environment come in as inputs')),
      ...files
        .filter((file) => shipped.test(file.path) && !pure.test(file.path) && !readsEnvironment.test(file.path))
        .flatMap((file) => matches(file, /\bprocess\.env\b/g, 'only the start of a process reads the environment')),
    ];
    return { findings, seen: `${inPure.length} pure files` };
  },
};
