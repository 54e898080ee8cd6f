import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CASES } from '@pairgate/simulator/queueing/cases.ts';
import { expect, it } from 'vitest';

const document = readFileSync(join(dirname(import.meta.dirname), 'docs/reference/queue-theory.md'), 'utf8');

it('the document of the exact values shows the figures of the suite, and all of them hold', () => {
  const rows = document.split('\n').filter((line) => /^\| \d+\. /.test(line)).map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
  const shown = rows.map((cells) => [cells[0], cells[1], cells[2], cells[3], cells.at(-1)]);
  const suite = CASES.flatMap((each) =>
    each.figures.map((figure) => [`${each.id}. ${each.name}`, each.parameters, figure.name, String(figure.exact), 'yes']),
  );
  expect(shown).toEqual(suite);
});
