import type { Channel } from '../kernel/codes.ts';
import type { Labels } from './labels.ts';

/**
 * China has no three-colour channels for cargo, and 绿色通道 is the fast lane for fresh produce: the Chinese words name
 * what is done, not the colour alone.
 */
export const CHANNEL_LABELS: Readonly<Record<Channel, Labels>> = {
  green: { en: 'Green: no check', vi: 'Luồng xanh: không kiểm tra', zh: '绿类(直接放行)' },
  yellow: { en: 'Yellow: papers', vi: 'Luồng vàng: kiểm tra hồ sơ', zh: '黄类(单证审核)' },
  red: { en: 'Red: papers and goods', vi: 'Luồng đỏ: kiểm tra hồ sơ và hàng hóa', zh: '红类(实货查验)' },
};

export type RequiredActName = 'papers' | 'inspection' | 'sample';
export const REQUIRED_ACT_LABELS: Readonly<Record<RequiredActName, Labels>> = {
  papers: { en: 'Documentary check', vi: 'Kiểm tra hồ sơ', zh: '单证审核' },
  inspection: { en: 'Physical check of goods', vi: 'Kiểm tra thực tế hàng hóa', zh: '查验' },
  sample: { en: 'Sampling', vi: 'Lấy mẫu', zh: '取样' },
};
