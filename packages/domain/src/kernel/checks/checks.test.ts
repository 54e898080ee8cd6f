import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMillis } from '../instant.ts';
import { checkContainer, containerCheckDigit, normaliseContainer } from './container.ts';
import { checkCountry, checkEnd, COUNTRIES } from './country.ts';
import { checkCurrency, checkMoney, MINOR_UNITS } from './currency.ts';
import { checkDate, checkNotExpired, checkNotFuture, checkValidity } from './date.ts';
import { checkHs, checkHsAgree, checkHsLine } from './hs.ts';
import { checkMass, checkNetAndGross, checkTemperature } from './mass.ts';
import { checkPackageType, PACKAGE_TYPES } from './package-type.ts';
import { checkPlate, normalisePlate, parsePlate } from './plate.ts';
import { checkSeal, normaliseSeal, repeatedSeal } from './seal.ts';
import { checkTotalMass, checkTotalPackages, checkTotalValue } from './totals.ts';
import { checkQuantity, checkUnit, UNIT_CODES } from './unit.ts';

const letters = (alphabet: string, count: number) =>
  fc.array(fc.constantFrom(...alphabet), { minLength: count, maxLength: count }).map((list) => list.join(''));
const DIGITS = '0123456789';

describe('container numbers, ISO 6346', () => {
  it.each(['CSQU3054383', 'csqu 305438-3', 'MSKU6011672', 'HLXU2008419'])('accepts %s', (text) => {
    expect(checkContainer(text)).toBeUndefined();
  });

  it.each(['', 'CSQX3054383', 'CSQU305438', 'CSQU30543833', '1SQU3054383', 'CSQÜ3054383'])(
    'refuses the shape of %j',
    (text) => {
      expect(checkContainer(text)?.code).toBe('container_malformed');
    },
  );

  it('catches every single wrong digit but for the weakness of the standard', () => {
    const owners = letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 3).map((owner) => `${owner}U`);
    fc.assert(
      fc.property(
        owners,
        letters(DIGITS, 6),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        (owner, digits, place, step) => {
          const number = owner + digits;
          const full = `${number}${containerCheckDigit(number)}`;
          expect(checkContainer(full)).toBeUndefined();
          const wrong = DIGITS[(Number(digits[place]) + step) % 10]!;
          const changed = `${owner}${digits.slice(0, place)}${wrong}${digits.slice(place + 1)}${full[10]}`;
          // Remainders 0 and 10 share the check digit 0: only there can a wrong digit pass.
          if (full[10] !== '0') expect(checkContainer(changed)?.code).toBe('container_check_digit');
        },
      ),
    );
  });

  it('normalises once and for all', () => {
    expect(normaliseContainer(' csqu 305438-3 ')).toBe('CSQU3054383');
  });
});

describe('plates', () => {
  it.each([
    ['29H-412.07', 'VN', 'tractor', '29H-412.07'],
    ['29h41207', 'VN', 'tractor', '29H-412.07'],
    ['29C 123.45', 'VN', 'tractor', '29C-123.45'],
    ['12C-087.61', 'VN', 'tractor', '12C-087.61'],
    ['12C-0876', 'VN', 'tractor', '12C-0876'],
    ['29LD-123.45', 'VN', 'tractor', '29LD-123.45'],
    ['29R-044.18', 'VN', 'trailer', '29R-044.18'],
    ['29RM-044.18', 'VN', 'trailer', '29RM-044.18'],
    ['桂F·B7702', 'CN', 'tractor', '桂F·B7702'],
    ['桂FB7702', 'CN', 'tractor', '桂F·B7702'],
    ['桂f b7702', 'CN', 'tractor', '桂F·B7702'],
    ['桂F・A123挂', 'CN', 'trailer', '桂F·A123挂'],
    ['桂F·12345D', 'CN', 'tractor', '桂F·12345D'],
    ['粤BD12345', 'CN', 'tractor', '粤B·D12345'],
  ])('%s is a %s %s, written %s', (text, nationality, kind, normalised) => {
    expect(parsePlate(text)).toEqual({ nationality, kind, normalised });
    expect(normalisePlate(normalised)).toBe(normalised);
  });

  it.each([
    '',
    'XX-1',
    '10C-123.45',
    '13C-123.45',
    '29W-123.45',
    '29C-123.456',
    '桂I·B7702',
    '桂F·O7702',
    '桂F·B770',
    'F·B7702',
  ])('%j is no plate', (text) => {
    expect(parsePlate(text)).toBeUndefined();
    expect(checkPlate(text, 'VN', 'tractor')?.code).toBe('plate_malformed');
  });

  it('names country and kind that do not fit', () => {
    expect(checkPlate('桂FB7702', 'VN', 'tractor')?.code).toBe('plate_of_wrong_country');
    expect(checkPlate('29H-412.07', 'CN', 'tractor')?.code).toBe('plate_of_wrong_country');
    expect(checkPlate('29R-044.18', 'VN', 'tractor')?.code).toBe('plate_of_trailer');
    expect(checkPlate('29H-412.07', 'VN', 'trailer')?.code).toBe('plate_not_trailer');
    expect(checkPlate('AB-1234', 'LA', 'tractor')).toBeUndefined();
  });

  it('does not depend on separators', () => {
    const plates = fc.tuple(
      fc.constantFrom('12', '29', '34', '99'),
      fc.constantFrom('C', 'H', 'R'),
      letters(DIGITS, 5),
    );
    const separators = fc.constantFrom('', '-', '.', ' ', '·');
    fc.assert(
      fc.property(plates, separators, separators, ([province, series, number], a, b) => {
        const text = `${province}${series}${a}${number.slice(0, 3)}${b}${number.slice(3)}`;
        expect(parsePlate(text)?.normalised).toBe(`${province}${series}-${number.slice(0, 3)}.${number.slice(3)}`);
      }),
    );
  });
});

