import type { Labels, Language } from '@pairgate/domain/vocabulary/labels.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { summarise } from '../experiment/summary.ts';
import { runTrial, runYardDay, type Setting as TrialSetting } from '../experiment/trial.ts';
import { POLICIES } from '../policies/table.ts';
import { reportPage } from '../report/page.ts';
import { viewOf, type PairView } from '../report/view.ts';
import { POLICY_WORDS } from '../report/words.ts';
import type { RunResult } from '../run-result.ts';
import type { Fault } from '../scenario/fault.ts';
import { readScenario } from '../scenario/read.ts';
import type { Scenario } from '../scenario/schema.ts';
import { comparisonOf, type Comparison } from './compare.ts';
import { applyLevers, changesIn, isJoint, leversOf, type Lever, type LeverValues } from './levers.ts';
import { yardCounts, type YardCounts } from './yard-counts.ts';

/** What is asked: a policy, and what is otherwise than today. */
export interface WhatIf {
  readonly policy: string;
  readonly values: LeverValues;
}

/** Uniform slots: the yardstick that is never changed. */
export const TODAY: WhatIf = { policy: 'P1', values: {} };

/** So many that another setting takes under a second where slots are not planned (P0 to P2), and that a trend can be told (10 days). */
export const SIZE = { replications: 5, days: 10, warmUpDays: 1, seed: 1 } as const;
/** The day that is shown of the first replication, counted from 0; those before it fill the yards. */
export const SHOWN_DAY = 3;
/** Settings whose runs are kept, so that going back takes no time. */
const KEPT = 6;

export interface Study {
  readonly title: string;
  readonly sides: PairView['sides'];
  readonly stages: PairView['stages'];
  readonly levers: readonly Lever[];
  readonly policies: readonly { readonly id: string; readonly names: Labels }[];
  /** Figures of the scenario, and how many of them have no public source. */
  readonly figures: { readonly all: number; readonly assumed: number };
  compare(asked: WhatIf, isStale?: () => boolean | Promise<boolean>): Promise<Compared>;
  yards(asked: WhatIf): Promise<Yards>;
  /** One HTML page; the words are those of the reader. */
  report(asked: WhatIf, words: ReportWords): Promise<string>;
  /** The changed scenario as a document that `pairgate simulate` takes. */
  document(asked: WhatIf, words: Pick<ReportWords, 'title' | 'about'>): Scenario;
}

export type Compared =
  | { readonly is: 'compared'; readonly comparison: Comparison; readonly warnings: readonly Fault[] }
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

export type Opened = { readonly ok: true; readonly study: Study } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads a scenario document and makes ready to ask it; `find` gives the scenarios that it may extend. */
export function openStudy(document: unknown, find: (id: string) => unknown): Opened {
  const read = readScenario(document, find);
  return read.ok ? { ok: true, study: new ScenarioStudy(read.scenario) } : read;
}

class ScenarioStudy implements Study {
  readonly title: string;
  readonly sides: Study['sides'];
  readonly stages: Study['stages'];
  readonly levers: readonly Lever[];
  readonly figures: Study['figures'];
  readonly policies = POLICIES.map(({ id, name }) => ({ id, names: POLICY_WORDS[id] ?? { en: name, vi: name, zh: name } }));
  private readonly kept = new Map<string, RunResult[]>();

  constructor(private readonly scenario: Scenario) {
    const view = viewOf(scenario);
    this.title = scenario.title;
    this.sides = view.sides;
    this.stages = view.stages;
    this.levers = leversOf(scenario);
    this.figures = { all: view.figures.length, assumed: view.figures.filter(({ assumed }) => assumed).length };
  }

  async compare(asked: WhatIf, isStale: () => boolean | Promise<boolean> = () => false): Promise<Compared> {
    // Checked over the days that are run: those beyond cost time and decide nothing here.
    const checked = readScenario({ ...applyLevers(this.scenario, asked.values), days: SIZE.days }, () => undefined);
    if (!checked.ok) return { is: 'refused', faults: checked.faults };
    const today = await this.runs(TODAY, isStale);
    const whatIf = today && (await this.runs(asked, isStale));
    if (today === undefined || whatIf === undefined) return { is: 'stale' };
    const days = SIZE.days - SIZE.warmUpDays;
    return { is: 'compared', comparison: comparisonOf({ runs: today, days }, { runs: whatIf, days }), warnings: checked.warnings };
  }

  async yards(asked: WhatIf): Promise<Yards> {
    const whatIf = await this.yard(asked);
    return { today: this.keyOf(asked) === this.keyOf(TODAY) ? whatIf : await this.yard(TODAY), whatIf };
  }

  async report(asked: WhatIf, words: ReportWords): Promise<string> {
    const both = [{ of: TODAY, id: words.today }, { of: asked, id: words.whatIf }];
    const runs = await Promise.all(both.map(({ of }) => this.runs(of, () => false)));
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
      policies: summarise(both.map(({ id, of }) => ({ id, name: this.policyName(of, words.language) })), runs.map((of) => of!), has('arrivals') ? 'differs' : 'same'),
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

  private async runs(of: WhatIf, isStale: () => boolean | Promise<boolean>): Promise<RunResult[] | undefined> {
    const key = this.keyOf(of);
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const setting = this.settingOf(of);
    const runs: RunResult[] = [];
    for (let replication = 0; replication < SIZE.replications; replication++) {
      if (await isStale()) return undefined;
      runs.push(await runTrial(setting, { policy: of.policy, replication, warmUpDays: SIZE.warmUpDays }));
    }
    const oldest = [...this.kept.keys()].find((each) => each !== this.keyOf(TODAY));
    if (this.kept.size >= KEPT && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(key, runs);
    return runs;
  }

  private day = (of: WhatIf) => runYardDay(this.settingOf(of), { policy: of.policy, replication: 0, warmUpDays: 0 }, SHOWN_DAY);

  private async yard(of: WhatIf): Promise<YardCounts> {
    const runs = await this.runs(of, () => false);
    const books = runs!.some(({ slots }) => slots.booked.some((places) => places > 0));
    return yardCounts(await this.day(of), viewOf(applyLevers(this.scenario, of.values)), books);
  }
}
