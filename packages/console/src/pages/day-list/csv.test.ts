import { expect, it } from 'vitest';
import { parseCsv } from './csv.ts';

it('reads rows and cells, with and without a last line end', () => {
  expect(parseCsv('a,b\r\n1,2\r\n')).toEqual([['a', 'b'], ['1', '2']]);
  expect(parseCsv('a,b\r\n1,')).toEqual([['a', 'b'], ['1', '']]);
});

it('reads commas, quotes and line ends inside quotes', () => {
  expect(parseCsv('"a,1","say ""yes""","two\r\nlines"\r\n')).toEqual([['a,1', 'say "yes"', 'two\r\nlines']]);
});

it('leaves out the byte order mark', () => {
  expect(parseCsv('\uFEFFXe,Giờ\r\n')).toEqual([['Xe', 'Giờ']]);
});
