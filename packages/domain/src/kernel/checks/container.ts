import { fault, type Fault } from './fault.ts';

/**
 * Container numbers after ISO 6346: owner code of three letters, category U, J or Z, six digits, check digit. Letters
 * count from 10 and skip the multiples of 11; place i weighs 2^i; the sum modulo 11, modulo 10, is the check digit.
 */
const SHAPE = /^[A-Z]{3}[UJZ]\d{7}$/;

const letterValue = (letter: string): number => {
  const rank = letter.charCodeAt(0) - 'A'.charCodeAt(0);
  return 10 + rank + Math.floor((rank + 9) / 10);
};

/** The container number without blanks and dashes, in upper case. */
export const normaliseContainer = (text: string): string => text.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '');

/** The check digit that belongs to the first ten characters of a container number. */
export function containerCheckDigit(firstTen: string): number {
  let total = 0;
  for (let place = 0; place < 10; place += 1) {
    const symbol = firstTen[place]!;
    total += (symbol >= 'A' ? letterValue(symbol) : Number(symbol)) * 2 ** place;
  }
  return (total % 11) % 10;
}

export function checkContainer(text: string): Fault | undefined {
  const number = normaliseContainer(text);
  if (!SHAPE.test(number)) return fault('container_malformed', { containerID: text });
  const expected = containerCheckDigit(number);
  return number.endsWith(String(expected))
    ? undefined
    : fault('container_check_digit', { containerID: number, expected });
}
