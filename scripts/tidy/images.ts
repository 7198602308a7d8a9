/** The image: pinned bases, an unprivileged user, an exec start command, no secret in an argument, a variable or the context. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Gate, readText } from './gate.ts';

const neverSent = ['.git', '.mutua', '.env', '**/node_modules'];
const secretName = /\b(?:ARG|ENV)\b[^\n]*\b\w*(?:PASSWORD|SECRET|TOKEN|CREDENTIAL|PRIVATE|API_?KEY)\w*/i;

export const images: Gate = {
  name: 'images',
  async run(root) {
    if (!existsSync(join(root, 'Dockerfile'))) return { findings: ['Dockerfile is missing'], seen: 'nothing' };
    const text = readText(root, 'Dockerfile');
    const ignored = existsSync(join(root, '.dockerignore')) ? readText(root, '.dockerignore').split('\n') : [];
    const findings = [
      ...dockerfileFindings(text),
      ...neverSent.filter((path) => !ignored.includes(path)).map((path) => `.dockerignore does not leave out ${path}`),
    ];
    return { findings, seen: `${text.split('\n').length} lines` };
  },
};

function dockerfileFindings(text: string): string[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  const bases = lines.flatMap((line) => /^FROM\s+(\S+)(?:\s+AS\s+(\S+))?/i.exec(line)?.slice(1, 3) ?? []);
  const stages = new Set(bases.filter((_, at) => at % 2 === 1));
  const unpinned = bases.filter(
    (base, at) => at % 2 === 0 && !stages.has(base) && !/(?::\d+\.\d+\.\d+[\w.-]*|@sha256:[0-9a-f]{64})$/.test(base),
  );
  const last = lines.slice(lines.findLastIndex((line) => /^FROM\s/i.test(line)));
  const user = last.findLast((line) => /^USER\s/i.test(line))?.replace(/^USER\s+/i, '') ?? '';
  const command = last.findLast((line) => /^CMD\s/i.test(line)) ?? '';
  return [
    ...(bases.length === 0 ? ['Dockerfile has no base'] : []),
    ...unpinned.map((base) => `Dockerfile: base ${base} is not pinned to an exact version`),
    ...(/^[1-9]\d*(?::[1-9]\d*)?$/.test(user) ? [] : ['Dockerfile: the last stage has no numeric user other than root']),
    ...(/^CMD \[/.test(command) ? [] : ['Dockerfile: CMD is not a list, so signals would end at a shell']),
    ...lines.filter((line) => secretName.test(line)).map((line) => `Dockerfile: ${line.trim()} looks like a secret`),
    ...lines.filter((line) => /^ADD\s/i.test(line)).map((line) => `Dockerfile: ${line.trim()} — use COPY`),
  ];
}
