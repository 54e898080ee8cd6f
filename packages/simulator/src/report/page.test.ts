import { LANGUAGES } from '@pairgate/domain/vocabulary/labels.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { runYardDay } from '../experiment/trial.ts';
import { reportPage } from './page.ts';
import { simulated, type Simulated } from './testing.ts';
import { viewOf, type PairView } from './view.ts';
import type { YardDay } from './yard-day.ts';
import { WORDS } from './words.ts';

let of: Simulated;
let view: PairView;
let yards: YardDay[];

beforeAll(async () => {
  of = await simulated(['P0', 'P1'], 3, 3);
  view = viewOf(of.setting.scenario);
  yards = [await runYardDay(of.setting, { policy: 'P1', replication: 0, warmUpDays: 0 }, 1)];
});

describe('the report', () => {
  it('is one page that names nothing to load, and may load nothing', () => {
    const page = reportPage({ experiment: of.experiment, view, yards }, 'en');
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'`);
    expect(page.replaceAll(/https?:\/\/www\.w3\.org\/\S+/g, '')).not.toMatch(/<(link|img|iframe)\b|\ssrc=|url\(|@import|https?:\/\//);
  });

  it.each(LANGUAGES)('has every section in %s, with every placeholder filled in', (language) => {
    const page = reportPage({ experiment: of.experiment, view, yards }, language);
    expect(page).toContain(`<html lang="${language}">`);
    for (const word of ['figures', 'race', 'causes', 'distribution', 'cumulative', 'slots', 'strip', 'yard', 'stages', 'assumptions'] as const) {
      expect(page).toContain(`<h2>${WORDS[word][language]}</h2>`);
    }
    const beforeScripts = page.slice(page.indexOf('<body>'), page.indexOf('<script>'));
    expect(beforeScripts).not.toMatch(/\{\w+\}|NaN|undefined|Infinity/);
  });

  it('lets a keyboard scroll every table that is wider than the page', () => {
    const page = reportPage({ experiment: of.experiment, view, yards }, 'en');
    expect(page.match(/<div class="scroll"/g)!.length).toBeGreaterThan(4);
    expect(page.match(/<div class="scroll"(?! tabindex="0")/)).toBeNull();
  });

  it('begins with the answer, from the figures', () => {
    const page = reportPage({ experiment: of.experiment, view, yards }, 'en');
    const [p0, p1] = of.experiment.policies;
    const { mean } = p1!.all.figures.wait;
    expect(/<h1>(.*?)<\/h1>/.exec(page)![1]).toContain(`${mean.toFixed(1)} min`);
    expect(/<h1>(.*?)<\/h1>/.exec(page)![1]).toContain(p0!.all.figures.wait.mean.toFixed(1));
  });

  it('takes nothing in a scenario for markup, not even in a script', () => {
    const hostile = '</script><img src=x onerror=alert(1)>';
    const stages = view.stages.map((stage) => ({ ...stage, kind: stage.kind === 'gate' ? hostile : stage.kind }));
    const policies = of.experiment.policies.map((each) => ({ ...each, id: `${each.id}${hostile}`, name: hostile }));
    const hostileYards = yards.map((each) => ({ ...each, policy: hostile }));
    const experiment = { ...of.experiment, policies };
    const page = reportPage({ experiment, view: { ...view, title: hostile, about: hostile, stages }, yards: hostileYards }, 'en');
    expect(page).not.toContain('<img');
    expect(page.match(/<\/script>/g)!.length).toBe(2);
  });

  it('says what was stopped and what is unstable', () => {
    const [first, ...others] = of.experiment.policies;
    const unstable = { 'VN-CN/origin-scan': { replications: 2, growthPerDay: 41 } };
    const experiment = { ...of.experiment, replications: { asked: 9, done: 3 }, policies: [{ ...first!, unstable }, ...others] };
    const page = reportPage({ experiment, view, yards: [] }, 'en');
    expect(page).toContain('Stopped early: 3 of 9 replications');
    expect(page).toContain('Unstable under P0: lorries pile up at Weigh, scan, Viet Nam (Viet Nam → China), 41.0 more each day.');
    expect(page).not.toContain('<canvas');
  });

  it('has a page even when nothing is done', () => {
    const experiment = { ...of.experiment, replications: { asked: 9, done: 0 }, policies: [] };
    expect(reportPage({ experiment, view, yards: [] }, 'en')).toContain('No replication was finished.');
  });
});
