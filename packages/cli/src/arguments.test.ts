import { describe, expect, it } from 'vitest';
import { databaseUrlOf, fingerprintOf, portOf, secondsOf, sideOf, speedOf, webUrlOf } from './arguments.ts';

const HEX = 'ed11fa41f687b7ca765f72e33be648f54999ed75b66fb58306257d4ef937ec23';

describe('values of options', () => {
  it.each([
    [portOf, '4080', 4080],
    [portOf, '65526', 65_526],
    [speedOf, '0.5', 0.5],
    [secondsOf, '2.5', 2.5],
    [sideOf, 'vn', 'VN'],
    [fingerprintOf, HEX.toUpperCase(), HEX],
    [fingerprintOf, `CN=${HEX}`, `CN=${HEX}`],
    [fingerprintOf, HEX.replaceAll(/(.{8})/g, '$1 ').trim(), HEX],
    [webUrlOf, 'http://localhost:4080/', 'http://localhost:4080'],
    [databaseUrlOf, 'postgresql://u:p@h:5432/d', 'postgresql://u:p@h:5432/d'],
  ] as const)('%o reads %j', (read, text, value) => {
    expect(read(text)).toBe(value);
  });

  it.each([
    [portOf, '80'], [portOf, '65527'], [portOf, '40.5'], [portOf, '-4080'], [portOf, '0x1000'], [portOf, ''],
    [speedOf, '1001'], [speedOf, 'fast'], [speedOf, '-1'], [speedOf, 'Infinity'],
    [secondsOf, '0'], [secondsOf, '-2'],
    [sideOf, 'LA'],
    [fingerprintOf, HEX.slice(1)], [fingerprintOf, `LA=${HEX}`], [fingerprintOf, HEX.replace('e', 'g')],
    [webUrlOf, 'ftp://localhost'], [webUrlOf, 'localhost:4080'],
    [databaseUrlOf, 'mysql://h/d'],
  ] as const)('%o refuses %j', (read, text) => {
    expect(() => read(text)).toThrow(/^It |^A fingerprint/);
  });
});
