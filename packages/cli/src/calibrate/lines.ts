import type { Calibration } from '@pairgate/simulator/calibrate/apply.ts';
import { between, partName, short, told, untold } from '@pairgate/simulator/calibrate/describe.ts';
import type { Replay } from '@pairgate/simulator/calibrate/replay.ts';
import { causeName, viewOf, type PairView } from '@pairgate/simulator/report/view.ts';
import type { Language } from '../context.ts';
import { tableOf } from '../table.ts';

/** What was found, as lines for a terminal. */
export function calibrationLines({ parts, scenario }: Calibration, language: Language): string[] {
  const view = viewOf(scenario);
  const rows = parts.flatMap((part) => {
    const each = told(part, language);
    return each ? [[partName(part, view, language), each.reference, each.data, each.interval, each.observations, each.fit]] : [];
  });
  return [
    ...tableOf([['', 'reference', 'data', '95 % interval', 'n', 'fit'], ...rows]),
    '',
    'cannot tell, kept as in the reference',
    ...keptLines(parts, view, language),
  ];
}

const WIDTH = 110;

/** Figures that are kept for the same reason, one after the other. */
function keptLines(parts: Calibration['parts'], view: PairView, language: Language): string[] {
  const byReason = new Map<string, string[]>();
  for (const part of parts) {
    const reason = untold(part, language);
    if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), partName(part, view, language)]);
  }
  return [...byReason].flatMap(([reason, figures]) => {
    const lines: string[] = [];
    for (const each of figures) {
      const last = lines.at(-1);
      if (last !== undefined && last.length + each.length + 2 < WIDTH) lines[lines.length - 1] = `${last}; ${each}`;
      else lines.push(`    ${each}`);
    }
    return [`  ${reason} (${figures.length})`, ...lines];
  });
}

const interval = ({ mean, lower, upper }: Replay['wait']['simulated']): string =>
  lower === undefined ? short(mean) : `${short(mean)} (${between(lower, upper!)})`;

export function replayLines({ wait, byClass, byCause, lorries, departed, unknown, replications, departures, departuresError }: Replay, language: Language): string[] {
  const lacking = unknown > 0 ? `; ${unknown} others are of classes that the scenario lacks` : '';
  return [
    `replayed ${lorries} lorries at their own times, ${replications} times; ${departed} of them had departed${lacking}`,
    ...tableOf(
      [
        ['mean wait, minutes', 'lorries', 'recorded', 'simulated', 'error'],
        ...[{ id: 'all', lorries: departed, ...wait }, ...byClass].map(({ id, lorries: count, recorded, simulated }) => [
          id, String(count), short(recorded), interval(simulated), short(simulated.mean - recorded),
        ]),
      ],
      '  ',
    ),
    ...tableOf(
      [
        ['by cause', 'recorded', 'simulated'],
        ...byCause.map(({ cause, recorded, simulated }) => [causeName(cause, language), short(recorded), short(simulated)]),
      ],
      '  ',
    ),
    `  departures: mean absolute error ${short(departuresError)} lorries an hour over ${departures.length} hours`,
  ];
}
