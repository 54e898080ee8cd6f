import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ZenEngine } from '@gorules/zen-engine';
import { describe, expect, it } from 'vitest';
import { ruleInput } from '@pairgate/domain/freight/declaration/rule-input.ts';
import { completion, declaration } from '@pairgate/domain/freight/declaration/schema.ts';
import { AUTHORITIES, SIDES } from '@pairgate/domain/kernel/codes.ts';
import durian from '../../../samples/durian-vn-cn.json' with { type: 'json' };
import electronics from '../../../samples/electronics-cn-vn.json' with { type: 'json' };
import { Rules } from './rules.ts';

const DIRECTORY = fileURLToPath(new URL('../rules', import.meta.url));
const inputs = [durian, electronics].flatMap((sample) =>
  (['origin', 'destination'] as const).map((party) => ruleInput(declaration.parse(sample.declaration), completion.parse(sample.completion), party)),
);

describe('an assessment', () => {
  it.each(SIDES)('is what the table makes of all facts, on side %s', async (side) => {
    const rules = new Rules(DIRECTORY, side);
    for (const authority of AUTHORITIES) {
      const table = JSON.parse(readFileSync(join(DIRECTORY, `${side.toLowerCase()}-${authority}.json`), 'utf8')) as object;
      const decision = new ZenEngine().createDecision(table);
      for (const input of inputs) {
        const { result, trace } = await decision.evaluate(input, { trace: true });
        const matched = Object.values(trace!).flatMap(({ name, traceData }) => (traceData ? [{ table: name, matched: traceData }] : []));
        expect(await rules.assess(authority, input, 3)).toEqual({ authority, version: 3, ...result, trace: matched });
      }
    }
  });

  // The engine adds a member of its own to the facts.
  const all = Object.keys(inputs[0]!).length + 1;
  const outcome = { requiredActs: [], reasonCodes: [], rule: 'row 1' };
  it.each([
    ['a program', {
      type: 'functionNode',
      content: { source: `export const handler = (facts) => ({ ...${JSON.stringify(outcome)}, channel: Object.keys(facts).length === ${all} ? 'red' : 'green' });` },
    }],
    ['an expression', {
      type: 'expressionNode',
      content: {
        expressions: [
          ...Object.entries(outcome).map(([key, value]) => ({ id: key, key, value: JSON.stringify(value) })),
          { id: 'channel', key: 'channel', value: `len(keys($root)) >= ${all} ? 'red' : 'green'` },
        ],
      },
    }],
  ])('is given all facts when %s takes them at once', async (_what, node) => {
    const directory = mkdtempSync(join(tmpdir(), 'pairgate-rules-'));
    try {
      cpSync(DIRECTORY, directory, { recursive: true });
      const nodes = [
        { id: 'a', name: 'Facts', type: 'inputNode', position: { x: 0, y: 0 } },
        { id: 'b', name: 'All', position: { x: 1, y: 0 }, ...node },
        { id: 'c', name: 'Assessment', type: 'outputNode', position: { x: 2, y: 0 } },
      ];
      const edges = [{ id: 'ab', sourceId: 'a', targetId: 'b', type: 'edge' }, { id: 'bc', sourceId: 'b', targetId: 'c', type: 'edge' }];
      writeFileSync(join(directory, 'vn-customs.json'), JSON.stringify({ nodes, edges }));
      expect(await new Rules(directory, 'VN').assess('customs', inputs[0]!, 1)).toMatchObject({ ...outcome, channel: 'red' });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
