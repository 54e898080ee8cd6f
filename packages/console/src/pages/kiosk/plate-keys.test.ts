import { parsePlate } from '@pairgate/domain/kernel/checks/plate.ts';
import { expect, it } from 'vitest';
import { cleaned, DIGITS, erased, isLongEnough, LETTERS, PROVINCES, typed } from './plate-keys.ts';

it('has a key for every character of a plate of either country', () => {
  const keys = new Set([...DIGITS, ...LETTERS, ...PROVINCES]);
  for (const plate of ['29H-412.07', '15R-044.18', '桂F·B7702', '粤Z·1234挂', '云A·12345D']) {
    expect(parsePlate(plate), plate).toBeDefined();
    for (const character of cleaned(plate)) expect(keys, plate).toContain(character);
  }
});

it('offers every province that a plate can begin with', () => {
  for (const sign of '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼') expect(PROVINCES).toContain(sign);
});

it('types, erases and knows when there is enough to look for', () => {
  expect(typed('29H', '4')).toBe('29H4');
  expect(erased('桂F')).toBe('桂');
  expect(isLongEnough('29H')).toBe(false);
  expect(cleaned(' 29h-412.07 ')).toBe('29H41207');
});
