import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fault } from '@pairgate/simulator/scenario/fault.ts';
import type { Lever } from '@pairgate/simulator/what-if/levers.ts';
import { formatNumber } from '../../format.ts';
import { GATES } from '../../gates.ts';
import type { Language } from '../../i18n/language.ts';
import type { Messages } from '../../i18n/messages.tsx';
import type { Offer } from './messages.ts';
import type { Answer, Change } from './sentence.ts';

/** The words of a plan, in the reader's language. */
export interface Speech {
  readonly m: Messages;
  readonly language: Language;
  readonly offer: Offer;
}

const NAMED = 3;

export const gateName = (side: string | undefined, language: Language): string => GATES[side as SideId]?.names[language] ?? side ?? '';

/** 07:30 of minutes of the day. */
export const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(Math.floor(minute % 60)).padStart(2, '0')}`;

/** Minutes of a wait: one decimal, none from a hundred on. */
export const minutes = (value: number, language: Language): string => formatNumber(value, language, Math.abs(value) < 99.95 ? 1 : 0);

/** `−5.9`, `+4.5`. */
export function signed(value: number, language: Language, digits = Math.abs(value) < 99.95 ? 1 : 0): string {
  const text = formatNumber(Math.abs(value), language, digits);
  return /[1-9]/.test(text) ? `${value < 0 ? '−' : '+'}${text}` : text;
}

const TO: Record<Language, string> = { en: ' to ', vi: ' đến ', zh: ' 至 ' };
export const interval = (lower: number, upper: number, language: Language, digits?: number): string =>
  `${signed(lower, language, digits)}${TO[language]}${signed(upper, language, digits)}`;

export function changeWords(change: Change, { m, language, offer }: Speech): string {
  const words = m.plan.change;
  if (change.is === 'policy') return words.policy(policyName(change.policy, language, offer));
  const { lever: { of, side, kind, way, today }, value } = change;
  const gate = gateName(side, language);
  switch (of) {
    case 'servers':
      return words.servers({
        more: value > today ? 'yes' : 'no', count: formatNumber(Math.abs(value - today), language), kind: kind ?? '', way: way ?? '', gate,
      });
    case 'opens':
    case 'closes':
      return words[of]({ gate, time: clock(value) });
    case 'joint':
      return words.joint;
    default:
      return words[of](formatNumber(value, language));
  }
}

/** "1 more inspection bay for entering at Youyi Guan and Youyi Guan closing at 20:00". */
export function changesWords(changes: readonly Change[], speech: Speech): string {
  const { m, language } = speech;
  const named = changes.length > NAMED + 1 ? changes.slice(0, NAMED) : changes;
  const words = named.map((change) => changeWords(change, speech));
  const left = changes.length - named.length;
  return listed([...words, ...(left > 0 ? [m.plan.change.more(formatNumber(left, language))] : [])], language);
}

const AND: Record<Language, readonly [comma: string, and: string]> = { en: [', ', ' and '], vi: [', ', ' và '], zh: ['、', '，'] };
function listed(words: readonly string[], language: Language): string {
  const [comma, and] = AND[language];
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(comma)}${and}${words.at(-1)}`;
}

export function policyName(id: string, language: Language, { policies }: Offer): string {
  return policies.find((policy) => policy.id === id)?.names[language] ?? id;
}

