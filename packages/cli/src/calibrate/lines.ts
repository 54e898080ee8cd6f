import type { Calibration } from '@pairgate/simulator/calibrate/apply.ts';
import { between, partName, short, told, untold } from '@pairgate/simulator/calibrate/describe.ts';
import type { Replay } from '@pairgate/simulator/calibrate/replay.ts';
import { say, type CalibrationWord } from '@pairgate/simulator/calibrate/words.ts';
import { causeName, className, viewOf, type PairView } from '@pairgate/simulator/report/view.ts';
import { say as reportWords } from '@pairgate/simulator/report/words.ts';
import type { Language } from '../context.ts';
import { tableOf } from '../table.ts';

/** What was found, as lines for a terminal. */
export function calibrationLines({ parts, scenario }: Calibration, language: Language): string[] {
  const view = viewOf(scenario);
  const head = (['reference', 'data', 'interval', 'observations', 'fit'] as const).map((word) => say(word, language));
  const rows = parts.flatMap((part) => {
    const each = told(part, language);
    return each ? [[partName(part, view, language), each.reference, each.data, each.interval, each.observations, each.fit]] : [];
  });
  return [
    ...tableOf([['', ...head], ...rows]),
    '',
    `${say('kept', language)}. ${say('keptNote', language)}`,
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

/** How far the replay is off, as lines for a terminal; `scenario` is the one that was replayed. */
export function replayLines(replay: Replay, { scenario }: Calibration, language: Language): string[] {
  const view = viewOf(scenario);
  const words = (word: CalibrationWord, values = {}): string => say(word, language, values);
  const row = (name: string, count: number, { recorded, simulated }: Replay['wait']): string[] =>
    [name, String(count), short(recorded), interval(simulated), short(simulated.mean - recorded)];
  return [
    words('replayed', { lorries: replay.lorries, replications: replay.replications, departed: replay.departed }),
    ...(replay.unknown > 0 ? [words('unknown', { unknown: replay.unknown })] : []),
    ...tableOf(
      [
        (['meanWait', 'lorries', 'recorded', 'simulated', 'error'] as const).map((word) => words(word)),
        row(reportWords('all', language), replay.departed, replay.wait),
        ...replay.byClass.map((each) => row(className(view, each.id, language), each.lorries, each)),
      ],
      '  ',
    ),
    ...tableOf(
      [
        (['byCause', 'recorded', 'simulated'] as const).map((word) => words(word)),
        ...replay.byCause.map(({ cause, recorded, simulated }) => [causeName(cause, language), short(recorded), short(simulated)]),
      ],
      '  ',
    ),
    `  ${words('departuresNote', { error: short(replay.departuresError) })}`,
  ];
}
