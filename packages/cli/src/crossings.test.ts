import { expect, it } from 'vitest';
import { tidyReference } from './crossings.ts';

it('takes a reference as people type it', () => {
  for (const typed of ['PG-T786-XY3E', 'pg-t786-xy3e', 'T786XY3E', 'pg t786 xy3e', 'PG–T786–XY3E', 'ＰＧ-T786-XY3E']) {
    expect(tidyReference(typed)).toBe('PG-T786-XY3E');
  }
});

it('leaves alone what cannot be one', () => {
  expect(tidyReference('lorry 7')).toBe('lorry 7');
});
