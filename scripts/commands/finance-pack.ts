/** `npm run finance:pack`: the finance library and its kernel as packages for a registry, in .mutua/packages. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../../infra/local/profile.ts';
import { runCommand } from '../../infra/local/setup-error.ts';
import { buildLibraries } from '../pack/library.ts';

await runCommand(async () => {
  const folder = join(repositoryRoot, '.mutua', 'packages');
  for (const built of buildLibraries(folder)) {
    const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: built, encoding: 'utf8' });
    console.log(join(folder, packed.trim()));
  }
});