describe('seals', () => {
  it('accepts marks and normalises them', () => {
    expect(checkSeal('VN-CD 084471')).toBeUndefined();
    expect(normaliseSeal('vn-cd 084471')).toBe('VN-CD084471');
    for (const wrong of ['', 'A', '-12', 'A'.repeat(30), 'AB_1']) expect(checkSeal(wrong)?.code).toBe('seal_malformed');
  });

  it('finds a seal that stands twice', () => {
    expect(repeatedSeal(['A1', 'B2', 'a 1'])).toBe(2);
    expect(repeatedSeal(['A1', 'B2'])).toBeUndefined();
  });
});

describe('masses and quantities', () => {
  it.each([
    ['0', 'mass_not_positive'],
    ['-1', 'mass_not_positive'],
    ['1000000.1', 'mass_above_limit'],
    ['1e3', 'decimal_malformed'],
  ])('%s kg: %s', (value, code) => expect(checkMass(value)?.code).toBe(code));

  it('keeps net at or below gross', () => {
    expect(checkNetAndGross('20.50', '20.5')).toBeUndefined();
    expect(checkNetAndGross('20.51', '20.5')?.code).toBe('net_above_gross');
  });

  it('knows temperatures of a reefer', () => {
    expect(checkTemperature('-18.5')).toBeUndefined();
    expect(checkTemperature('57')?.code).toBe('temperature_implausible');
  });

  it('wants a quantity above zero in a known unit', () => {
    for (const unit of UNIT_CODES) expect(checkUnit(unit)).toBeUndefined();
    expect(checkUnit('KLO')?.code).toBe('unit_unknown');
    expect(checkQuantity('0.001')).toBeUndefined();
    expect(checkQuantity('0')?.code).toBe('quantity_not_positive');
  });
});

describe('currencies, ISO 4217', () => {
  it('knows every currency that the platform still has, and only live ones', () => {
    const platform = new Set(Intl.supportedValuesOf('currency'));
    const newer = new Set(['SLE', 'VED', 'XCG', 'ZWG']);
    expect([...MINOR_UNITS.keys()].filter((code) => !platform.has(code) && !newer.has(code))).toEqual([]);
    for (const gone of ['BGN', 'HRK', 'ANG', 'ZWL', 'SLL', 'XAU', 'XTS', 'DEM'])
      expect(checkCurrency(gone)?.code).toBe('currency_unknown');
    expect(MINOR_UNITS.size).toBe(155);
  });

  it('counts the digits of the minor unit', () => {
    expect(checkMoney({ value: '1.00', currencyID: 'VND' })).toBeUndefined();
    expect(checkMoney({ value: '1.5', currencyID: 'VND' })).toEqual({
      code: 'currency_minor_unit',
      params: { currencyID: 'VND', digits: 0 },
    });
    expect(checkMoney({ value: '1.55', currencyID: 'CNY' })).toBeUndefined();
    expect(checkMoney({ value: '1.555', currencyID: 'CNY' })?.code).toBe('currency_minor_unit');
    expect(checkMoney({ value: '1.555', currencyID: 'KWD' })).toBeUndefined();
    expect(checkMoney({ value: '1', currencyID: 'ZZZ' })?.code).toBe('currency_unknown');
  });
});

