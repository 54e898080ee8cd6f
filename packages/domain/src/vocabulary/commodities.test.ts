import { describe, expect, it } from 'vitest';
import { COMMODITY_LINES, commodityName } from './commodities.ts';

describe('the name of goods', () => {
  const described = { description: 'Fresh lychee, Luc Ngan', classification: { hs6: '081090', vn8: '08109020' } };

  it('is the one that was declared in the language of the reader', () => {
    const declared = { ...described, descriptionVi: 'Vải thiều Lục Ngạn', descriptionZh: '陆岸荔枝' };
    expect(commodityName(declared, 'vi')).toBe('Vải thiều Lục Ngạn');
    expect(commodityName(declared, 'zh')).toBe('陆岸荔枝');
    expect(commodityName(declared, 'en')).toBe('Fresh lychee, Luc Ngan');
  });

  it('is else the one that both tariffs give to the line', () => {
    expect(commodityName(described, 'vi')).toBe('Quả vải');
    expect(commodityName(described, 'zh')).toBe('鲜荔枝');
    expect(commodityName({ description: 'Monthong', classification: { hs6: '081060' } }, 'zh')).toBe('鲜榴莲');
  });

  it('is else what the trader wrote, in whatever language', () => {
    const other = { description: 'Fresh jackfruit', classification: { hs6: '081090' } };
    expect(commodityName(other, 'vi')).toBe('Fresh jackfruit');
    expect(commodityName({ description: '光伏组件' }, 'en')).toBe('光伏组件');
    expect(commodityName(undefined, 'vi')).toBeUndefined();
  });

  it('has one line for a code', () => {
    const codes = COMMODITY_LINES.flatMap((line) => line.codes);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.every((code) => [6, 8, 10].includes(code.length))).toBe(true);
  });
});
