import { readdirSync, readFileSync } from 'node:fs';
import { ZenEngine } from '@gorules/zen-engine';
import { AUTHORITIES, SIDES, type Channel, type Party } from '@pairgate/domain/kernel/codes.ts';
import { ruleInput, type RuleInput } from '@pairgate/domain/freight/declaration/rule-input.ts';
import { completion, declaration } from '@pairgate/domain/freight/declaration/schema.ts';
import { findReason } from '@pairgate/domain/vocabulary/reason-codes.ts';
import { describe, expect, it } from 'vitest';
import durian from '../../../samples/durian-vn-cn.json' with { type: 'json' };
import electronics from '../../../samples/electronics-cn-vn.json' with { type: 'json' };

interface Outcome {
  readonly channel: Channel;
  readonly requiredActs: readonly string[];
  readonly reasonCodes: readonly string[];
  readonly rule: string;
}

interface Table {
  readonly nodes: readonly {
    readonly type: string;
    readonly content: { readonly rules?: readonly { readonly rule: string }[] };
  }[];
}

const engine = new ZenEngine();
const FILES = readdirSync(new URL('./', import.meta.url)).filter((name) => name.endsWith('.json'));
const content = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Table;

async function evaluate(file: string, input: RuleInput): Promise<Outcome> {
  const { result, trace } = await engine.createDecision(content(file)).evaluate(input, { trace: true });
  expect(Object.values(trace ?? {}).some((node) => node.traceData?.rule?._id)).toBe(true);
  return result as Outcome;
}

const fruit = { declaration: declaration.parse(durian.declaration), completion: completion.parse(durian.completion) };
const parts = {
  declaration: declaration.parse(electronics.declaration),
  completion: completion.parse(electronics.completion),
};
const input = (sample: typeof fruit, party: Party, more: Partial<RuleInput> = {}): RuleInput => ({
  ...ruleInput(sample.declaration, sample.completion, party),
  ...more,
});

it('there is one table for each authority of each side', () => {
  const expected = SIDES.flatMap((side) => AUTHORITIES.map((authority) => `${side.toLowerCase()}-${authority}.json`));
  expect([...FILES].sort()).toEqual(expected.sort());
});

describe('the samples', () => {
  it.each([
    ['vn-customs', 'green'],
    ['vn-quarantine', 'green'],
    ['vn-border_guard', 'green'],
    ['cn-customs', 'green'],
    ['cn-quarantine', 'red'],
    ['cn-border_guard', 'green'],
  ])('durian at %s: %s', async (name, channel) => {
    const party = name.startsWith('vn') ? 'origin' : 'destination';
    expect(await evaluate(`${name}.json`, input(fruit, party))).toMatchObject({ channel });
  });

  it.each(FILES.map((file) => [file]))('electronics at %s pass when nothing is drawn', async (file) => {
    const party = file.startsWith('cn') ? 'origin' : 'destination';
    expect(await evaluate(file, input(parts, party))).toMatchObject({
      channel: 'green',
      requiredActs: [],
      reasonCodes: [],
    });
  });

  it('a banana is checked on paper', async () => {
    const banana = input(fruit, 'destination', { hs6: ['080390'], random: 0.5 });
    expect(await evaluate('cn-quarantine.json', banana)).toMatchObject({ channel: 'yellow', requiredActs: ['papers'] });
  });
});

// Each deviation alone, over goods, parties and draws: enough to reach every row, since a row asks for few things.
function variations(): RuleInput[] {
  const goods: Partial<RuleInput>[] = [
    {},
    { hs6: ['080390'] },
    { hs6: ['853400'], needsQuarantine: false, freshFruit: false },
    { hs6: ['851762'], needsQuarantine: false, freshFruit: false },
  ];
  const all = input(fruit, 'origin');
  const without = (name: keyof RuleInput['hasDocument']) => ({
    hasDocument: { ...all.hasDocument, conformity: true, [name]: false },
  });
  const deviations: Partial<RuleInput>[] = [
    {},
    { papersDisagree: true },
    { listed: true },
    { exporterClass: 'low' },
    { exporterClass: 'trusted' },
    { hasDriver: false },
    { trafficClass: 'hazardous' },
    { preferenceClaimed: true, ...without('origin') },
    { hasProduction: false },
    ...(['invoice', 'phyto', 'labReport', 'conformity'] as const).map(without),
  ];
  return (['origin', 'destination'] as const).flatMap((party) =>
    goods.flatMap((good) =>
      deviations.flatMap((deviation) =>
        [0.01, 0.05, 0.2, 1].map((random) => ({
          ...all,
          preferenceClaimed: false,
          ...good,
          ...deviation,
          party,
          random,
        })),
      ),
    ),
  );
}

describe.each(FILES)('%s', (file) => {
  const rows = content(file).nodes.find((node) => node.type === 'decisionTableNode')!.content.rules!;

  it('has at most ten rows, each reached by some input, and always answers in a consistent way', async () => {
    expect(rows.length).toBeLessThanOrEqual(10);
    const decision = engine.createDecision(content(file));
    const reached = new Set<string>();
    for (const each of variations()) {
      const { channel, requiredActs, reasonCodes, rule } = (await decision.evaluate(each)).result as Outcome;
      reached.add(rule);
      expect(requiredActs.length === 0).toBe(channel === 'green');
      expect(requiredActs.includes('inspection')).toBe(channel === 'red');
      if (channel === 'red') expect(reasonCodes.length).toBeGreaterThan(0);
      for (const code of reasonCodes) expect(findReason(code), code).toBeDefined();
    }
    expect([...reached].sort()).toEqual(rows.map((row) => JSON.parse(row.rule) as string).sort());
  });
});

// A normal day in the shares that public figures suggest; the draw runs evenly through [0, 1).
describe('the channels of a normal day', () => {
  const DRAWS = 200;
  async function shares(file: string, of: (random: number) => RuleInput): Promise<Record<Channel, number>> {
    const decision = engine.createDecision(content(file));
    const count = { green: 0, yellow: 0, red: 0 };
    for (let index = 0; index < DRAWS; index += 1) {
      const { channel } = (await decision.evaluate(of((index + 0.5) / DRAWS))).result as Outcome;
      count[channel] += 1 / DRAWS;
    }
    return count;
  }

  it('opens every durian and takes a sample of some', async () => {
    expect((await shares('cn-quarantine.json', (random) => input(fruit, 'destination', { random }))).red).toBeCloseTo(
      1,
    );
  });

  it('checks most other fruit on paper', async () => {
    const other = await shares('cn-quarantine.json', (random) =>
      input(fruit, 'destination', { hs6: ['080390'], random }),
    );
    expect(other.yellow).toBeGreaterThan(0.8);
    expect(other.red).toBeLessThan(0.15);
  });

  it('lets most electronics pass green, some yellow, few red', async () => {
    const imports = await shares('vn-customs.json', (random) => input(parts, 'destination', { random }));
    expect(imports.green).toBeGreaterThan(0.6);
    expect(imports.yellow).toBeGreaterThan(0.15);
    expect(imports.red).toBeLessThan(0.05);
  });
});
