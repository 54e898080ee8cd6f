import type { Schemas } from '../../schemas.ts';

/** What the node tells whoever holds a driver's link. */
export type DriverView = Schemas['DriverView'];

/** The token of the page's own address, `/d/TOKEN`. */
export const tokenOf = (path: string): string => decodeURIComponent(path.split('/')[2] ?? '');

/** Minutes until as many lorries have gone as stand before this one, at the rate that the other side has published. */
export const minutesAhead = (ahead: number, perHour: number): number => Math.ceil(((ahead + 1) / perHour) * 60);

const keyOf = (token: string): string => `pairgate.driver.${token}`;

/** The last answer that this phone kept. Storage may be refused or hold something old: then there is none. */
export function keptView(token: string): DriverView | undefined {
  try {
    const text = localStorage.getItem(keyOf(token));
    return text === null ? undefined : (JSON.parse(text) as DriverView);
  } catch {
    return undefined;
  }
}

export function keepView(token: string, view: DriverView): void {
  try {
    localStorage.setItem(keyOf(token), JSON.stringify(view));
  } catch {
    // A phone that keeps nothing still shows what it has been told until the page is closed.
  }
}
