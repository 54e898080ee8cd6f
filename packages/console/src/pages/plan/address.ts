import type { LeverValues } from '@pairgate/simulator/what-if/levers.ts';
import type { WhatIf } from '@pairgate/simulator/what-if/study.ts';

/** What the address of the page keeps: `?policy=P0&set=servers.CN.quarantine.in:6_closes.VN:1200`. */
export interface PlanSearch {
  policy?: string;
  set?: string;
}

export function searchOf(search: Record<string, unknown>): PlanSearch {
  return {
    ...(typeof search.policy === 'string' ? { policy: search.policy } : {}),
    ...(typeof search.set === 'string' ? { set: search.set } : {}),
  };
}

/** What an address asks for. Names that the scenario does not have are left to it: it knows its levers. */
export function readSetting({ policy, set }: PlanSearch, today: WhatIf): WhatIf {
  const values: Record<string, number> = {};
  for (const part of (set ?? '').split('_')) {
    const [id, value] = part.split(':');
    if (id && value !== undefined && value !== '' && Number.isFinite(Number(value))) values[id] = Number(value);
  }
  return { policy: policy ?? today.policy, values };
}

export function writeSetting({ policy, values }: WhatIf, today: WhatIf): PlanSearch {
  const set = Object.entries(values).map(([id, value]) => `${id}:${value}`).join('_');
  return { ...(policy === today.policy ? {} : { policy }), ...(set === '' ? {} : { set }) };
}

/** The values with one more; back at today's value it is not a change. */
export function withValue(values: LeverValues, id: string, value: number, today: number): LeverValues {
  const { [id]: _, ...others } = values;
  return value === today ? others : { ...others, [id]: value };
}
