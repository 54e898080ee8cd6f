import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundleInto } from './build.mjs';
import { ROOT } from './tree.mjs';

// `npm run simulate:faults -- --seeds N [--from K] [--jobs J] [--trace] [--json]`: bundles the simulation and runs it.
await bundleInto('simulate-faults', 'tests/faults/main.ts');
const program = join(ROOT, 'build', 'simulate-faults.js');
const child = spawn(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], { stdio: 'inherit' });
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
