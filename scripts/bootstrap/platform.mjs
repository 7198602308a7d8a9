/** What must be on the machine before anything else: a known operating system, Node 20.19 or newer, npm. Only built-ins are used here. */
import { spawnSync } from 'node:child_process';
import { Failure } from './failure.mjs';

/** @param {string} version like `20.20.2` */
export const isNodeEnough = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19);
};

/** @param {{ platform: string, nodeVersion: string }} machine */
export const demandPlatform = ({ platform, nodeVersion }) => {
  if (platform !== 'linux' && platform !== 'darwin') {
    throw new Failure(`Mutua runs on Linux and macOS; this is ${platform}. On Windows use WSL 2.`);
  }
  if (!isNodeEnough(nodeVersion)) {
    throw new Failure(
      `Mutua is started with Node 20.19 or newer; this is ${nodeVersion}. Install a newer Node (it brings its own Node 24).`,
    );
  }
};

/** @returns {void} throws when npm does not run */
export const demandNpm = () => {
  const { status } = spawnSync('npm', ['--version'], { stdio: 'ignore' });
  if (status !== 0) throw new Failure('npm was not found; install it (it comes with Node from nodejs.org, Debian: apt-get install npm).');
};
