/** Documents keep their word: invariants name tests that exist, decisions are listed, links lead somewhere, no path of one machine. */
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { filesBelow, type Gate, readText } from './gate.ts';

const machinePath = new RegExp(
  [
    ['', 'work', '(?:main|shared)\\b'],
    ['', 'root', '\\w'],
    ['', 'home', '(?!node\\b)\\w+', ''],
    ['', 'Users', '\\w+', ''],
  ]
    .map((parts) => parts.join('/'))
    .join('|'),
);
const textFile = /\.(?:ts|mjs|cjs|js|json|ya?ml|md|sql|sh|toml|html|css)$|(?:^|\/)(?:Dockerfile|run|\.dockerignore)$/;

export const documents: Gate = {
  name: 'documents',
  async run(root) {
    const files = filesBelow(root);
    const texts = files.filter((path) => textFile.test(path) && !path.endsWith('package-lock.json'));
    const markdown = files.filter((path) => path.endsWith('.md'));
    const findings = [
      ...invariantFindings(root),
      ...decisionFindings(root, files),
      ...markdown.flatMap((path) => linkFindings(root, path)),
      ...texts.flatMap((path) => machinePathFindings(root, path)),
    ];
    return { findings, seen: `${markdown.length} documents, ${texts.length} texts` };
  },
};

function invariantFindings(root: string): string[] {
  if (!existsSync(join(root, 'INVARIANTS.md'))) return ['INVARIANTS.md is missing'];
  const blocks = readText(root, 'INVARIANTS.md')
    .split(/^(?=(?:#+|[-*|]) *\**INV-\d+)/m)
    .slice(1);
  if (blocks.length === 0) return ['INVARIANTS.md holds no invariant'];
  const numbers = blocks.map((block) => /INV-\d+/.exec(block)?.[0] ?? '');
  const repeated = numbers.filter((number, at) => numbers.indexOf(number) !== at);
  const unguarded = blocks.flatMap((block, at) => {
    const tests = [...block.matchAll(/`([^`\s]+\.test\.ts)`/g)].map((match) => match[1] ?? '');
    if (tests.length === 0) return [`INVARIANTS.md: ${numbers[at]} names no test`];
    return tests
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `INVARIANTS.md: ${numbers[at]} names ${path}, which does not exist`);
  });
  return [...repeated.map((number) => `INVARIANTS.md: ${number} appears twice`), ...unguarded];
}

function decisionFindings(root: string, files: readonly string[]): string[] {
  const decisions = files.filter((path) => /^docs\/adr\/\d{4}-.*\.md$/.test(path));
  if (decisions.length === 0) return [];
  if (!files.includes('docs/adr/README.md')) return ['docs/adr/README.md is missing'];
  const index = readText(root, 'docs/adr/README.md');
  return decisions
    .filter((path) => !index.includes(`(${path.slice('docs/adr/'.length)})`) && !index.includes(`(./${path.slice('docs/adr/'.length)})`))
    .map((path) => `${path} is not linked in docs/adr/README.md`);
}

function linkFindings(root: string, path: string): string[] {
  const text = readText(root, path).replace(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => (match[1] ?? '').replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .filter((target) => !existsSync(join(root, normalize(join(dirname(path), decodeURI(target))))))
    .map((target) => `${path} links to ${target}, which does not exist`);
}

function machinePathFindings(root: string, path: string): string[] {
  return readText(root, path)
    .split('\n')
    .flatMap((line, at) => (machinePath.test(line) ? [`${path}:${at + 1} names a path of one machine`] : []));
}
