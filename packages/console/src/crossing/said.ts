import type { Channel } from '@pairgate/domain/kernel/codes.ts';
import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import { formatNumber, timeAt } from '../format.ts';
import type { Language } from '../i18n/language.ts';
import type { Messages } from '../i18n/messages.tsx';
import { factLabel, inSentence } from '../labels.ts';
import { reasonLabel } from './reasons.ts';
import type { TimelineEntry } from './types.ts';
import { authorityLabel, channelWord, ruleWords } from './words.ts';

/** A fact of the history in two short lines: what happened, and the detail that somebody looks for first. */
export interface Said {
  title: string;
  note: string | undefined;
}

type Data = Record<string, unknown>;
const text = (data: Data, name: string): string | undefined => (typeof data[name] === 'string' ? data[name] : undefined);
const joined = (...parts: (string | undefined | false)[]): string | undefined => parts.filter(Boolean).join(', ') || undefined;

interface Words {
  language: Language;
  m: Messages;
}

const authorityIn = (data: Data, { language }: Words): string | undefined => {
  const authority = text(data, 'authority');
  return authority === undefined ? undefined : authorityLabel(authority as 'customs', language);
};

const reasonIn = (data: Data, { language }: Words): string | undefined => {
  const code = text(data, 'reasonCode');
  return code === undefined ? undefined : inSentence(reasonLabel(code, language));
};

const ruleIn = (data: Data, { m }: Words): string | undefined => {
  const rule = text(data, 'rule');
  return rule === undefined ? undefined : ruleWords(rule, m);
};

const both = (instant: string | undefined): string | undefined =>
  instant === undefined ? undefined : `${timeAt(instant as Instant, 'VN')} | ${timeAt(instant as Instant, 'CN')}`;

const NOTES: Record<string, (data: Data, words: Words) => string | undefined> = {
  AuthorityDecided: (data, words) =>
    joined(reasonIn(data, words), data.basis === 'rule' ? words.m.crossing.byRule : data.basis === 'officer' ? words.m.crossing.byOfficer : undefined),
  BorderCrossed: (data, { m }) => joined(laneOf(data, m), mismatchOf(data, m)),
  CallPassed: (data) => text(data, 'reason'),
  ConsignmentAssessed: (data, words) => joined(authorityIn(data, words), ruleIn(data, words)),
  CrossingExpired: (data, { m }) =>
    data.cause === 'no_slot' || data.cause === 'slot_missed' ? m.crossing.notes.neverCame[data.cause] : undefined,
  DeclarationAmended: (data, { m }) => joined(data.version === undefined ? undefined : m.crossing.notes.version(String(data.version)), text(data, 'reason')),
  DeclarationWithdrawn: (data) => text(data, 'reason'),
  DestinationRefused: reasonIn,
  FactCorrected: (data) => text(data, 'reason'),
  CorrectionProposed: (data) => text(data, 'reason'),
  HoldPlaced: (data, words) => joined(authorityIn(data, words), reasonIn(data, words)),
  HoldLifted: (data) => text(data, 'reason'),
  HoldObjected: (data) => text(data, 'text'),
  InspectionFinished: (data, words) => joined(authorityIn(data, words), outcomeOf(data, words.m)),
  InspectionStarted: (data, words) => joined(authorityIn(data, words), data.bay ? words.m.crossing.notes.bay(String(data.bay)) : undefined),
  OriginExited: (data, { m }) => joined(laneOf(data, m), mismatchOf(data, m)),
  OriginRefused: reasonIn,
  ResultReported: (data, { m }) => joined(outcomeOf(data, m), text(data, 'reportID')),
  SampleTaken: (data, { m }) =>
    joined(Array.isArray(data.test) ? data.test.join(', ') : undefined, data.dueAt ? m.crossing.notes.due(both(String(data.dueAt))!) : undefined),
  SlotBooked: (data) => both(text(data, 'start')),
  SlotMoved: (data) => both(text(data, 'start')),
  SlotReleased: (data) => text(data, 'reason'),
  VehicleArrived: (data, { language, m }) =>
    joined(data.weighedMassKg ? m.crossing.notes.weighed(formatNumber(Number(data.weighedMassKg), language)) : undefined, mismatchOf(data, m)),
  VehicleCalled: (data, { m }) => joined(laneOf(data, m), text(data, 'override')),
  VehicleDeparted: (data, { m }) => laneOf(data, m),
};

function laneOf(data: Data, m: Messages): string | undefined {
  const lane = text(data, 'lane');
  return lane === undefined ? undefined : m.crossing.notes.lane(lane);
}

const mismatchOf = (data: Data, m: Messages): string | undefined =>
  data.plateMatch === false || data.sealMatch === false ? m.crossing.notes.mismatch : undefined;

const outcomeOf = (data: Data, m: Messages): string | undefined =>
  data.outcome === 'passed' || data.outcome === 'failed' ? m.crossing.outcome[data.outcome] : undefined;

function titleOf(entry: TimelineEntry, words: Words): string {
  const { type, data } = entry;
  const { language, m } = words;
  const short = m.facts[type] ?? factLabel(type, language);
  if (type === 'AuthorityDecided' && (data.outcome === 'release' || data.outcome === 'refuse')) {
    const authority = authorityIn(data, words);
    if (authority) return `${authority.split(',')[0]!}: ${m.crossing.done[data.outcome]}`;
  }
  if (type === 'ConsignmentAssessed' && typeof data.channel === 'string') {
    return `${short}: ${channelWord(data.channel as Channel, m)}`;
  }
  return short;
}

export function saidOf(entry: TimelineEntry, language: Language, m: Messages): Said {
  const words = { language, m };
  return { title: titleOf(entry, words), note: joined(NOTES[entry.type]?.(entry.data, words), entry.late && m.crossing.late) };
}
