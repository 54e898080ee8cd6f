import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { PolicySummary } from '../experiment/summary.ts';
import { causeBars, causeKey } from './causes.ts';
import { bothSizes, stroke } from './chart.ts';
import { htmlPage, section } from './frame.ts';
import { cumulative, mostOf, race, waitDistribution } from './lines.ts';
import { escape } from './markup.ts';
import { booksNothing, mostBooked, slotMatrix, slotTable } from './matrix.ts';
import { answer, warnings } from './sentence.ts';
import { causesIn, stripOf, stripPicture, stripTable } from './strip.ts';
import { classTable, policyTable, stageTable, table } from './tables.ts';
import { policyName, type PairView } from './view.ts';
import type { YardDay } from './yard-day.ts';
import { playYard } from './yard-player.ts';
import { yardScene } from './yard-scene.ts';
import { say, type Word } from './words.ts';

/** Everything that a report shows. */
export interface Report {
  readonly experiment: Experiment;
  readonly view: PairView;
  /** A day of one or more policies, for the strip and the moving yard; may be empty. */
  readonly yards: readonly YardDay[];
}

/** The report of an experiment as a page of its own. */
export function reportPage(report: Report, language: Language): string {
  const { experiment, view } = report;
  return htmlPage(
    {
      title: say('title', language, { scenario: view.title }),
      heading: answer(experiment, language),
      alarms: warnings(experiment, view, language),
      lead: [`${view.title}. ${view.about}`, method(experiment, language)],
      body: experiment.replications.done === 0 ? [] : sectionsOf(report, language),
      scripts: yardScript(report, language),
    },
    language,
  );
}

function method({ replications, days, seed, warmUp, demand }: Experiment, language: Language): string {
  const simulated = say(demand === 'differs' ? 'simulatedOther' : 'simulated', language, { replications: replications.done, days, seed });
  return `${simulated} ${warmUp.days === 0 ? say('noWarmUp', language) : say('warmUp', language, { days: warmUp.days })}`;
}

function sectionsOf({ experiment: { policies }, view, yards }: Report, language: Language): string[] {
  const words = (word: Word, values = {}): string => say(word, language, values);
  const details = (body: string): string => `<details><summary>${escape(words('asTable'))}</summary>${body}</details>`;
  const strips = yards.map((yard) => stripOf(yard, view));
  const perPolicy = (of: readonly PolicySummary[], body: (policy: PolicySummary) => string): string =>
    of.map((policy) => `<h3>${escape(policyName(policy, language))}</h3>${body(policy)}`).join('');
  return [
    section(words('figures'), words('figuresNote'), `${policyTable(policies, language)}<h3>${escape(words('classTable'))}</h3>${classTable(policies, view, language)}`),
    section(words('race'), words('raceNote'), bothSizes((width) => race(policies, width, language))),
    section(words('causes'), words('causesNote'), `${causeKey(language)}${causeBars(policies, language)}`),
    section(words('distribution'), words('distributionNote'), bothSizes((width) => waitDistribution(policies, width, language))),
    section(words('cumulative'), words('cumulativeNote'), `${lineKey(language)}<div class="pair">${policies.map((policy) =>
      `<div><h3>${escape(policyName(policy, language))}</h3>${bothSizes((width) => cumulative(policy, mostOf(policies), Math.min(524, width), language))}</div>`).join('')}</div>`),
    section(words('slots'), words('slotsNote', { most: Math.round(mostBooked(policies)) }), perPolicy(policies, (policy) =>
      booksNothing(policy) ? `<p class="note">${escape(words('noSlots', { policy: policy.id }))}</p>`
        : bothSizes((width) => slotMatrix(policy, view, mostBooked(policies), width, language)) + details(slotTable(policy, view, language)))),
    ...(yards.length === 0 ? [] : [
      section(words('strip'), words('stripNote'), `${causeKey(language, causesIn(strips))}${strips.map((strip) =>
        `<h3>${escape(`${strip.policy}, ${words('stripMost', { most: Math.round(strip.most) })}`)}</h3>${strip.rows.length === 0 ? `<p class="note">${escape(words('nobodyWaits'))}</p>`
          : bothSizes((width) => stripPicture(strip, view, width, language)) + details(stripTable(strip, view, language))}`).join('')}`),
      yardSection(yards, view, language),
    ]),
    section(words('stages'), words('stagesNote'), policies.map((policy) => `<details><summary>${escape(policyName(policy, language))}</summary>${stageTable(policy, view, language)}</details>`).join('')),
    assumptions(view, language),
  ];
}

function lineKey(language: Language): string {
  const one = (word: 'arrived' | 'called' | 'departed', index: number): string =>
    `<span><svg viewBox="0 0 28 8" aria-hidden="true"><path ${stroke(index)} d="M0 4H28"/></svg>${escape(say(word, language))}</span>`;
  return `<div class="lk">${one('arrived', 0)}${one('called', 2)}${one('departed', 1)}</div>`;
}

function yardSection(yards: readonly YardDay[], view: PairView, language: Language): string {
  const choices = yards.length < 2 ? '' : yards.map(({ policy }, index) =>
    `<button type="button" class="policy" aria-pressed="${index === 0}">${escape(policy)}</button>`).join('');
  const [left, right] = yardScene([yards[0]!], view, language).sides;
  const body = `${causeKey(language)}<div class="controls"><button type="button" class="play">${escape(say('play', language))}</button>
<span class="clocks"></span><span class="total" aria-live="off"></span>${choices}
<input type="range" min="0" max="1439" step="1" value="600" aria-label="${escape(say('timeOfDay', language))}"></div>
<h3><span>${escape(left)}</span><span>${escape(right)}</span></h3><canvas role="img" aria-label="${escape(say('yard', language))}"></canvas>`;
  return section(say('yard', language), say('yardNote', language, { day: yards[0]!.day + 1 }), body, ' class="yard" id="yard"');
}

function assumptions({ figures }: PairView, language: Language): string {
  const assumed = figures.filter((figure) => figure.assumed);
  const head = (['figure', 'source'] as const).map((word) => say(word, language));
  const rows = figures.map(({ pointer, source, assumed: isAssumed }) => [
    `<code>${escape(pointer)}</code>`, `${escape(source)}${isAssumed ? ` <small>${escape(say('assumed', language))}</small>` : ''}`,
  ]);
  const note = say('assumptionsNote', language, { assumed: assumed.length, all: figures.length });
  return section(say('assumptions', language), note, `<details><summary>${escape(say('everyFigure', language))}</summary>${table(head, rows)}</details>`, ' class="sources"');
}

function yardScript({ yards, view, experiment }: Report, language: Language): string {
  if (yards.length === 0 || experiment.replications.done === 0) return '';
  // A script element ends at the first "</": no text of a scenario may bring one.
  const scene = JSON.stringify(yardScene(yards, view, language)).replaceAll('<', String.raw`\u003c`);
  return `<script>(${playYard.toString()})(document.getElementById('yard'),${scene})</script>`;
}
