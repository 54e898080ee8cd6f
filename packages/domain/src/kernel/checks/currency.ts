import { fractionDigits, isDecimal } from '../quantity.ts';
import { fault, type Fault } from './fault.ts';

/**
 * Active national currencies of ISO 4217, by the number of digits of their minor unit. As amended to 180 (2026): the
 * lev left with the euro in Bulgaria, XCG replaced ANG, ZWG replaced ZWL. Funds, metals, bond units and test codes
 * are left out, because nobody invoices goods in them.
 */
const BY_MINOR_UNIT: Readonly<Record<0 | 2 | 3, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP ' +
    'CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES ' +
    'KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK ' +
    'NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB ' +
    'TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
};

export const MINOR_UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries(BY_MINOR_UNIT).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, Number(digits)])),
);

export const checkCurrency = (currencyID: string): Fault | undefined =>
  MINOR_UNITS.has(currencyID) ? undefined : fault('currency_unknown', { currencyID });

/** An amount in a known currency, with no more digits after the point than the currency has. */
export function checkMoney(amount: { readonly value: string; readonly currencyID: string }): Fault | undefined {
  const digits = MINOR_UNITS.get(amount.currencyID);
  if (digits === undefined) return fault('currency_unknown', { currencyID: amount.currencyID });
  if (!isDecimal(amount.value)) return fault('decimal_malformed', { value: amount.value });
  return fractionDigits(amount.value) > digits
    ? fault('currency_minor_unit', { currencyID: amount.currencyID, digits })
    : undefined;
}
