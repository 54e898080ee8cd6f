#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hashOf, ROOT } from './tree.mjs';

/**
 * What is built, and from what. Only what changed is built again: beside each result lies the hash of its inputs.
 * Packages of npm stay outside the bundles and are loaded from `node_modules`.
 */

const BUILD = join(ROOT, 'build');
const NPM = ['package-lock.json', 'tools/build.mjs', 'tsconfig.json', 'tsconfig.base.json'];
const SERVER = ['domain', 'ledger', 'exchange', 'store', 'node'].map((name) => `packages/${name}/src`);
const SIMULATOR = ['domain', 'planner', 'simulator'].map((name) => `packages/${name}/src`);
const DAY = ['packages/domain/src', 'packages/client/src', 'packages/day/src'];

const bundle = (name, entry, inputs) => ({
  name,
  entry,
  inputs: [...inputs, ...NPM],
  output: `${name}.js`,
  make: () => bundleInto(name, entry),
});

/** In this order: the template is made by PGlite itself and needs nothing else. */
export const TARGETS = [
  bundle('pglite-worker', 'packages/store/src/engine/pglite-worker.ts', ['packages/store/src/engine']),
  { name: 'pglite-template', inputs: NPM, output: 'pglite-template.tar', make: () => makeTemplate() },
  bundle('plan-worker', 'packages/node/src/planning/worker.ts', [...SIMULATOR, 'packages/node/src/planning']),
  bundle('node', 'packages/node/src/main.ts', [...SERVER, 'packages/planner/src']),
  bundle('day', 'packages/day/src/main.ts', DAY),
  bundle('simulate-worker', 'packages/cli/src/simulate/worker.ts', [...SIMULATOR, 'packages/cli/src/simulate']),
  bundle('pairgate', 'packages/cli/src/main.ts', [...SERVER, ...SIMULATOR, ...DAY, 'packages/verify/src', 'packages/cli/src']),
  {
    name: 'console',
    inputs: [
      'packages/console', 'samples/scenarios', ...SIMULATOR, ...['verify', 'client'].map((name) => `packages/${name}/src`), ...NPM,
    ],
    output: 'console/index.html',
    make: () => makeConsole(),
  },
  {
    // After the console, whose build empties the folder.
    name: 'verifier',
    inputs: ['packages/console/src', 'packages/verify/src', ...NPM],
    output: 'console/verify.html',
    make: () => makeVerifier(),
  },
];

/** What tests of the sources need: Node runs worker threads as JavaScript only. */
export const FOR_TESTS = ['pglite-worker', 'pglite-template', 'simulate-worker', 'plan-worker'];

/** Own packages are bundled from their sources; everything else is left to `node_modules`. */
const ownPackages = {
  name: 'own-packages',
  setup(build) {
    build.onResolve({ filter: /^@pairgate\// }, ({ path }) => {
      const [, name, ...file] = path.split('/');
      return { path: join(ROOT, 'packages', name, 'src', ...file) };
    });
    build.onResolve({ filter: /^[^./]/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
      if (path.startsWith('node:') || importer === '' || pluginData === 'resolving') return undefined;
      const found = await build.resolve(path, { resolveDir, importer, kind, pluginData: 'resolving' });
      if (found.external || found.errors.length > 0) return { path, external: true };
      // npm puts a package under the workspace that needs it when versions differ; `build/` would not find it there.
      const isHoisted = found.path.startsWith(join(ROOT, 'node_modules') + sep);
      return { path: isHoisted ? path : relative(BUILD, found.path).split(sep).join('/'), external: true };
    });
  },
};

/** `more` are plugins of esbuild that change what is bundled. */
export const bundleInto = async (name, entry, more = []) => {
  const { build } = await import('esbuild');
  await build({
    entryPoints: { [name]: join(ROOT, entry) },
    outdir: BUILD,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // Numbers that a file gives a name are written where they are used: the simulator's inner loop is made of them.
    minifySyntax: true,
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [...more, ownPackages],
  });
};

/** A dump of an empty database, from which a new one is made in half a second instead of three. */
const makeTemplate = async () => {
  const { PGlite } = await import('@electric-sql/pglite');
  const database = await PGlite.create();
  const dump = await database.dumpDataDir('none');
  await database.close();
  const file = join(BUILD, 'pglite-template.tar');
  // Tests of several packages may make it at once; each makes a whole one and moves it into place.
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, new Uint8Array(await dump.arrayBuffer()));
  renameSync(unfinished, file);
};

/** Vite's own lines are shown only when it fails. */
const makeConsole = () =>
  new Promise((done, fail) => {
    const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
    const out = ['--outDir', join(BUILD, 'console'), '--emptyOutDir'];
    const args = [vite, 'build', 'packages/console', ...out, '--logLevel', 'warn'];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines = [];
    child.stdout.on('data', (chunk) => lines.push(chunk));
    child.stderr.on('data', (chunk) => lines.push(chunk));
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) return done();
      fail(new Error(`The screens could not be built:\n${Buffer.concat(lines).toString('utf8').trimEnd()}`));
    });
  });

const STYLES = [
  'styles/tokens.css', 'styles/base.css', 'components/button.css', 'components/field.css', 'components/language-switch.css',
  'verifier/page.css',
];

const hashOfInline = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** One HTML file with its script and its style, whose policy allows these two and no connection; to be read, not minified. */
const makeVerifier = async () => {
  const source = join(ROOT, 'packages', 'console', 'src');
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(source, 'verifier', 'page.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: ROOT,
  });
  const script = `\n${outputFiles[0].text}`;
  const style = `\n${STYLES.map((file) => readFileSync(join(source, file), 'utf8')).join('\n')}`;
  const policy =
    `default-src 'none'; script-src ${hashOfInline(script)}; style-src ${hashOfInline(style)}; img-src data:; base-uri 'none'; form-action 'none'`;
  const parts = { policy, style, script };
  const page = readFileSync(join(source, 'verifier', 'page.html'), 'utf8').replaceAll(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
  mkdirSync(join(BUILD, 'console'), { recursive: true });
  writeFileSync(join(BUILD, 'console', 'verify.html'), page);
};

const stampOf = ({ name }) => join(BUILD, `.${name}.hash`);

const isFresh = (target, hash) =>
  existsSync(join(BUILD, target.output)) &&
  existsSync(stampOf(target)) &&
  readFileSync(stampOf(target), 'utf8') === hash;

/** Builds what changed among the named targets, or among all. A target whose entry does not exist is left out. */
export const build = async ({ only, report = () => {} } = {}) => {
  mkdirSync(BUILD, { recursive: true });
  for (const target of TARGETS) {
    if (only !== undefined && !only.includes(target.name)) continue;
    if (target.entry !== undefined && !existsSync(join(ROOT, target.entry))) continue;
    const hash = hashOf(target.inputs);
    if (isFresh(target, hash)) continue;
    const begun = performance.now();
    rmSync(stampOf(target), { force: true });
    await target.make();
    writeFileSync(stampOf(target), hash);
    report(`built ${target.name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
  }
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  process.chdir(dirname(BUILD));
  await build({ report: (line) => process.stdout.write(`${line}\n`) });
}
