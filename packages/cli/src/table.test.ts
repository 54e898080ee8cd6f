import { expect, it } from 'vitest';
import { tableOf, widthOf } from './table.ts';

it('gives a Chinese character two places, a Vietnamese letter one, however it is written', () => {
  expect(widthOf('友谊关')).toBe(6);
  expect(widthOf('Hữu Nghị')).toBe(8);
  expect(widthOf('Hữu Nghị'.normalize('NFD'))).toBe(8);
  expect(widthOf('𠮷')).toBe(2);
});

it('puts columns under one another and leaves no space at the end of a line', () => {
  expect(tableOf([['友谊关', 'open'], ['Hữu Nghị', ''], ['', 'closed']], '> ')).toEqual([
    '> 友谊关    open',
    '> Hữu Nghị',
    '>           closed',
  ]);
});
