/** What a gate is: it looks at a tree and returns findings, each one readable line. No finding is green; a skip is said aloud. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export type GateResult = {
  readonly findings: readonly string[];
  /** What was looked at, so that a gate that looked at nothing shows it. */
  readonly seen: string;
  /** Why the gate could not run here. A skipped gate is not a passed one. */
  readonly skipped?: string;
};
export type Gate = { readonly name: string; readonly run: (root: string) => Promise<GateResult> };

/** A source file with its text and the same text without comments and string contents (equal length, equal lines). */
export type SourceFile = { readonly path: string; readonly text: string; readonly code: string };
export type ToolRun = { readonly code: number; readonly output: string; readonly stdout: string };

const neverEntered = new Set(['node_modules', '.git', '.mutua', '.turbo', 'coverage', 'dist']);

/** Every file below the root, as paths from it with `/`, sorted. Fixtures are trees of their own and are left out. */
export function filesBelow(root: string, folder = ''): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !neverEntered.has(entry.name) && path !== 'tests/gates/fixtures') found.push(...filesBelow(root, path));
    else if (entry.isFile()) found.push(path);
  }
  return found.sort((a, b) => (a < b ? -1 : 1));
}

/** Runs a program to its end; output is both streams in order of arrival. */
export function runTool(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...env, NO_COLOR: '1', FORCE_COLOR: '0' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output, stdout }));
  });
}

/** The last lines of a tool's output: enough to act on, short enough to read. */
export function tail(output: string, lines = 40): string[] {
  return output.trimEnd().split('\n').slice(-lines);
}

/** The path of a program installed with the repository that runs the gates, whatever tree they look at. */
export function installed(...parts: string[]): string {
  return join(import.meta.dirname, '..', '..', ...parts);
}

export function readText(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function relativeTo(root: string, path: string): string {
  return relative(root, path).replaceAll('\\', '/');
}