/** Sentences of the answer, in their order. */
export function answerWords(answer: Answer, changes: readonly Change[], speech: Speech): string[] {
  const { m: { plan: { sentence } }, language } = speech;
  const min = (value: number): string => minutes(value, language);
  const count = (value: number): string => formatNumber(value, language, value < 10 ? 1 : 0);
  const said = changesWords(changes, speech);
  switch (answer.is) {
    case 'today':
      return [sentence.today({ wait: min(answer.wait), displacement: min(answer.displacement) })];
    case 'todayOverflows':
      return [sentence.todayOverflows({ stage: stageName(answer.stage, speech), growth: count(answer.growthPerDay) })];
    case 'overflows':
      return [capital(sentence.overflows({ changes: said, stage: stageName(answer.stage, speech), growth: count(answer.growthPerDay) }))];
    default: {
      const { from, to, lower, upper, displacement, savedHoursADay: saved } = answer;
      const wait = sentence[answer.is]({ changes: said, from: min(from), to: min(to), interval: interval(lower, upper, language) });
      const moved = sentence.displaced({ from: min(displacement.from), to: min(displacement.to) });
      const hours = saved === undefined ? [] : [sentence[saved > 0 ? 'saved' : 'lost'](formatNumber(Math.abs(saved), language, Math.abs(saved) < 10 ? 1 : 0))];
      return [capital(wait), ...hours, moved];
    }
  }
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** "inspection at Youyi Guan". */
export function stageName(id: string, { m, language, offer }: Speech): string {
  const stage = offer.stages.find((each) => each.id === id);
  if (stage === undefined) return id;
  return m.plan.stageAt({ stage: m.plan.stages[stage.kind] ?? stage.kind, gate: gateName(stage.side, language) });
}

export function leverName({ of, side, kind, way }: Lever, { m, language }: Speech): string {
  const words = m.plan.levers;
  const name = of === 'servers' ? (words.servers[kind ?? '']?.[way ?? ''] ?? String(kind)) : words[of];
  return side === undefined ? name : words.of({ lever: name, gate: gateName(side, language) });
}

/** A lever's value with its unit, as it is read aloud and printed beside the slider. */
export function leverValue({ of }: Lever, value: number, { m, language }: Speech): string {
  if (of === 'opens' || of === 'closes') return clock(value);
  if (of === 'joint') return value === 1 ? m.plan.levers.together : m.plan.levers.alone;
  return of === 'inspected' ? `${value} %` : formatNumber(value, language);
}

const REASONS: readonly (readonly [RegExp, (words: Messages['plan']['faults'], found: RegExpExecArray) => string])[] = [
  [/^nobody works here, ever$/, (words) => words.noServers],
  [/^is never open$/, (words) => words.neverOpen],
  [/^both sides are never open at once$/, (words) => words.neverTogether],
  [/^no vehicle ever comes$/, (words) => words.noVehicle],
  [/^has servers, and no hours/, (words) => words.noHours],
  [/^is not a scenario that can be found$/, (words) => words.noScenario],
  [/^is asked for (\d+) %/, (words, found) => words.overload(found[1]!)],
];

/** What is wrong, and where: the words of the simulator's own check where this page does not know them yet. */
export function faultWords({ pointer, reason }: Fault, speech: Speech): { readonly where: string; readonly why: string; readonly translated: boolean } {
  const { offer: { levers }, m } = speech;
  const lever = levers.find(({ pointers }) => pointers.some((each) => pointer === each || pointer.startsWith(`${each}/`)));
  const where = lever === undefined ? pointer : leverName(lever.of === 'opens' && /closes/.test(pointer) ? { ...lever, of: 'closes' } : lever, speech);
  for (const [pattern, words] of REASONS) {
    const found = pattern.exec(reason);
    if (found) return { where: placeOf(pointer, speech) ?? where, why: words(m.plan.faults, found), translated: true };
  }
  return { where, why: reason, translated: false };
}

/** A stage or a side by its own name, where the fault is about one. */
function placeOf(pointer: string, speech: Speech): string | undefined {
  const [, group, name] = pointer.split('/').map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (group === 'sides') return name === undefined ? '' : gateName(name, speech.language);
  if (group !== 'stages' || name === undefined) return undefined;
  const { levers } = speech.offer;
  const lever = levers.find(({ pointers }) => pointers.some((each) => pointer === each || pointer.startsWith(`${each}/`)));
  return lever === undefined ? stageName(name, speech) : leverName(lever, speech);
}
