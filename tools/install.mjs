import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './tree.mjs';

/** Installs the packages of the lockfile when they are missing or the lockfile has changed since. */

const LOCK = join(ROOT, 'package-lock.json');
const INSTALLED = join(ROOT, 'node_modules', '.package-lock.json');
const STAMP = join(ROOT, 'node_modules', '.pairgate-install');

const packagesIn = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** True when npm's own record of what it installed has every package of the lockfile, whoever ran it. */
const isComplete = () => {
  const installed = packagesIn(INSTALLED);
  return Object.entries(packagesIn(LOCK)).every(
    ([path, { version, optional, link }]) =>
      !path.startsWith('node_modules/') || optional || link || installed[path]?.version === version,
  );
};

const isInstalled = (lockHash) => {
  if (!existsSync(INSTALLED)) return false;
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockHash) return true;
  return isComplete();
};

const remember = (lockHash) => {
  try {
    writeFileSync(STAMP, lockHash);
  } catch {
    // Where the packages may only be read, the longer look at them is taken every time.
  }
};

const run = (args) =>
  new Promise((done, fail) => {
    // npm names itself to what it starts; without npm in between, the one of the path is used.
    const own = process.env.npm_execpath;
    const isOwn = own !== undefined && /npm-cli\.[cm]?js$/.test(own);
    const isScript = process.platform === 'win32' && !isOwn;
    const options = { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], shell: isScript };
    const child = spawn(isOwn ? process.execPath : 'npm', isOwn ? [own, ...args] : args, options);
    child.on('error', fail);
    child.on('exit', (code) => {
      if (code === 0) done();
      else fail(new Error(`npm ${args[0]} failed; its messages are above.`));
    });
  });

export const install = async (report) => {
  const lockHash = createHash('sha256').update(readFileSync(LOCK)).digest('hex');
  if (!isInstalled(lockHash)) {
    const begun = performance.now();
    report('installing packages from the lockfile');
    // What builds the software is a development package, and needed whatever NODE_ENV says.
    await run(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    report(`installed packages (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  }
  remember(lockHash);
};
