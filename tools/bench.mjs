import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundleInto } from './build.mjs';
import { ROOT } from './tree.mjs';

// `npm run bench -- NAME [--json] [options]`: bundles bench/NAME.ts and runs it; the last line is its result.
const [name, ...rest] = process.argv.slice(2);
const known = readdirSync(join(ROOT, 'bench')).filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3));

if (name === undefined || !existsSync(join(ROOT, 'bench', `${name}.ts`))) {
  process.stderr.write(`Usage: npm run bench -- NAME [--json]\nNAME is one of: ${known.join(', ')}\n`);
  process.exit(1);
}

// Some benches start real nodes, from the same folder.
await Promise.all([
  bundleInto(`bench-${name}`, `bench/${name}.ts`),
  bundleInto('node', 'packages/node/src/main.ts'),
  bundleInto('pglite-worker', 'packages/store/src/engine/pglite-worker.ts'),
]);
const child = spawn(process.execPath, ['--enable-source-maps', join(ROOT, 'build', `bench-${name}.js`), ...rest], {
  stdio: 'inherit',
});
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
