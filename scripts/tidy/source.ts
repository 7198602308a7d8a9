/** Reads TypeScript as text: blanks out comments and the contents of strings so that a search meets code only. */
import { filesBelow, readText, type SourceFile } from './gate.ts';

const regexMayFollow = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|await|yield))$/;

/** The TypeScript files of the tree, generated ones and fixtures left out. */
export function sourceFiles(root: string): SourceFile[] {
  return filesBelow(root)
    .filter((path) => path.endsWith('.ts') && !path.includes('/generated/'))
    .map((path) => {
      const text = readText(root, path);
      return { path, text, code: blank(text) };
    });
}

export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || /^services\/[^/]+\/test\//.test(path) || path.startsWith('tests/');
}

export function lineOf(text: string, index: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < index; i = text.indexOf('\n', i + 1)) line += 1;
  return line;
}

/** Every match of a global pattern in the code, as `path:line matched`. */
export function matches(file: SourceFile, pattern: RegExp, why: string): string[] {
  return [...file.code.matchAll(pattern)].map((match) => `${file.path}:${lineOf(file.code, match.index)} ${match[0].trim()} — ${why}`);
}

/** Same length and lines as the text; comments and the contents of strings, templates and regular expressions are spaces. */
export function blank(text: string): string {
  const out: string[] = [];
  const templates: number[] = []; // depth of braces inside each open `${`
  let i = 0;
  const skip = (end: number): void => {
    out.push(text.slice(i, end).replace(/[^\n]/g, ' '));
    i = end;
  };
  while (i < text.length) {
    const two = text.slice(i, i + 2);
    const char = text[i] ?? '';
    if (two === '//') skip(endOr(text.indexOf('\n', i), text));
    else if (two === '/*') skip(endOr(text.indexOf('*/', i + 2), text, 2));
    else if (char === "'" || char === '"') skip(quoteEnd(text, i, char));
    else if (char === '/' && regexMayFollow.test(significantBefore(out))) skip(regexEnd(text, i));
    else if (char === '`' || (char === '}' && templates.at(-1) === 0)) {
      if (char === '}') templates.pop();
      const { end, opened } = templateEnd(text, i + 1);
      skip(end);
      if (opened) templates.push(0);
    } else {
      countBrace(templates, char);
      out.push(char);
      i += 1;
    }
  }
  return out.join('');
}

function countBrace(templates: number[], char: string): void {
  const depth = templates.at(-1);
  if (depth === undefined) return;
  if (char === '{') templates[templates.length - 1] = depth + 1;
  if (char === '}') templates[templates.length - 1] = depth - 1;
}

function significantBefore(out: readonly string[]): string {
  return out.slice(-60).join('').trimEnd();
}

function endOr(index: number, text: string, width = 0): number {
  return index === -1 ? text.length : index + width;
}

function quoteEnd(text: string, start: number, quote: string): number {
  let i = start + 1;
  while (i < text.length && text[i] !== quote && text[i] !== '\n') i += text[i] === '\\' ? 2 : 1;
  return Math.min(i + 1, text.length);
}

function regexEnd(text: string, start: number): number {
  let i = start + 1;
  let inClass = false;
  while (i < text.length && text[i] !== '\n' && (inClass || text[i] !== '/')) {
    if (text[i] === '[') inClass = true;
    if (text[i] === ']') inClass = false;
    i += text[i] === '\\' ? 2 : 1;
  }
  return Math.min(i + 1, text.length);
}

/** The end of a template chunk: past the closing backtick, or past a `${` that opens an expression. */
function templateEnd(text: string, start: number): { end: number; opened: boolean } {
  let i = start;
  while (i < text.length) {
    if (text[i] === '\\') i += 2;
    else if (text[i] === '`') return { end: i + 1, opened: false };
    else if (text[i] === '$' && text[i + 1] === '{') return { end: i + 2, opened: true };
    else i += 1;
  }
  return { end: text.length, opened: false };
}
