/** Bundles one entry of the repository into `build/NAME.js`. */
export function bundleInto(name: string, entry: string): Promise<void>;
