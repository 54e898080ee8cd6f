import { compare, isDecimal } from '../quantity.ts';
import { fault, type Fault } from './fault.ts';

/** A consignment above this is a typing error: some twenty full lorries. */
export const MASS_LIMIT_KG = '1000000';

/**
 * Six axles and more may weigh 49 t on the roads of China (GB 1589-2016) and 48 t on those of Viet Nam. Goods above
 * it need more than one lorry, which is allowed, so it is a warning.
 */
export const ONE_LORRY_KG = '49000';

/** A mass in kilograms: a decimal above zero and not above the limit. */
export function checkMass(kilograms: string, limitKg: string = MASS_LIMIT_KG): Fault | undefined {
  if (!isDecimal(kilograms)) return fault('decimal_malformed', { value: kilograms });
  if (compare(kilograms, '0') <= 0) return fault('mass_not_positive', { massKg: kilograms });
  return compare(kilograms, limitKg) > 0 ? fault('mass_above_limit', { massKg: kilograms, limitKg }) : undefined;
}

/** Net never exceeds gross. */
export const checkNetAndGross = (netMassKg: string, grossMassKg: string): Fault | undefined =>
  compare(netMassKg, grossMassKg) > 0 ? fault('net_above_gross', { netMassKg, grossMassKg }) : undefined;

/** Refrigerated road transport works between deep frozen and warm; beyond that somebody typed Fahrenheit. */
export function checkTemperature(celsius: string): Fault | undefined {
  if (!isDecimal(celsius)) return fault('decimal_malformed', { value: celsius });
  return compare(celsius, '-70') < 0 || compare(celsius, '40') > 0
    ? fault('temperature_implausible', { temperatureC: celsius })
    : undefined;
}
