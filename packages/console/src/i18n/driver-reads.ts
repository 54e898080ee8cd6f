import type { Language } from './language.ts';

/** What an officer's decision makes of the driver's screen, in the driver's own language and not in the officer's. */
export interface DriverNotice {
  authority: string;
  gate: string;
  reason: string;
  until: string;
}

const NOTICES: Record<Language, Record<'release' | 'sample' | 'hold' | 'refuse', (p: DriverNotice) => string>> = {
  en: {
    release: (p) => `${p.authority} ${p.gate} has released you.`,
    sample: (p) => `${p.authority} ${p.gate} takes a sample. Result by ${p.until}. You keep your place.`,
    hold: (p) => `On hold until ${p.until}: ${p.reason}. ${p.authority} ${p.gate}. You keep your place.`,
    refuse: (p) => `Refused: ${p.reason}. ${p.authority} ${p.gate}. You must return.`,
  },
  vi: {
    release: (p) => `${p.authority} ${p.gate} đã cho xe qua.`,
    sample: (p) => `${p.authority} ${p.gate} lấy mẫu. Có kết quả trước ${p.until}. Xe giữ nguyên chỗ.`,
    hold: (p) => `Tạm dừng đến ${p.until}: ${p.reason}. ${p.authority} ${p.gate}. Xe giữ nguyên chỗ.`,
    refuse: (p) => `Từ chối: ${p.reason}. ${p.authority} ${p.gate}. Xe phải quay về.`,
  },
  zh: {
    release: (p) => `${p.gate}${p.authority}已放行。`,
    sample: (p) => `${p.gate}${p.authority}取样，${p.until} 前出结果，您的排位不变。`,
    hold: (p) => `暂缓放行至 ${p.until}：${p.reason}。${p.gate}${p.authority}。您的排位不变。`,
    refuse: (p) => `不予放行：${p.reason}。${p.gate}${p.authority}。车辆须退回。`,
  },
};

export const driverReads = (language: Language, what: keyof (typeof NOTICES)['en'], notice: DriverNotice): string =>
  NOTICES[language][what](notice);

export const DRIVER_READS: Record<Language, string> = { en: 'The driver will read', vi: 'Lái xe sẽ đọc', zh: '司机将看到' };
