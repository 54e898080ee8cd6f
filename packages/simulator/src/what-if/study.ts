import type { Labels, Language } from '@pairgate/domain/vocabulary/labels.ts';
import type { Experiment, Trial } from '../experiment/experiment.ts';
import { summarise } from '../experiment/summary.ts';
import { runTrial, runYardDay, type Setting as TrialSetting } from '../experiment/trial.ts';
import type { Earlier } from '../model/policy.ts';
import { findPolicy, POLICIES } from '../policies/table.ts';
import { reportPage } from '../report/page.ts';
import { viewOf, type PairView } from '../report/view.ts';
import { POLICY_WORDS } from '../report/words.ts';
import type { RunResult } from '../run-result.ts';
import type { Fault } from '../scenario/fault.ts';
import { readScenario } from '../scenario/read.ts';
import type { Scenario } from '../scenario/schema.ts';
import { comparisonOf, type Comparison } from './compare.ts';
import { applyLevers, changesIn, isJoint, leversOf, type Lever, type LeverValues } from './levers.ts';
import { shareOut } from './share-out.ts';
import { yardCounts, type YardCounts } from './yard-counts.ts';

/** What is asked: a policy, and what is otherwise than today. */
export interface WhatIf {
  readonly policy: string;
  readonly values: LeverValues;
}

/** Uniform slots: the yardstick that is never changed. */
export const TODAY: WhatIf = { policy: 'P1', values: {} };

/** So many that another setting takes about a second where slots are not planned (P0 to P2), and that a trend can be told (10 days). */
export const SIZE = { replications: 5, days: 10, warmUpDays: 1, seed: 1 } as const;
/** Replications of the first answer: three, whose interval says something, or two where three would take too long. */
export const FIRST = { replications: 3, least: 2, withinMs: 400 } as const;
/** The day that is shown of the first replication, counted from 0; those before it fill the yards. */
export const SHOWN_DAY = 3;
/** Settings whose runs are kept, so that going back takes no time. */
const KEPT = 16;

export interface Study {
  readonly title: string;
  readonly sides: PairView['sides'];
  readonly stages: PairView['stages'];
  readonly levers: readonly Lever[];
  readonly policies: readonly { readonly id: string; readonly names: Labels }[];
  /** Figures of the scenario, and how many of them have no public source. */
  readonly figures: { readonly all: number; readonly assumed: number };
  compare(asked: WhatIf, how?: CompareOptions): Promise<Compared>;
  /** Loads the solver and makes a first plan of today, so that the first question about a plan finds both. */
  warm(isStale: IsStale): Promise<void>;
  yards(asked: WhatIf): Promise<Yards>;
  /** One HTML page; the words are those of the reader. */
  report(asked: WhatIf, words: ReportWords): Promise<string>;
  /** The changed scenario as a document that `pairgate simulate` takes. */
  document(asked: WhatIf, words: Pick<ReportWords, 'title' | 'about'>): Scenario;
}

/** Whether something else was asked meanwhile; asked between two days of a run. */
type IsStale = () => boolean | Promise<boolean>;

export interface CompareOptions {
  readonly isStale?: IsStale;
  /** Told what is known after the first replications, when there is more to come. */
  readonly onFirst?: (first: Compared & { readonly is: 'compared' }) => void;
}

/** What a comparison rests on. Of a policy that fits its slots, a first answer has those of a rough fit. */
export interface Basis {
  readonly replications: number;
  readonly isFitted: boolean;
}

export type Compared =
  | { readonly is: 'compared'; readonly comparison: Comparison; readonly warnings: readonly Fault[]; readonly basis: Basis }
  | { readonly is: 'refused'; readonly faults: readonly Fault[] }
  /** Something else was asked meanwhile. */
  | { readonly is: 'stale' };

export interface Yards {
  readonly today: YardCounts;
  readonly whatIf: YardCounts;
}

export interface ReportWords {
  readonly language: Language;
  readonly title: string;
  readonly about: string;
  readonly today: string;
  readonly whatIf: string;
}

/** Runs a trial on another thread, as it would be run here. Rejects what it gives up. */
export type Helper = (setting: TrialSetting, trial: Trial) => Promise<RunResult>;

export type Opened = { readonly ok: true; readonly study: Study } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads a scenario document and makes ready to ask it; `find` gives the scenarios that it may extend. Helpers change no answer. */
export function openStudy(document: unknown, find: (id: string) => unknown, helpers: readonly Helper[] = []): Opened {
  const read = readScenario(document, find);
  return read.ok ? { ok: true, study: new ScenarioStudy(read.scenario, helpers) } : read;
}

