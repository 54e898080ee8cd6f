/**
 * Which package may import which. This one table is read by the linter, by the test of the document that shows it, and
 * by the test that every `package.json` agrees with it.
 *
 * `pure` packages cannot reach the world: time, identifiers and chance come in through their arguments, so that every
 * rule can be tested without a clock and every run can be repeated.
 */
export const ARROWS = {
  domain: { imports: [], pure: true, what: 'what can happen at a border, as pure functions' },
  ledger: { imports: [], pure: true, what: 'tamper-evident logs: tree, tiles, checkpoints, cosignatures, proofs' },
  exchange: { imports: ['domain', 'ledger'], pure: true, what: 'the agreement, and the protocol between two nodes' },
  planner: { imports: ['domain'], pure: true, what: 'slots, dispatch, forecasts and lower bounds of a gate pair; the solver is a port' },
  simulator: { imports: ['domain', 'planner'], pure: false, what: 'next-event model of a gate pair, and experiments with it' },
  store: { imports: ['domain', 'ledger', 'exchange'], pure: false, what: 'journal and read models in PostgreSQL' },
  verify: { imports: [], pure: false, what: 'stand-alone checker of evidence; shares no code with ledger on purpose' },
  node: {
    imports: ['domain', 'ledger', 'exchange', 'store', 'planner', 'simulator'],
    pure: false,
    what: 'one side: HTTP interface, sign-in, exchange service, wiring',
  },
  client: { imports: [], pure: false, what: 'typed client of the HTTP interface, generated from its description' },
  day: { imports: ['domain', 'client'], pure: false, what: 'the people of a day, played through the public interface' },
  console: { imports: ['domain', 'simulator', 'verify', 'client'], pure: false, what: 'the screens' },
  cli: {
    imports: ['ledger', 'exchange', 'simulator', 'verify', 'node', 'client', 'day'],
    pure: false,
    what: 'the command `pairgate`',
  },
};

/** What the packages that must run in a browser may not use: `verify` is offered to auditors as a page, `simulator` runs in one. */
const IN_BROWSER = ['simulator', 'verify', 'client', 'console'];

const CLOCK = 'This package has no clock: the time is an argument.';
const CHANCE = 'This package draws nothing: chance comes in through the context, so that every run can be repeated.';
const WORLD = 'This package cannot reach the world: hand it in as a port that the node fills in.';

const GLOBALS = {
  Date: CLOCK,
  performance: CLOCK,
  setTimeout: CLOCK,
  setInterval: CLOCK,
  setImmediate: CLOCK,
  queueMicrotask: CLOCK,
  crypto: CHANCE,
  process: WORLD,
  fetch: WORLD,
  console: WORLD,
  Buffer: WORLD,
  globalThis: WORLD,
  window: WORLD,
  document: WORLD,
  require: WORLD,
};

const packageMessage = (name, imports) =>
  imports.length === 0
    ? `${name} imports no other package, so that it can be read, tested and reused alone.`
    : `${name} may import ${imports.join(', ')} only; the arrows between packages are promises to whoever reads one.`;

const importPatterns = (name, { imports, pure }) => {
  const others = Object.keys(ARROWS).filter((other) => other !== name && !imports.includes(other));
  const patterns = [
    { regex: `^@pairgate/(${others.join('|')})(/|$)`, message: packageMessage(name, imports) },
    {
      regex: String.raw`^(\.\./)+(packages/)?(${Object.keys(ARROWS).join('|')})/src/`,
      message: 'Another package is imported by its name, never by a path into its folder.',
    },
  ];
  if (pure || IN_BROWSER.includes(name)) patterns.push({ regex: '^node:', message: WORLD });
  // zod is the one library that a pure package may use; the linter's expressions have no "anything but".
  if (pure) patterns.push({ regex: '^([a-yA-Y]|z[^o]|@[^p]|@p[^a])', message: 'A pure package uses zod, or nothing.' });
  return patterns;
};

const purity = {
  'no-restricted-globals': ['error', ...Object.entries(GLOBALS).map(([name, message]) => ({ name, message }))],
  'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: CHANCE }],
};

/** The overrides of the linter's configuration. Tests may import anything: they are not shipped. */
export const lintOverrides = () => [
  ...Object.entries(ARROWS).map(([name, arrow]) => ({
    files: [`packages/${name}/src/**`],
    rules: {
      'no-restricted-imports': ['error', { patterns: importPatterns(name, arrow) }],
      ...(arrow.pure ? purity : {}),
    },
  })),
  {
    files: ['**/*.test.ts', '**/*.test.tsx', '**/testing.ts', '**/testing/**'],
    rules: { 'no-restricted-imports': 'off', 'no-restricted-globals': 'off', 'no-restricted-properties': 'off' },
  },
];

/** The table as it stands in `docs/concepts/packages.md`. */
export const arrowsAsMarkdown = () =>
  [
    '| package | what it is | may import | pure |',
    '|---|---|---|---|',
    ...Object.entries(ARROWS).map(
      ([name, { imports, pure, what }]) =>
        `| \`${name}\` | ${what} | ${imports.length === 0 ? 'nothing' : imports.join(', ')} | ${pure ? 'yes' : ''} |`,
    ),
  ].join('\n');
