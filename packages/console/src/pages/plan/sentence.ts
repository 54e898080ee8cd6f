import type { Comparison } from '@pairgate/simulator/what-if/compare.ts';
import type { Lever, LeverValues } from '@pairgate/simulator/what-if/levers.ts';
import type { WhatIf } from '@pairgate/simulator/what-if/study.ts';

/** The answer to "what if", before it is put into words. Minutes; hours a day. */
export type Answer =
  | { readonly is: 'today'; readonly wait: number; readonly displacement: number }
  | { readonly is: 'todayOverflows'; readonly stage: string; readonly growthPerDay: number }
  | { readonly is: 'overflows'; readonly stage: string; readonly growthPerDay: number }
  | {
      /** By the interval of the difference: a difference that it cannot tell from none is none. */
      readonly is: 'less' | 'more' | 'same';
      readonly from: number;
      readonly to: number;
      readonly lower: number;
      readonly upper: number;
      readonly displacement: { readonly from: number; readonly to: number };
      /** Absent where the difference is none. */
      readonly savedHoursADay?: number;
    };

export function answerOf({ today, whatIf, difference, savedHoursADay }: Comparison, isChanged: boolean): Answer {
  if (!isChanged) {
    if (today.unstable) return { is: 'todayOverflows', ...today.unstable };
    return { is: 'today', wait: today.wait.mean, displacement: today.displacement.mean };
  }
  if (whatIf.unstable) return { is: 'overflows', ...whatIf.unstable };
  const { lower = -Infinity, upper = Infinity } = difference.wait;
  const is = upper < 0 ? 'less' : lower > 0 ? 'more' : 'same';
  return {
    is, lower, upper,
    from: today.wait.mean,
    to: whatIf.wait.mean,
    displacement: { from: today.displacement.mean, to: whatIf.displacement.mean },
    ...(is === 'same' ? {} : { savedHoursADay: savedHoursADay.mean }),
  };
}

/** What is otherwise than today, in the order of the levers; the policy last. */
export type Change = { readonly is: 'lever'; readonly lever: Lever; readonly value: number } | { readonly is: 'policy'; readonly policy: string };

export function changesOf(levers: readonly Lever[], { policy, values }: WhatIf, today: WhatIf): Change[] {
  const changed = levers.filter(({ id, today: now }) => (values[id] ?? now) !== now);
  return [
    ...changed.map((lever) => ({ is: 'lever', lever, value: values[lever.id]! }) as const),
    ...(policy === today.policy ? [] : [{ is: 'policy', policy } as const]),
  ];
}

/** An address may ask for more than there is: names are left out, values come into their range. */
export function knownValues(levers: readonly Lever[], values: LeverValues): LeverValues {
  const known: Record<string, number> = {};
  for (const { id, min, max, step, today } of levers) {
    const asked = values[id];
    if (asked === undefined || asked === today) continue;
    const value = Math.min(max, Math.max(min, Math.round(asked / step) * step));
    if (value !== today) known[id] = value;
  }
  return known;
}