/** Something else was asked: what is under way is given up. */
class Superseded extends Error {}

/** A setting and what was found of it; replications in their order, as far as they were run. */
interface Kept {
  readonly setting: TrialSetting;
  readonly runs: RunResult[];
  yard?: YardCounts;
}

/** One question is answered after the other: whoever asks waits for the answer before. */
class ScenarioStudy implements Study {
  readonly title: string;
  readonly sides: Study['sides'];
  readonly stages: Study['stages'];
  readonly levers: readonly Lever[];
  readonly figures: Study['figures'];
  readonly policies = POLICIES.map(({ id, name }) => ({ id, names: POLICY_WORDS[id] ?? { en: name, vi: name, zh: name } }));
  private readonly kept = new Map<string, Kept>();
  private readonly earlier: Earlier = new Map();

  constructor(private readonly scenario: Scenario, private readonly helpers: readonly Helper[]) {
    const view = viewOf(scenario);
    this.title = scenario.title;
    this.sides = view.sides;
    this.stages = view.stages;
    this.levers = leversOf(scenario);
    this.figures = { all: view.figures.length, assumed: view.figures.filter(({ assumed }) => assumed).length };
  }

  async compare(asked: WhatIf, { isStale = () => false, onFirst }: CompareOptions = {}): Promise<Compared> {
    // Checked over the days that are run: those beyond cost time and decide nothing here.
    const checked = readScenario({ ...applyLevers(this.scenario, asked.values), days: SIZE.days }, () => undefined);
    if (!checked.ok) return { is: 'refused', faults: checked.faults };
    const compared = (today: readonly RunResult[], whatIf: readonly RunResult[], isFitted: boolean): Compared & { is: 'compared' } => {
      const days = SIZE.days - SIZE.warmUpDays;
      const comparison = comparisonOf({ runs: today, days }, { runs: whatIf, days });
      return { is: 'compared', comparison, warnings: checked.warnings, basis: { replications: whatIf.length, isFitted } };
    };
    const breathe = breathing(isStale);
    try {
      let tell = this.keptOf(asked).runs.length < SIZE.replications ? onFirst : undefined;
      const first = (today: readonly RunResult[], whatIf: readonly RunResult[], isFitted: boolean): void => {
        const count = Math.min(today.length, whatIf.length);
        tell?.(compared(today.slice(0, count), whatIf.slice(0, count), isFitted));
        tell = undefined;
      };
      const some = tell === undefined ? [] : await this.runs(TODAY, FIRST.replications, breathe);
      if (tell !== undefined && isFittedTo(asked)) first(some, await this.roughRuns(asked, breathe), false);
      const begun = performance.now();
      const whatIf = await this.runs(asked, SIZE.replications, breathe, (runs) => {
        if (isEnough(runs.length, begun)) first(some, runs, true);
      });
      return compared(await this.runs(TODAY, SIZE.replications, breathe), whatIf, true);
    } catch (error) {
      if (error instanceof Superseded) return { is: 'stale' };
      throw error;
    }
  }

  async warm(isStale: IsStale): Promise<void> {
    const breathe = breathing(isStale);
    const { setting } = this.keptOf(TODAY);
    try {
      for (const { id, isFitted } of POLICIES) {
        if (isFitted === true) await runTrial({ ...setting, days: 1 }, { policy: id, replication: 0, warmUpDays: 0 }, { breathe, earlier: this.earlier, isRough: true });
      }
    } catch (error) {
      if (!(error instanceof Superseded)) throw error;
    }
  }

  async yards(asked: WhatIf): Promise<Yards> {
    const whatIf = await this.yard(asked);
    return { today: await this.yard(TODAY), whatIf };
  }

  async report(asked: WhatIf, words: ReportWords): Promise<string> {
    const both = [{ of: TODAY, id: words.today }, { of: asked, id: words.whatIf }];
    const runs = [await this.runs(TODAY), await this.runs(asked)];
    const scenario = applyLevers(this.scenario, asked.values);
    const view = { ...viewOf(scenario), title: words.title, about: words.about };
    const has = (lever: string): boolean => changesIn(this.levers, asked.values).some(({ lever: { id, of } }) => id === lever || of === lever);
    // One view draws all days of a report: of two settings with other hours, only the one that it is of.
    const drawn = has('opens') || has('closes') ? both.slice(1) : both;
    const experiment: Experiment = {
      format: 'pairgate-experiment/1',
      scenario: { id: scenario.id, title: words.title },
      days: SIZE.days, seed: SIZE.seed,
      warmUp: { days: SIZE.warmUpDays, settled: true },
      replications: { asked: SIZE.replications, done: SIZE.replications },
      policies: summarise(both.map(({ id, of }) => ({ id, name: this.policyName(of, words.language) })), runs, has('arrivals') ? 'differs' : 'same'),
      ...(has('arrivals') ? { demand: 'differs' } : {}),
    };
    const yards = await Promise.all(drawn.map(async ({ of, id }) => ({ ...(await this.day(of)), policy: id })));
    return reportPage({ experiment, view, yards }, words.language);
  }

