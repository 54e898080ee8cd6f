import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { csvCell } from './csv.ts';
import { dayListCsv } from './day-list.ts';
import { rowOf } from './testing/stand-in.ts';

/** A reader of RFC 4180 that shares no code with the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/g;
  for (const [, cell, end] of text.matchAll(pattern)) {
    rows.at(-1)!.push(cell!.startsWith('"') ? cell!.slice(1, -1).replaceAll('""', '"') : cell!);
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
}

describe('the list of a day', () => {
  const row = rowOf({ reference: 'PG-2222-2222', goods: { description: 'Durian, "Monthong"', descriptionVi: 'Sầu riêng', hs6: '081060', netMassKg: '18000' } });

  it('opens in the right script, with local times and headings in the language', () => {
    const text = dayListCsv([row], 'zh', 480);
    expect(text.startsWith('\uFEFF')).toBe(true);
    const [headings, cells] = readCsv(text.slice(1));
    expect(headings![0]).toBe('参考编号');
    expect(cells).toContain('Durian, "Monthong"');
    expect(cells).toContain('2026-11-19 11:42');
    expect(cells).toHaveLength(headings!.length);
    expect(readCsv(dayListCsv([row], 'vi', 420).slice(1))[1]).toContain('Sầu riêng');
    expect(readCsv(dayListCsv([], 'vi', 420).slice(1))[0]![0]).toBe('Số tham chiếu');
  });

  it('never begins a cell like a formula, and loses nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', 'a', '1', '＝') }), (text) => {
        const [[read = ''] = []] = readCsv(`${csvCell(text)}\r\n`);
        expect(read).not.toMatch(/^[=+@\t\r\n＝＋＠]/);
        if (read.startsWith('-')) expect(read).toMatch(/^-\d+(\.\d+)?$/);
        expect([text, `'${text}`]).toContain(read);
      }),
    );
  });
});
