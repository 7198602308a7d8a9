/** Gates that are programs of others: biome (format and lint), tsc (types), knip (dead code). */
import { join } from 'node:path';
import { filesBelow, type Gate, installed, relativeTo, runTool, tail } from './gate.ts';

export const formatAndLint: Gate = {
  name: 'format and lint',
  async run(root) {
    const biome = installed('node_modules', '@biomejs', 'biome', 'bin', 'biome');
    const args = [biome, 'check', '--error-on-warnings', '--max-diagnostics=none', '--colors=off', '.'];
    const done = await runTool(process.execPath, args, root);
    const seen = /Checked \d+ files?/.exec(done.output)?.[0];
    if (seen === undefined) return { findings: ['biome saw no file', ...tail(done.output)], seen: 'nothing' };
    if (done.code === 0) return { findings: [], seen };
    const found = [...done.output.matchAll(/^(\S+\.\w+(?::\d+:\d+)?) (\S+)(?: +FIXABLE)? +━+$/gm)];
    const findings = found.map(([, place, rule]) => `${relativeTo(root, place ?? '')} ${rule}`);
    return { findings: findings.length > 0 ? findings : tail(done.output), seen };
  },
};

export const types: Gate = {
  name: 'types',
  async run(root) {
    const tsc = installed('node_modules', 'typescript', 'bin', 'tsc');
    const done = await runTool(process.execPath, [tsc, '-p', join(root, 'tsconfig.json'), '--pretty', 'false', '--listFiles'], root);
    const lines = done.stdout.split('\n');
    const ours = lines.filter((line) => line.endsWith('.ts') && !line.includes('node_modules') && !line.includes('error TS'));
    const findings = lines.filter((line) => line.includes('error TS'));
    if (done.code !== 0 && findings.length === 0) findings.push(...tail(done.output));
    if (ours.length === 0) findings.push('tsc saw no file of ours');
    return { findings, seen: `${ours.length} files` };
  },
};

export const deadCode: Gate = {
  name: 'dead code',
  async run(root) {
    const knip = installed('node_modules', 'knip', 'bin', 'knip.js');
    const done = await runTool(process.execPath, [knip, '--directory', root, '--no-progress', '--reporter', 'compact'], root);
    const findings = done.code === 0 ? [] : tail(done.output, 200).filter((line) => line.trim() !== '');
    return { findings, seen: `${filesBelow(root).filter((path) => path.endsWith('.ts')).length} files` };
  },
};
