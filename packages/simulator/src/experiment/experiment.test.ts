import { beforeAll, describe, expect, it } from 'vitest';
import { simulated, type Simulated } from '../report/testing.ts';
import { CAUSES, type RunResult } from '../run-result.ts';
import { csvOf, CSV_COLUMNS } from './csv.ts';
import { experimentOf, pilotsOf, trialsOf } from './experiment.ts';
import { joined, measuresByClass, quantile } from './measures.ts';
import { runOfText, textOfRun } from './run-text.ts';
import { summarise } from './summary.ts';
import { warmUpOf } from './warm-up.ts';

let of: Simulated;
beforeAll(async () => {
  of = await simulated(['P0', 'P1'], 3, 3);
});

const bins = (...counts: number[]): Uint32Array => Uint32Array.from(counts);

describe('an experiment', () => {
  it('keeps a result as text without losing a bit', () => {
    const { run } = of.runs[0]!;
    expect(runOfText(textOfRun(run))).toEqual(run);
    const empty = { ...run, daily: Float64Array.of(3, NaN, 5) };
    expect(runOfText(textOfRun(empty))).toEqual(empty);
  });

  it('pairs replications of the same lorries', () => {
    const [p0, p1] = of.experiment.policies;
    const waits = (policy: string): number[] => of.runs.filter(({ run }) => run.policy === policy).map(({ run }) => measuresByClass(run).get('all')!.wait);
    const [first, second] = [waits('P0'), waits('P1')];
    expect(p1!.all.against!.wait.mean).toBeCloseTo(first.reduce((sum, wait, index) => sum + second[index]! - wait, 0) / 3, 10);
    expect(p0!.all.against).toBeUndefined();
    expect(p1!.all.figures.served.mean).toBe(p0!.all.figures.served.mean);
    expect(p1!.waits.count).toBe(of.runs.filter(({ run }) => run.policy === 'P1').reduce((sum, { run }) => sum + run.lorries.served, 0));
  });

  it('refuses to compare policies that have not served the same lorries', () => {
    const run = of.runs[0]!.run;
    const other: RunResult = { ...run, policy: 'P9', lorries: { ...run.lorries, hash: '00' } };
    expect(() => summarise([{ id: 'P0', name: '' }, { id: 'P9', name: '' }], [[run], [other]])).toThrow('P9 has not served the same lorries as P0');
  });

  it('counts only replications that every policy has done, in whatever order they came', () => {
    const asked = { scenario: { id: 's', title: 't' }, policies: [{ id: 'P0', name: '' }, { id: 'P1', name: '' }], days: 3, seed: 1, replications: 3 };
    const found = experimentOf(asked, { days: 0, settled: true }, ({ policy, replication }) =>
      policy === 'P1' && replication === 1 ? undefined : of.runs.find((each) => each.run.policy === policy && each.replication === replication)!.run);
    expect(found.replications).toEqual({ asked: 3, done: 2 });
    expect(found.policies[0]!.all.figures.wait.count).toBe(2);
  });

  it('goes replication by replication, and pilots with few', () => {
    const policies = [{ id: 'P0', name: '' }, { id: 'P1', name: '' }];
    expect(trialsOf({ policies, replications: 2 }, 4).map(({ policy, replication }) => `${policy}/${replication}`)).toEqual(['P0/0', 'P1/0', 'P0/1', 'P1/1']);
    expect(pilotsOf({ scenario: { id: '', title: '' }, policies, days: 9, seed: 1, replications: 30 }).length).toBe(10);
  });

  it('has the causes of all minutes of waiting', () => {
    for (const { all } of of.experiment.policies) {
      const sum = CAUSES.reduce((total, cause) => total + all.byCause[cause].mean, 0);
      expect(sum).toBeCloseTo(all.figures.wait.mean, 6);
    }
  });
});

describe('distributions of minutes', () => {
  it('spread a bin evenly, and stop at the open one', () => {
    expect(quantile({ count: 4, bins: bins(0, 2, 2, 0) }, 0.5)).toBe(2);
    expect(quantile({ count: 4, bins: bins(0, 2, 2, 0) }, 0.25)).toBe(1.5);
    expect(quantile({ count: 2, bins: bins(0, 1, 0, 1) }, 0.95)).toBe(3);
    expect(quantile({ count: 0, bins: bins(0) }, 0.5)).toBeNaN();
  });

  it('are joined by their counts', () => {
    expect(joined([{ count: 1, mean: 4, bins: bins(0, 1) }, { count: 3, mean: 8, bins: bins(3) }, { count: 0, mean: 0, bins: bins() }]))
      .toEqual({ count: 4, mean: 7, bins: bins(3, 1) });
  });
});

describe('the warm-up', () => {
  const run = (daily: number[]): RunResult => ({ ...of.runs[0]!.run, daily: Float64Array.from(daily) });
  const settles = [...Array.from({ length: 5 }, () => 80), ...Array.from({ length: 55 }, (_, day) => 10 + (day % 2))];

  it('is what the slowest policy needs', () => {
    expect(warmUpOf([[run(settles)], [run(settles.map(() => 3))]])).toEqual({ days: 5, settled: true });
  });

  it('never reaches into a shock', () => expect(warmUpOf([[run(settles)]], 3)).toEqual({ days: 0, settled: true }));
});

describe('lines of values', () => {
  it('have a row for every policy, replication and class, and one for all lorries', () => {
    const lines = csvOf(of.runs, 1).trimEnd().split('\r\n');
    expect(lines[0]).toBe(CSV_COLUMNS.join(','));
    expect(lines.length).toBe(1 + 6 * (Object.keys(of.setting.scenario.classes).length + 1));
    for (const line of lines) expect(line.split(',').length).toBe(CSV_COLUMNS.length);
    expect(lines[1]).toMatch(/^huu-nghi-youyi-guan,P0,1,0,VN-CN\/perishable,\d+,\d+,/);
  });
});
