import { crossing } from './vi/crossing.ts';
import { declare } from './vi/declare.ts';
import { driver } from './vi/driver.ts';
import { facts } from './vi/facts.ts';
import { find } from './vi/find.ts';
import { kiosk } from './vi/kiosk.ts';
import { lorries } from './vi/lorries.ts';
import { plan } from './vi/plan.ts';
import { print } from './vi/print.ts';
import { slots } from './vi/slots.ts';
import { work } from './vi/work.ts';

/** The sentences of the pages of officers, traders and drivers. */
export const pages = { crossing, facts, find, slots, work, declare, lorries, driver, kiosk, plan, print };
