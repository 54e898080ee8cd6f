import { containerCheckDigit } from '@pairgate/domain/kernel/checks/container.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Chance } from './chance.ts';

/** Plates, containers and seals of invented lorries, with true shapes and check digits. */
export interface Marks {
  readonly tractorID: string;
  readonly trailerID: string;
  readonly containerID: string;
  readonly sealID: string;
}

/** Provinces that send lorries here; 12 is Lạng Sơn. */
const PROVINCES = ['12', '29', '98', '99', '34', '15', '51', '47', '63', '61'];
const OWNERS = { VN: ['LSRU', 'VSCU', 'HPGU'], CN: ['GXSU', 'PXRU', 'CNLU'] } as const;
const LETTERS = 'ABCDEFGHJK';

/**
 * `index` is the place of the lorry in the day's plan and makes its plate the only one of the day: 37 and 71 have no
 * divisor in common with the number of plates, so the step never meets itself.
 */
export function marksOf(side: SideId, index: number, shift: number, chance: Chance): Marks {
  const first = `${chance.pick(OWNERS[side])}${chance.digits(6)}`;
  const containerID = `${first}${containerCheckDigit(first)}`;
  if (side === 'VN') {
    const number = String(10_000 + ((shift + index * 37) % 90_000));
    const province = PROVINCES[index % PROVINCES.length]!;
    return {
      tractorID: `${province}H-${number.slice(0, 3)}.${number.slice(3)}`,
      trailerID: `${province}R-0${number.slice(1, 3)}.${number.slice(3)}`,
      containerID,
      sealID: `VN${chance.digits(7)}`,
    };
  }
  const number = (shift + index * 71) % 100_000;
  const digits = String(number % 10_000).padStart(4, '0');
  return {
    tractorID: `桂F·${LETTERS[Math.floor(number / 10_000)]}${digits}`,
    trailerID: `桂F·${LETTERS[index % LETTERS.length]}${String(index % 1000).padStart(3, '0')}挂`,
    containerID,
    sealID: `CN${chance.digits(7)}`,
  };
}
