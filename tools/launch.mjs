import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install } from './install.mjs';
import { ROOT } from './tree.mjs';

/** Installs and builds what is missing. Throws an error whose message is one sentence. */
export const prepare = async (report) => {
  try {
    await install(report);
    // Only now are there packages to build with.
    const { build } = await import('./build.mjs');
    await build({ report });
  } catch (error) {
    const isForbidden = ['EACCES', 'EROFS', 'EPERM'].includes(error.code);
    throw isForbidden ? new Error(`Pairgate may not write to ${error.path}.`, { cause: error }) : error;
  }
};

export const prepareOrExit = (report) =>
  prepare(report).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });

/**
 * Continues as the command `pairgate` in this same process: there is nothing in between that would have to pass
 * signals on.
 */
export const becomePairgate = async (args) => {
  const file = join(ROOT, 'build', 'pairgate.js');
  process.argv = [process.execPath, file, ...args];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(file).href);
};
