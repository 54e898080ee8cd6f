import { crossing } from './zh/crossing.ts';
import { declare } from './zh/declare.ts';
import { driver } from './zh/driver.ts';
import { facts } from './zh/facts.ts';
import { find } from './zh/find.ts';
import { kiosk } from './zh/kiosk.ts';
import { lorries } from './zh/lorries.ts';
import { plan } from './zh/plan.ts';
import { print } from './zh/print.ts';
import { slots } from './zh/slots.ts';
import { work } from './zh/work.ts';

/** The sentences of the pages of officers, traders and drivers. */
export const pages = { crossing, facts, find, slots, work, declare, lorries, driver, kiosk, plan, print };
