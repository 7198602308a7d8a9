/** Hard limits of size: 400 lines a file, 70 lines a function. There is no list of exceptions. */
import type { Gate } from './gate.ts';
import { isTest, sourceFiles } from './source.ts';

export const fileLinesMax = 400;
export const functionLinesMax = 70;

export const sizes: Gate = {
  name: 'sizes',
  async run(root) {
    const files = sourceFiles(root);
    const findings = files.flatMap((file) => {
      const lines = file.text.trimEnd().split('\n').length;
      const long = lines > fileLinesMax ? [`${file.path} has ${lines} lines, at most ${fileLinesMax}`] : [];
      // A suite is one long callback by nature; its tests are held by the limit of the file.
      const functions = isTest(file.path) ? [] : functionSpans(file.code).filter((span) => span.lines > functionLinesMax);
      return [
        ...long,
        ...functions.map((span) => `${file.path}:${span.line} function of ${span.lines} lines, at most ${functionLinesMax}`),
      ];
    });
    return { findings, seen: `${files.length} files` };
  },
};

type Open = { readonly char: string; readonly before: string; readonly line: number; readonly isFunction: boolean };

/**
 * Functions with a block body, by brackets alone. A closed bracket is collapsed to one symbol (¤ for parentheses, § for braces), so
 * that what stands before a `{` is short: `=>` or a parameter list with an optional return type means a function.
 */
export function functionSpans(code: string): { line: number; lines: number }[] {
  const spans: { line: number; lines: number }[] = [];
  const stack: Open[] = [];
  let line = 1;
  let before = '';
  for (const char of code) {
    if (char === '\n') line += 1;
    if (char === '(' || char === '{' || char === '[') {
      stack.push({ char, before, line, isFunction: char === '{' && opensFunction(before) });
      before = '';
    } else if (char === ')' || char === '}' || char === ']') {
      const open = stack.pop();
      if (!open) continue;
      if (open.isFunction) spans.push({ line: open.line, lines: line - open.line + 1 });
      before = `${open.before}${open.char === '(' ? '¤' : '§'}`;
    } else {
      before += char;
    }
  }
  return spans;
}

function opensFunction(before: string): boolean {
  const near = before.slice(-300);
  if (/=>\s*$/.test(near)) return true;
  if (/\b(?:if|for|while|switch|catch|with|for await)\s*¤\s*$/.test(near)) return false;
  return /¤\s*(?::[^;=]*)?$/.test(near) && !/\bcase\b[^;:]*:\s*$/.test(near);
}
