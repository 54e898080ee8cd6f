import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import type { Interval } from '../experiment/intervals.ts';
import type { PolicySummary } from '../experiment/summary.ts';
import { intervalBar } from './lines.ts';
import { escape, minutes, signed } from './markup.ts';
import { className, fullStageName, policyName, type PairView } from './view.ts';
import { say, type Word } from './words.ts';

const within = ({ lower, upper }: Interval, show: (value: number) => string): string =>
  lower === undefined || !Number.isFinite(lower) || lower === upper ? '' : ` <small>${show(lower)} – ${show(upper!)}</small>`;

const interval = (of: Interval): string => `${minutes(of.mean)}${within(of, minutes)}`;
const difference = (of: Interval): string => `<b>${signed(of.mean)}</b>${within(of, signed)}`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string =>
    `<tr>${cells.map((cell, index) => (index === 0 ? `<th scope="row">${cell}</th>` : `<td>${cell}</td>`)).join('')}</tr>`;
  return `<div class="scroll" tabindex="0"><table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead>` +
    `<tbody>${rows.map(line).join('')}</tbody></table></div>`;
};

export function policyTable(policies: readonly PolicySummary[], language: Language): string {
  const words = (word: Word): string => say(word, language);
  const base = policies[0]!;
  const others = policies.length > 1;
  const against = escape(say('difference', language, { base: base.id }));
  const most = Math.max(1, ...policies.map(({ all }) => all.figures.wait.upper ?? all.figures.wait.mean).filter(Number.isFinite));
  const head = [
    words('policy'), words('wait'), '', ...(others ? [against] : []), words('half'), words('nine'), words('displaced'),
    ...(others ? [against] : []), words('served'),
  ];
  const rows = policies.map((policy) => ({ policy, ...policy.all })).map(({ policy, figures, against: to }) => [
    escape(policyName(policy, language)), interval(figures.wait), intervalBar(figures.wait.mean, figures.wait.lower, figures.wait.upper, most),
    ...(others ? [to === undefined ? '' : difference(to.wait)] : []), minutes(figures.waitP50.mean), minutes(figures.waitP90.mean),
    interval(figures.displacement), ...(others ? [to === undefined ? '' : difference(to.displacement)] : []), figures.served.mean.toFixed(0),
  ]);
  return table(head, rows);
}

export const classTable = (policies: readonly PolicySummary[], view: PairView, language: Language): string =>
  table(['', ...policies.map(({ id }) => escape(id))], policies[0]!.classes.map(({ id }, index) => [
    escape(className(view, id, language)), ...policies.map(({ classes }) => interval(classes[index]!.figures.wait)),
  ]));

export function stageTable({ stages }: PolicySummary, view: PairView, language: Language): string {
  const percent = (share: number): string => (Number.isFinite(share) ? `${(share * 100).toFixed(0)} %` : '');
  const head = (['stage', 'utilisation', 'queue', 'longest', 'blocked'] as const).map((word) => say(word, language));
  return table(head, stages.map(({ id, utilisation, meanQueue, longestQueue, blocked }) => [
    escape(fullStageName(view, id, language)), percent(utilisation.mean), minutes(meanQueue.mean), String(longestQueue), minutes(blocked.mean),
  ]));
}
