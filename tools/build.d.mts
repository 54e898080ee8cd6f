import type { Plugin } from 'esbuild';

/** Bundles one entry of the repository into `build/NAME.js`; `more` change what is bundled. */
export function bundleInto(name: string, entry: string, more?: readonly Plugin[]): Promise<void>;

/** Builds what changed among the named targets, or among all; `report` hears of each. */
export function build(options?: { only?: readonly string[]; report?: (line: string) => void }): Promise<void>;
