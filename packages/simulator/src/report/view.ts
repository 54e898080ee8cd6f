import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { CAUSE_LABELS } from '@pairgate/domain/vocabulary/causes.ts';
import type { Language } from '@pairgate/domain/vocabulary/labels.ts';
import { SIDE_LABELS } from '@pairgate/domain/vocabulary/people.ts';
import { TRAFFIC_CLASS_LABELS } from '@pairgate/domain/vocabulary/traffic-classes.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { Cause } from '../run-result.ts';
import { POLICY_WORDS, STAGE_WORDS } from './words.ts';

/** What a report shows of a scenario: places, names, hours, and which of its figures are assumed. */
export interface PairView {
  readonly title: string;
  readonly about: string;
  /** The side on the left and the one on the right. */
  readonly sides: readonly SideView[];
  readonly classes: readonly ClassView[];
  /** In the order of the scenario. */
  readonly stages: readonly StageView[];
  readonly routes: readonly { readonly classes: readonly string[]; readonly stages: readonly string[] }[];
  readonly slotMinutes: number;
  readonly figures: readonly FigureView[];
}

export interface SideView {
  readonly id: string;
  readonly utcOffsetMinutes: number;
  /** Minutes of the local day, by the hours listed last: what a picture of a usual day needs. */
  readonly opens: number;
  readonly closes: number;
}

export interface ClassView {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly traffic: keyof typeof TRAFFIC_CLASS_LABELS;
}

export interface StageView {
  readonly id: string;
  readonly side: string;
  readonly kind: string;
  readonly cause: Cause;
}

/** A figure of the scenario by its JSON pointer. */
export interface FigureView {
  readonly pointer: string;
  readonly source: string;
  readonly assumed: boolean;
}

export function viewOf(scenario: Scenario): PairView {
  return {
    title: scenario.title,
    about: scenario.about,
    sides: Object.entries(scenario.sides).map(([id, { calendar }]) => {
      const hours = calendar.hours.at(-1);
      return { id, utcOffsetMinutes: calendar.utcOffsetMinutes, opens: hours?.opensMinute ?? 0, closes: hours?.closesMinute ?? 1440 };
    }),
    classes: Object.entries(scenario.classes).map(([id, { from, to, traffic }]) => ({ id, from, to, traffic })),
    stages: Object.entries(scenario.stages).map(([id, { side, kind, cause }]) => ({ id, side, kind, cause: cause ?? CAUSE_OF_KIND[kind] ?? 'queue' })),
    routes: Object.values(scenario.routes),
    slotMinutes: scenario.slotMinutes,
    figures: figuresIn(scenario),
  };
}

/** What a minute of waiting for a stage is due to, where the scenario does not say. */
const CAUSE_OF_KIND: Readonly<Record<string, Cause>> = {
  yard: 'slot', papers: 'papers', scan: 'bay', quarantine: 'bay', laboratory: 'laboratory',
};

function figuresIn(value: unknown, pointer = ''): FigureView[] {
  if (typeof value !== 'object' || value === null) return [];
  const { source, assumed } = value as { source?: unknown; assumed?: unknown };
  const own = typeof source === 'string' && typeof assumed === 'boolean' ? [{ pointer, source, assumed }] : [];
  return [...own, ...Object.entries(value).flatMap(([key, part]) => figuresIn(part, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`))];
}

/** When lorries may be called, which is when both sides are open, in minutes of the day of the left side; other stages keep no hours. */
export function hoursOf({ kind }: StageView, { sides }: PairView): { readonly opens: number; readonly closes: number } {
  if (kind !== 'yard' && kind !== 'call') return { opens: 0, closes: 1440 };
  const onLeftClock = sides.map((side) => ({ ...side, shift: sides[0]!.utcOffsetMinutes - side.utcOffsetMinutes }));
  return {
    opens: Math.max(...onLeftClock.map(({ opens, shift }) => opens + shift)),
    closes: Math.min(...onLeftClock.map(({ closes, shift }) => closes + shift)),
  };
}

export const policyName = ({ id, name }: { readonly id: string; readonly name: string }, language: Language): string =>
  `${id} ${POLICY_WORDS[id]?.[language] ?? name}`;

export const causeName = (cause: Cause, language: Language): string => CAUSE_LABELS[cause][language];

/** A side that the domain does not know keeps its own name. */
export const sideName = (id: string, language: Language): string => (Object.hasOwn(SIDE_LABELS, id) ? SIDE_LABELS[id as SideId][language] : id);

export const stageName = ({ kind }: StageView, language: Language): string => STAGE_WORDS[kind]?.[language] ?? kind;

/** A stage among those of both sides and directions: "Quarantine, China". */
export function fullStageName(view: PairView, id: string, language: Language): string {
  const stage = view.stages.find((each) => each.id === id);
  if (stage === undefined) return id;
  const same = view.stages.filter(({ kind, side }) => kind === stage.kind && side === stage.side);
  const comma = language === 'zh' ? '，' : ', ';
  const name = `${stageName(stage, language)}${comma}${sideName(stage.side, language)}`;
  if (same.length === 1) return name;
  // The direction stands in the id before the slash, where a side has the stage for both directions.
  const [from, to] = (/^(\w+)-(\w+)\//.exec(id) ?? []).slice(1);
  return from === undefined ? `${name} (${id})` : `${name} (${sideName(from, language)} → ${sideName(to!, language)})`;
}

export function className(view: PairView, id: string, language: Language): string {
  const found = view.classes.find((each) => each.id === id);
  if (found === undefined) return id;
  const traffic = TRAFFIC_CLASS_LABELS[found.traffic][language];
  return `${traffic} ${sideName(found.from, language)} → ${sideName(found.to, language)}`;
}
