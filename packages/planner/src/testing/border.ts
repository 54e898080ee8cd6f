import type { PlanClass, PlanningProblem, PlanResource, PlanUse } from '../problem.ts';

/**
 * A border of two gates for tests and the bench: both directions, six classes each, everything that a lorry queues for on both
 * sides. Volumes and hours are of the order of Hữu Nghị – Youyi Guan; staff and shares are assumptions. It begins at midnight
 * of the side at UTC+7, so that the side at UTC+8 opens and closes an hour earlier by that clock.
 */
export interface BorderOptions {
  readonly days: number;
  readonly perDay: number;
  readonly safety?: number;
  readonly noShow?: number;
}

const PERIOD = 15;
const DAY = 96;
/** Quarters of an hour, in the clock of UTC+7. */
const HOURS = { south: { from: 28, to: 76 }, north: { from: 24, to: 72 } } as const;

const SHARES = { perishable: 0.25, general: 0.4, 'high-value': 0.1, hazardous: 0.03, empty: 0.12, 'smart-lane': 0.1 } as const;
type Kind = keyof typeof SHARES;
const WAIT_WEIGHTS: Readonly<Record<Kind, number>> = {
  perishable: 3, general: 1, 'high-value': 1.5, hazardous: 1.5, empty: 0.8, 'smart-lane': 1.2,
};

/** Mean minutes at each stage, all lorries of the class averaged, as origin or destination handle it. */
const MINUTES: Readonly<Record<string, Partial<Record<Kind, number>> & { readonly all?: number }>> = {
  gate: { all: 0.6 },
  papers: { perishable: 6, general: 5, 'high-value': 8, hazardous: 12, empty: 1, 'smart-lane': 3 },
  scan: { perishable: 3, general: 3, 'high-value': 4, hazardous: 6, empty: 0.6, 'smart-lane': 2 },
  quarantine: { perishable: 12, general: 2, hazardous: 4 },
  laboratory: { perishable: 24 },
};
const STAGES = ['gate', 'papers', 'scan', 'quarantine', 'laboratory'] as const;

/** Lag from the slot to each stage, in minutes, on the first and on the second side. */
const LAGS = {
  origin: { gate: 5, papers: 8, scan: 18, quarantine: 26, laboratory: 40 },
  destination: { gate: 62, papers: 66, scan: 76, quarantine: 84, laboratory: 98 },
} as const;

/** Servers for 3,000 lorries a day; the directions have their own. */
const SERVERS = {
  out: { gate: 6, papers: 10, scan: 6, quarantine: 9, laboratory: 12 },
  in: { gate: 6, papers: 20, scan: 12, quarantine: 17, laboratory: 24 },
} as const;
const DIRECTIONS = { out: { share: 0.33, from: 'south', to: 'north' }, in: { share: 0.67, from: 'north', to: 'south' } } as const;

export function border(options: BorderOptions): PlanningProblem {
  const periods = options.days * DAY;
  const classes: PlanClass[] = [];
  const resources: PlanResource[] = [];
  const uses: PlanUse[] = [];
  for (const direction of ['out', 'in'] as const) {
    const { share, from, to } = DIRECTIONS[direction];
    for (const [side, role] of [[from, 'origin'], [to, 'destination']] as const) {
      for (const stage of STAGES) {
        const id = `${direction}/${side}/${stage}`;
        resources.push({ id, capacity: opened(periods, HOURS[side], SERVERS[direction][stage]), safety: options.safety ?? 1, variability: 0.7 });
        for (const kind of Object.keys(SHARES) as Kind[]) {
          const minutes = MINUTES[stage]!.all ?? MINUTES[stage]![kind];
          if (minutes) uses.push({ class: `${direction}/${kind}`, resource: id, minutes, lag: LAGS[role][stage] });
        }
      }
    }
    for (const kind of Object.keys(SHARES) as Kind[]) {
      classes.push({
        id: `${direction}/${kind}`,
        wished: wishes(periods, options.perDay * share * SHARES[kind], HOURS[from]),
        waitWeight: WAIT_WEIGHTS[kind],
        displacementWeight: 0.1 * WAIT_WEIGHTS[kind],
        noShow: options.noShow ?? 0,
      });
    }
  }
  return { periodMinutes: PERIOD, periods, classes, resources, uses };
}

function opened(periods: number, hours: { readonly from: number; readonly to: number }, servers: number): Float64Array {
  return Float64Array.from({ length: periods }, (_, t) => (t % DAY >= hours.from && t % DAY < hours.to ? servers * PERIOD : 0));
}

/** Most wish to come in the morning, some after noon, few late: two bumps over the open hours. */
function wishes(periods: number, perDay: number, { from, to }: { readonly from: number; readonly to: number }): Float64Array {
  const bump = (x: number, middle: number, width: number): number => Math.exp(-(((x - middle) / width) ** 2));
  const shape = Float64Array.from({ length: DAY }, (_, t) => {
    const x = (t - from) / (to - from);
    return x < 0 || x >= 1 ? 0 : 0.15 + bump(x, 0.25, 0.15) + 0.7 * bump(x, 0.62, 0.15);
  });
  const total = shape.reduce((sum, each) => sum + each, 0);
  return Float64Array.from({ length: periods }, (_, t) => (perDay * shape[t % DAY]!) / total);
}
