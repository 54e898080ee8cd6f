import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** Finding a Chromium for the browser tests, or getting one in the ways that this machine allows. */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

const ELSEWHERE = [
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

const isProgram = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const downloaded = () => {
  try {
    return [createRequire(import.meta.url)('playwright-core').chromium.executablePath()];
  } catch {
    // Packages are not installed yet, or this platform has no download.
    return [];
  }
};

/** The path of a Chromium, or undefined. `CHROME_PATH` goes before everything else. */
export const findChromium = () => {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const named = process.env.CHROME_PATH;
  return [...(named ? [named] : []), ...onPath, ...ELSEWHERE, ...downloaded()].find(isProgram);
};

const run = (command, args, timeoutMs) =>
  spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: timeoutMs,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

const MINUTE = 60_000;

/** The package managers that a root user may use, each with Chromium and fonts for Chinese. */
const SYSTEM = [
  ['apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], ['update']],
  ['apk', ['add', 'chromium', 'font-noto-cjk']],
  ['dnf', ['install', '-y', 'chromium', 'google-noto-sans-cjk-fonts']],
];

const fromSystem = () => {
  if (process.getuid?.() !== 0) return;
  for (const [manager, args, before] of SYSTEM) {
    if (spawnSync(manager, ['--version'], { stdio: 'ignore' }).status !== 0) continue;
    if (before !== undefined) run(manager, before, 3 * MINUTE);
    run(manager, args, 8 * MINUTE);
    return;
  }
};

const fromPlaywright = () => {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  run(process.execPath, [cli, 'install', 'chromium'], 5 * MINUTE);
};

/** Returns the path of a Chromium, installing one when there is none; undefined when that is impossible. */
export const needChromium = (report) => {
  for (const [how, get] of [
    [undefined, () => {}],
    ["installing Chromium with the system's package manager", fromSystem],
    ["downloading Playwright's Chromium", fromPlaywright],
  ]) {
    if (how !== undefined) report(how);
    get();
    const found = findChromium();
    if (found !== undefined) return found;
  }
  return undefined;
};