  document(asked: WhatIf, { title, about }: Pick<ReportWords, 'title' | 'about'>): Scenario {
    return { ...applyLevers(this.scenario, asked.values), title, about };
  }

  private policyName({ policy }: WhatIf, language: Language): string {
    const found = this.policies.find(({ id }) => id === policy);
    return found === undefined ? policy : `${found.id} ${found.names[language]}`;
  }

  private keyOf({ policy, values }: WhatIf): string {
    return JSON.stringify([policy, changesIn(this.levers, values).map(({ lever, value }) => [lever.id, value])]);
  }

  private settingOf({ values }: WhatIf): TrialSetting {
    const joint = isJoint(values) ? { joint: true } : {};
    return { scenario: applyLevers(this.scenario, values), seed: SIZE.seed, days: SIZE.days, ...joint };
  }

  /** What is known of a setting. Of those that were looked at longest ago, today excepted, nothing is known any more. */
  private keptOf(of: WhatIf): Kept {
    const key = this.keyOf(of);
    const kept = this.kept.get(key) ?? { setting: this.settingOf(of), runs: [] };
    this.kept.delete(key);
    this.kept.set(key, kept);
    const oldest = [...this.kept.keys()].find((each) => each !== this.keyOf(TODAY));
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
    return kept;
  }

  /**
   * The first replications of a setting; those that were run before are not run again. `onRuns` is told what is known as it grows. Helpers
   * would have to fit slots anew, so they are left out of that.
   */
  private async runs(
    of: WhatIf,
    count: number = SIZE.replications,
    breathe?: () => Promise<void>,
    onRuns?: (runs: readonly RunResult[]) => void,
  ): Promise<readonly RunResult[]> {
    const { setting, runs } = this.keptOf(of);
    onRuns?.(runs);
    const trial = (replication: number): Trial => ({ policy: of.policy, replication, warmUpDays: SIZE.warmUpDays });
    await shareOut<RunResult>(
      { from: Math.min(runs.length, count), end: count },
      (replication) => runTrial(setting, trial(replication), { breathe, earlier: this.earlier }),
      isFittedTo(of) ? [] : this.helpers.map((help) => (replication) => help(setting, trial(replication))),
      (result) => {
        runs.push(result);
        onRuns?.(runs);
      },
    );
    return runs.slice(0, count);
  }

  /** Replications with slots that are roughly fitted: they are shown first, and not kept. */
  private async roughRuns({ policy, values }: WhatIf, breathe: () => Promise<void>): Promise<readonly RunResult[]> {
    const { setting } = this.keptOf({ policy, values });
    const begun = performance.now();
    const runs: RunResult[] = [];
    while (!isEnough(runs.length, begun)) {
      const trial = { policy, replication: runs.length, warmUpDays: SIZE.warmUpDays };
      runs.push(await runTrial(setting, trial, { breathe, earlier: this.earlier, isRough: true }));
    }
    return runs;
  }

  private day = (of: WhatIf) => runYardDay(this.keptOf(of).setting, { policy: of.policy, replication: 0, warmUpDays: 0 }, SHOWN_DAY);

  private async yard(of: WhatIf): Promise<YardCounts> {
    const runs = await this.runs(of);
    const kept = this.keptOf(of);
    if (kept.yard === undefined) {
      const books = runs.some(({ slots }) => slots.booked.some((places) => places > 0));
      kept.yard = yardCounts(await this.day(of), viewOf(kept.setting.scenario), books);
    }
    return kept.yard;
  }
}

const isFittedTo = ({ policy }: WhatIf): boolean => findPolicy(policy)?.isFitted === true;

/** Whether so many replications make a first answer, of those that were begun at a time of `performance.now()`. */
const isEnough = (count: number, begun: number): boolean =>
  count >= FIRST.replications || (count >= FIRST.least && performance.now() - begun >= FIRST.withinMs);

const breathing = (isStale: IsStale) => async (): Promise<void> => {
  if (await isStale()) throw new Superseded();
};
