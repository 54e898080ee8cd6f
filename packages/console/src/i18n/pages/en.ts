import { crossing } from './en/crossing.ts';
import { declare } from './en/declare.ts';
import { driver } from './en/driver.ts';
import { facts } from './en/facts.ts';
import { find } from './en/find.ts';
import { kiosk } from './en/kiosk.ts';
import { lorries } from './en/lorries.ts';
import { plan } from './en/plan.ts';
import { print } from './en/print.ts';
import { slots } from './en/slots.ts';
import { work } from './en/work.ts';

/** The sentences of the pages of officers, traders and drivers. */
export const pages = { crossing, facts, find, slots, work, declare, lorries, driver, kiosk, plan, print };