describe('countries and package types', () => {
  it('has the 249 codes of ISO 3166-1', () => {
    expect(COUNTRIES.size).toBe(249);
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    expect([...COUNTRIES].filter((code) => names.of(code) === undefined)).toEqual([]);
    expect(checkCountry('XX')?.code).toBe('country_unknown');
  });

  it('knows the ends of a direction', () => {
    expect(checkEnd('VN', 'VN-CN', 'origin')).toBeUndefined();
    expect(checkEnd('VN', 'CN-VN', 'destination')).toBeUndefined();
    expect(checkEnd('VN', 'CN-VN', 'origin')?.params).toEqual({
      countryCode: 'VN',
      expected: 'CN',
      direction: 'CN-VN',
    });
  });

  it('knows kinds of package', () => {
    for (const code of ['CT', 'BX', 'PX', '4G', '43', 'NE', 'ZZ', 'VN']) expect(checkPackageType(code)).toBeUndefined();
    for (const code of ['Q9', 'CTN', '9A', 'ct', '']) expect(checkPackageType(code)?.code).toBe('package_type_unknown');
    expect([...PACKAGE_TYPES].every((code) => /^[0-9A-Z]{2}$/.test(code))).toBe(true);
  });
});

describe('commodity codes', () => {
  it('has chapters 01 to 97 without 77', () => {
    const possible = Array.from({ length: 100 }, (_, chapter) => String(chapter).padStart(2, '0')).filter(
      (chapter) => checkHs(`${chapter}0110`, 6) === undefined,
    );
    expect(possible).toHaveLength(96);
    expect(possible).not.toContain('77');
    expect(possible).not.toContain('98');
  });

  it('separates shape, chapter, agreement and line', () => {
    expect(checkHs('08106', 6)?.code).toBe('hs_malformed');
    expect(checkHs('0810.60', 6)?.code).toBe('hs_malformed');
    expect(checkHs('080060', 6)?.code).toBe('hs_chapter_impossible');
    expect(checkHsAgree('08106000', '081060')).toBeUndefined();
    expect(checkHsAgree('08109020', '081060')?.code).toBe('hs_lines_disagree');
    const schedule = { edition: 'AHTN 2022', complete: false, lines: new Set(['08106000']) };
    expect(checkHsLine('08106000', schedule)).toBeUndefined();
    expect(checkHsLine('08106001', schedule)).toEqual({
      code: 'hs_line_unknown',
      params: { code: '08106001', edition: 'AHTN 2022' },
    });
  });
});

describe('dates', () => {
  const now = toMillis('2026-11-19T16:30:00.000Z');

  it('knows the calendar', () => {
    for (const day of ['2024-02-29', '2000-02-29', '2026-12-31']) expect(checkDate(day)).toBeUndefined();
    for (const day of ['2026-02-29', '1900-02-29', '2026-13-01', '2026-04-31', '2026-1-1', ''])
      expect(checkDate(day)?.code).toBe('date_impossible');
  });

  it('lets the paper of the later place be of today', () => {
    expect(checkNotFuture('2026-11-20', now)).toBeUndefined();
    expect(checkNotFuture('2026-11-21', now)?.code).toBe('date_in_future');
  });

  it('keeps a document good through its last day at the earlier place', () => {
    expect(checkNotExpired('2026-11-19', now)).toBeUndefined();
    expect(checkNotExpired('2026-11-19', now + 30 * 60_000)?.code).toBe('document_expired');
    expect(checkValidity('2026-11-19', '2026-11-18')?.code).toBe('document_expires_before_issue');
  });
});

describe('totals', () => {
  it('are exact', () => {
    expect(checkTotalMass('0.3', ['0.1', '0.2'])).toBeUndefined();
    expect(checkTotalMass('0.31', ['0.1', '0.2'])).toEqual({
      code: 'total_gross_mass_differs',
      params: { stated: '0.31', sum: '0.3' },
    });
    expect(checkTotalPackages(3, [1, 2])).toBeUndefined();
    expect(checkTotalPackages(4, [1, 2])?.code).toBe('total_packages_differs');
    expect(checkTotalValue('10.00', ['5', '5.0'])).toBeUndefined();
    expect(checkTotalValue('10.01', ['5', '5'])?.code).toBe('total_value_differs');
  });
});
