import { bothSizes } from '../report/chart.ts';
import { htmlPage, section } from '../report/frame.ts';
import { escape, minutes, signed } from '../report/markup.ts';
import { table } from '../report/tables.ts';
import { className, viewOf } from '../report/view.ts';
import { say as reportWords, type Language } from '../report/words.ts';
import type { CalibratedPart, Calibration } from './apply.ts';
import { short, told, untold } from './describe.ts';
import { departures, durations, profile } from './pictures.ts';
import type { Past } from './recording.ts';
import type { Replay } from './replay.ts';
import { say } from './words.ts';

export interface CalibrationReport {
  readonly past: Past;
  readonly calibration: Calibration;
  readonly replay: Replay | undefined;
  readonly language: Language;
}

/** Nothing of what was found is markup. */
const plainTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => table(head.map(escape), rows.map((row) => row.map(escape)));

const picture = (title: string, caption: string, drawn: string): string =>
  `<figure><figcaption><b>${escape(title)}</b> ${escape(caption)}</figcaption>${drawn}</figure>`;

const services = (parts: readonly CalibratedPart[]): string =>
  parts
    .flatMap((part) => {
      const words = told(part);
      if (part.kind !== 'duration' || part.fit.verdict === 'cannot tell' || !words) return [];
      return [picture(part.what, `n ${words.observations}; ${words.fit}`, durations(part.fit, `${part.what}: ${words.fit}`))];
    })
    .join('');

const arrivals = (parts: readonly CalibratedPart[]): string =>
  parts.flatMap((part) => (part.kind === 'profile' ? [picture(part.what, `n ${part.observations}`, profile(part, part.what))] : [])).join('');

function figures(parts: readonly CalibratedPart[], language: Language): string {
  const rows = parts.flatMap((part) => {
    const each = told(part);
    return each ? [[each.what, each.reference, each.data, part.kind === 'places' ? say('orMore', language) : each.interval, each.observations]] : [];
  });
  const head = (['figure', 'reference', 'data', 'interval', 'observations'] as const).map((word) => say(word, language));
  return plainTable(head, rows);
}

function replayed({ calibration, replay, language }: CalibrationReport): string {
  if (!replay) return '';
  const view = viewOf(calibration.scenario);
  const row = (name: string, lorries: number, { recorded, simulated }: Replay['wait']): string[] => [
    name, String(lorries), minutes(recorded), minutes(simulated.mean), signed(simulated.mean - recorded),
  ];
  const rows = [
    row(reportWords('all', language), replay.departed, replay.wait),
    ...replay.byClass.map((each) => row(className(view, each.id, language), each.lorries, each)),
  ];
  const head = ['', ...(['lorries', 'recorded', 'simulated', 'error'] as const).map((word) => say(word, language))];
  const words = { recorded: say('recorded', language), simulated: say('simulated', language) };
  const label = say('departures', language);
  const unknown = replay.unknown === 0 ? '' : `<p class="note">${escape(say('unknown', language, { unknown: replay.unknown }))}</p>`;
  return (
    section(say('replay', language), say('replayNote', language), plainTable(head, rows) + unknown) +
    section(label, say('departuresNote', language, { error: short(replay.departuresError) }), bothSizes((width) => departures(replay, width, label, words)))
  );
}

function sentence({ calibration: { parts }, replay, language }: CalibrationReport): string {
  const kept = parts.filter((part) => untold(part) !== undefined).length;
  const fits = say('answerFits', language, { fitted: parts.filter((part) => part.kind === 'profile' || told(part)).length, kept });
  if (!replay || replay.departed === 0) return fits;
  const minute = (value: number) => say('minute', language, { value: minutes(value) });
  const { recorded, simulated } = replay.wait;
  return `${say('answer', language, { lorries: replay.departed, simulated: minute(simulated.mean), recorded: minute(recorded) })} ${fits}`;
}

/** One self-contained page: the answer, every fit drawn over its data, the replay, and what the records do not tell. */
export function calibrationReport(report: CalibrationReport): string {
  const { past, calibration: { parts }, replay, language } = report;
  const period = { node: past.node, from: past.from, to: past.to, lorries: past.lorries.length, replications: replay?.replications ?? 0 };
  const kept = parts.flatMap((part) => {
    const reason = untold(part);
    return reason === undefined ? [] : [[part.what, short(part.reference), reason]];
  });
  const title = say('title', language, { node: past.node });
  const unless = (drawn: string, word: 'services' | 'arrivals'): string[] =>
    drawn === '' ? [] : [section(say(word, language), say(`${word}Note`, language), `<div class="multiples">${drawn}</div>`)];
  return htmlPage(
    {
      title,
      heading: sentence(report),
      alarms: [],
      lead: [title, say('period', language, period)],
      body: [
        replayed(report),
        ...unless(services(parts), 'services'),
        ...unless(arrivals(parts), 'arrivals'),
        section(say('figures', language), '', figures(parts, language)),
        section(say('kept', language), say('keptNote', language), plainTable([say('figure', language), say('reference', language), say('why', language)], kept)),
      ],
    },
    language,
  );
}
