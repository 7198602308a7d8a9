/** Money and rates are bigint, and are divided in the kernel only. A text search: it knows amounts by their names. */
import type { Gate } from './gate.ts';
import { isTest, matches, sourceFiles } from './source.ts';

const shipped = /^(?:services|libs)\/[^/]+\/src\//;
const kernel = /^libs\/kernel\/src\//;
const postings = /^services\/(?:loans|payments|matching)\/src\/(?:domain|app)\//;
const asNumber = /\b\w*(?:Minor|Ppm)\??:\s*(?:readonly\s+)?number\b/g;
const divided = /(?:\b\w*(?:Minor|Ppm)|\b\d+n)\s*\/(?![/*=])|(?<![/*<])\/=?\s*(?:[\w.]*(?:Minor|Ppm)\b|\d+n\b)/g;
const toFloat = /\bNumber\((?:[^()]*\.)?\w*(?:Minor|Ppm)\)|\bparseFloat\(/g;

export const exactMoney: Gate = {
  name: 'exact money',
  async run(root) {
    const files = sourceFiles(root).filter((file) => shipped.test(file.path) && !isTest(file.path));
    const findings = files.flatMap((file) => [
      ...matches(file, asNumber, 'money and rates are bigint'),
      ...(kernel.test(file.path) ? [] : matches(file, divided, 'only the kernel divides: use mulDiv or allocate')),
      ...(postings.test(file.path) ? matches(file, toFloat, 'no float on the way to a posting') : []),
    ]);
    return { findings, seen: `${files.length} files` };
  },
};
