/** Builds the finance library and the kernel it needs as plain JavaScript packages with types: what a registry would be given. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const libraries = ['kernel', 'finance'] as const;

/** Writes one folder a library, `kernel` and `finance`, each with its package.json, JavaScript, declarations, README and licence. */
export const buildLibraries = (folder: string): readonly string[] => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const project = join(folder, 'tsconfig.json');
  const compilerOptions = {
    noEmit: false,
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: true,
    declaration: true,
    rootDir: join(root, 'libs'),
    outDir: folder,
    typeRoots: [join(root, 'node_modules', '@types')],
  };
  const include = libraries.map((name) => join(root, 'libs', name, 'src/**/*.ts'));
  writeFileSync(
    project,
    JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions, include, exclude: ['**/*.test.ts'] }),
  );
  execFileSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', project], { stdio: 'inherit' });
  rmSync(project);
  return libraries.map((name) => describePackage(join(folder, name), join(root, 'libs', name)));
};

/** The package.json of the workspace, pointing at what was built and no longer private. */
const describePackage = (built: string, source: string): string => {
  const { private: _, exports: __, ...manifest } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const exports = { '.': { types: './src/index.d.ts', default: './src/index.js' } };
  writeFileSync(join(built, 'package.json'), `${JSON.stringify({ ...manifest, exports, files: ['src'] }, null, 2)}\n`);
  copyFileSync(join(root, 'LICENSE'), join(built, 'LICENSE'));
  if (source.endsWith('finance')) copyFileSync(join(source, 'README.md'), join(built, 'README.md'));
  return built;
};
