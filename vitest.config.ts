import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { findChromium } from './tools/chromium.mjs';

/**
 * Four projects. `unit` is the fast loop of `npm run check`; what starts processes and takes long is in `integration`
 * (or is named `*.slow.test.ts`), what needs a browser in `e2e`. Those two run one file after the other, because their
 * files measure time and take ports. `torture` runs for many minutes and only when asked: `npm run torture`.
 */

const ownSetup = ['./tools/vitest-setup.mjs'];
const serial = { fileParallelism: false, testTimeout: 300_000, hookTimeout: 300_000 } as const;

export default defineConfig({
  test: {
    expect: { poll: { timeout: 50_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.{ts,tsx}', 'packages/node/rules/**/*.test.ts', 'tests/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.slow.test.ts'],
          globalSetup: ownSetup,
          setupFiles: ['./tools/property-seed.mjs'],
          // Threads begin faster than processes, and with one file a core the cores would idle while databases start.
          pool: 'threads',
          maxWorkers: Math.max(2, availableParallelism()) + 1,
          // Time enough for a busy machine: nothing is measured by it.
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'packages/*/src/**/*.slow.test.ts', 'tests/*.slow.test.ts'],
          globalSetup: ownSetup,
          ...serial,
        },
      },
      {
        extends: true,
        test: {
          name: 'torture',
          include: ['tests/torture/**/*.test.ts'],
          globalSetup: ownSetup,
          ...serial,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ownSetup,
          env: { CHROME_PATH: findChromium() ?? '' },
          ...serial,
        },
      },
    ],
  },
});
