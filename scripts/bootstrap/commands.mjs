/** The commands are the files of scripts/commands; a command says what it does in the first sentence of its head comment. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} folder @param {string} name @returns {string | undefined} the command's file */
export const commandFile = (folder, name) => {
  if (!/^[a-z][a-z-]*$/.test(name)) return undefined;
  const file = join(folder, `${name}.ts`);
  return existsSync(file) ? file : undefined;
};

/** @param {string} source @returns {string} the first sentence of the head comment, without a usage line in backticks before it */
export const summaryOf = (source) => {
  const comment = /^(?:#!.*\n)?\s*(?:\/\*\*([\s\S]*?)\*\/|((?:\/\/.*\n)+))/.exec(source);
  const text = (comment?.[1] ?? comment?.[2] ?? '')
    .replaceAll(/^\s*(?:\*|\/\/) ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const said = text.replace(/^`[^`]*`:? ?/, '');
  return /^.*?(?=\.(?: |$))/.exec(said)?.[0] ?? said;
};

/** @param {string} folder @returns {string} one line for each command */
export const commandList = (folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .sort()
    .map((file) => `  ${file.slice(0, -3).padEnd(12)}${summaryOf(readFileSync(join(folder, file), 'utf8'))}`)
    .join('\n');
