import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import { bothSizes, stroke } from '../report/chart.ts';
import { htmlPage, section } from '../report/frame.ts';
import { escape, minutes, signed } from '../report/markup.ts';
import { table } from '../report/tables.ts';
import { causeName, className, viewOf, type PairView } from '../report/view.ts';
import { say as reportWords } from '../report/words.ts';
import type { CalibratedPart, Calibration } from './apply.ts';
import { partName, short, told, untold } from './describe.ts';
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

interface Shown {
  readonly parts: readonly CalibratedPart[];
  readonly view: PairView;
  readonly language: Language;
}

const picture = (title: string, caption: string, drawn: string): string =>
  `<figure><figcaption><b>${escape(title)}</b> ${escape(caption)}</figcaption>${drawn}</figure>`;

const services = ({ parts, view, language }: Shown): string =>
  parts
    .flatMap((part) => {
      const words = told(part, language);
      if (part.kind !== 'duration' || part.fit.verdict === 'cannot tell' || !words) return [];
      const name = partName(part, view, language);
      return [picture(name, `n ${words.observations}; ${words.fit}`, durations(part.fit, `${name}: ${words.fit}`))];
    })
    .join('');

const arrivals = ({ parts, view, language }: Shown): string =>
  parts
    .flatMap((part) => {
      const name = partName(part, view, language);
      return part.kind === 'profile' ? [picture(name, `n ${part.observations}`, profile(part, name))] : [];
    })
    .join('');

function figures({ parts, view, language }: Shown): string {
  const rows = parts.flatMap((part) => {
    const each = told(part, language);
    return each ? [[partName(part, view, language), each.reference, each.data, each.interval, each.observations]] : [];
  });
  return plainTable((['figure', 'reference', 'data', 'interval', 'observations'] as const).map((word) => say(word, language)), rows);
}

const causeRows = ({ byCause }: Replay, language: Language): string[][] =>
  byCause.map(({ cause, recorded, simulated }) => [causeName(cause, language), minutes(recorded), minutes(simulated), signed(simulated - recorded)]);

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
  const key = (['recorded', 'simulated'] as const).map((word, index) =>
    `<span><svg viewBox="0 0 28 8" aria-hidden="true"><path ${stroke(index)} d="M0 4H28"/></svg>${escape(say(word, language))}</span>`);
  const label = say('departures', language);
  const unknown = replay.unknown === 0 ? '' : `<p class="note">${escape(say('unknown', language, { unknown: replay.unknown }))}</p>`;
  return (
    section(say('replay', language), say('replayNote', language), `${plainTable(head, rows)}${unknown}<h3>${escape(say('byCause', language))}</h3>${plainTable(['', ...head.slice(2)], causeRows(replay, language))}`) +
    section(label, say('departuresNote', language, { error: short(replay.departuresError) }), `<div class="lk">${key.join('')}</div>${bothSizes((width) => departures(replay, width, label))}`)
  );
}

function sentence({ calibration: { parts }, replay, language }: CalibrationReport): string {
  const kept = parts.filter((part) => untold(part, language) !== undefined).length;
  const fits = say('answerFits', language, { fitted: parts.filter((part) => part.kind === 'profile' || told(part, language)).length, kept });
  if (!replay || replay.departed === 0) return fits;
  const minute = (value: number) => say('minute', language, { value: minutes(value) });
  const { recorded, simulated } = replay.wait;
  return `${say('answer', language, { lorries: replay.departed, simulated: minute(simulated.mean), recorded: minute(recorded) })} ${fits}`;
}

/** One self-contained page: the answer, every fit drawn over its data, the replay, and what the records do not tell. */
export function calibrationReport(report: CalibrationReport): string {
  const { past, calibration, replay, language } = report;
  const { parts } = calibration;
  const period = { node: past.node, from: past.from, to: past.to, lorries: past.lorries.length, replications: replay?.replications ?? 0 };
  const view = viewOf(calibration.scenario);
  const shown = { parts, view, language };
  const kept = parts.flatMap((part) => {
    const reason = untold(part, language);
    return reason === undefined ? [] : [[partName(part, view, language), short(part.reference), reason]];
  });
  const keptTable = plainTable([say('figure', language), say('reference', language), say('why', language)], kept);
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
        ...unless(services(shown), 'services'),
        ...unless(arrivals(shown), 'arrivals'),
        section(say('figures', language), '', figures(shown)),
        section(say('kept', language), say('keptNote', language), `<details><summary>${escape(reportWords('asTable', language))}</summary>${keptTable}</details>`),
      ],
    },
    language,
  );
}
