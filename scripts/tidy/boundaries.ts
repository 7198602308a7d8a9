/** Import rules (tools/boundaries). A run that saw no TypeScript is red: the tool skips what it cannot parse without a word. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Gate, installed, runTool, tail } from './gate.ts';

const roots = ['libs', 'services', 'tests', 'scripts', 'infra', 'tools/codegen'];

type Report = {
  modules: { source: string }[];
  summary: { violations: { from: string; to: string; rule: { name: string }; comment?: string }[] };
};

export const boundaries: Gate = {
  name: 'boundaries',
  async run(root) {
    const tool = installed('tools', 'boundaries', 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
    if (!existsSync(tool)) return { findings: ['dependency-cruiser is missing: npm ci --prefix tools/boundaries'], seen: 'nothing' };
    const config = installed('tools', 'boundaries', '.dependency-cruiser.cjs');
    const present = roots.filter((folder) => existsSync(join(root, folder)));
    const done = await runTool(process.execPath, [tool, '--config', config, '--output-type', 'json', ...present], root);
    const report = parse(done.stdout);
    if (!report) return { findings: ['dependency-cruiser did not answer:', ...tail(done.output)], seen: 'nothing' };
    const typescript = report.modules.filter((module) => module.source.endsWith('.ts')).length;
    const findings = report.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
    if (typescript === 0) findings.push('no TypeScript module was seen');
    return { findings, seen: `${typescript} TypeScript modules` };
  },
};

function parse(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}
