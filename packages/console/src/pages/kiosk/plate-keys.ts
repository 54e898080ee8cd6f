/** The keys of a plate. Viet Nam's plates begin with digits; China's with the sign of a province (GA 36-2018). */
export const DIGITS = [...'1234567890'];
export const LETTERS = [...'ABCDEFGHJKLMNPQRSTUVWXYZ'];
export const PROVINCES = [...'桂粤云湘鄂川渝京沪津冀豫辽黑皖鲁新苏浙赣甘晋蒙陕吉闽贵青藏宁琼挂'];

const MOST = 10;
const LEAST = 4;

/** The plate with one more character; a plate that is full stays as it is. */
export const typed = (plate: string, key: string): string => ([...plate].length >= MOST ? plate : plate + key);
export const erased = (plate: string): string => [...plate].slice(0, -1).join('');
/** What a keyboard or a scanner has typed, without separators. */
export const cleaned = (text: string): string => [...text.normalize('NFKC').toUpperCase().replaceAll(/[\s\-.·・•‧]/gu, '')].slice(0, MOST).join('');
export const isLongEnough = (plate: string): boolean => [...plate].length >= LEAST;
