/**
 * The first thing that runs, so it is written for old versions of Node too, and imported before anything that is not.
 */
const NEEDED = [20, 19];

const found = process.versions.node.split('.').map(Number);

if (found[0] < NEEDED[0] || (found[0] === NEEDED[0] && found[1] < NEEDED[1])) {
  process.stderr.write(
    'Pairgate needs Node.js ' + NEEDED.join('.') + ' or newer; this is ' + process.versions.node + '.\n',
  );
  process.exit(1);
}
