import { describe, expect, it } from 'vitest';
import { basisIn } from './legal-bases.ts';
import { REASON_CODES } from './reason-codes.ts';

const BASES = [...new Set(Object.values(REASON_CODES).map(({ legalBasis }) => legalBasis))];
/** Numbers and names that are the same in every language. */
const NAMES = /\b(\d+(\/\d{4})?\/(QH\d+|NĐ-CP|TT-BTC|QĐ-UBND|NQ-HĐND)|RCEP|ACFTA|IPPC|ISPM)(?![a-z])/gu;

describe('a legal basis', () => {
  it('is what was written, in English', () => {
    for (const basis of BASES) expect(basisIn(basis, 'en')).toBe(basis);
  });

  it('has no word of English left in Chinese, for every reason', () => {
    for (const basis of BASES) expect(basisIn(basis, 'zh').replaceAll(NAMES, '')).not.toMatch(/[a-z]{2,}/i);
  });

  it('has no word of English left in Vietnamese, for every reason', () => {
    const english = /(?<!\p{L})(Art|ch|Annex|Law|laws?|Decree|Circular|Regulations?|rules?|PRC|GACC|on|of|and|the|list|by|days|hours|published|protocol|agreement)(?!\p{L})/iu;
    for (const basis of BASES) expect(basisIn(basis, 'vi')).not.toMatch(english);
  });

  it('keeps its articles, numbers and the order of its citations', () => {
    const basis = 'Customs Law 54/2014/QH13 Art. 25 (15 days); Decree 69/2018/NĐ-CP Annex I; RCEP ch. 3';
    expect(basisIn(basis, 'vi')).toBe('Luật Hải quan 54/2014/QH13 Điều 25 (15 ngày); Nghị định 69/2018/NĐ-CP Phụ lục I; RCEP Chương 3');
    expect(basisIn(basis, 'zh')).toBe('越南《海关法》（54/2014/QH13）第 25 条（15 天）；越南第 69/2018/NĐ-CP 号议定附件 I；RCEP 第 3 章');
    expect(basisIn('PRC Customs Law Art. 24, 32', 'zh')).toBe('中国《海关法》第 24、32 条');
  });

  it('that nobody knows here is left whole, articles too', () => {
    for (const language of ['vi', 'zh'] as const) expect(basisIn('Order of the gate Art. 7', language)).toBe('Order of the gate Art. 7');
  });
});
