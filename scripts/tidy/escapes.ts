/** No way around the compiler or the linter: any, ts-ignore, non-null assertions, disabled rules. The limit is zero. */
import type { Gate } from './gate.ts';
import { lineOf, matches, sourceFiles } from './source.ts';

const comment = new RegExp(`@ts-(?:ignore|expect-error|nocheck)|${['biome', 'ignore'].join('-')}|eslint-disable|c8 ignore|v8 ignore`, 'g');
const anyType = /(?::\s*|\bas\s+|<|,\s*|\|\s*)any\b(?!\s*[:(.])/g;
const nonNull = /[\w\])]!(?=\s*[.;,)\]])|[\w\])]!\[/g;

export const escapes: Gate = {
  name: 'escapes',
  async run(root) {
    const files = sourceFiles(root);
    const findings = files.flatMap((file) => [
      ...(file.path === 'scripts/tidy/escapes.ts' ? [] : [...file.text.matchAll(comment)]).map(
        (match) => `${file.path}:${lineOf(file.text, match.index)} ${match[0]} — fix the cause`,
      ),
      ...matches(file, anyType, 'name the type, or use unknown'),
      ...matches(file, nonNull, 'prove it with a check or assert'),
    ]);
    return { findings, seen: `${files.length} files` };
  },
};
