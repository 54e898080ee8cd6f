import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { bundleInto } from '../../tools/build.mjs';
import type { Edit, Mutation } from './mutations.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Throws when a snippet is not there exactly once: then the mutation says nothing any more. */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((whole, { file, snippet, instead }) => {
    const parts = whole.split(snippet);
    if (parts.length !== 2) throw new Error(`packages/${file} has ${parts.length - 1} times: ${snippet}`);
    return parts.join(instead);
  }, text);
}

const mutating = ({ edits }: Mutation): Plugin => ({
  name: 'mutation',
  setup(build) {
    for (const file of new Set(edits.map((edit) => edit.file))) {
      const path = join(ROOT, 'packages', file);
      build.onLoad({ filter: new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) }, () => ({
        contents: edited(readFileSync(path, 'utf8'), edits.filter((edit) => edit.file === file)),
        loader: 'ts',
      }));
    }
  },
});

/** Bundles the simulation, of the product as it is or with a mutation; answers the path of the bundle. */
export async function bundleSimulation(mutation?: Mutation): Promise<string> {
  const name = mutation ? `simulate-faults-${mutation.name}` : 'simulate-faults';
  await bundleInto(name, 'tests/faults/main.ts', mutation ? [mutating(mutation)] : []);
  return join(ROOT, 'build', `${name}.js`);
}
