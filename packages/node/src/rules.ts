import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ZenEngine, type ZenDecision } from '@gorules/zen-engine';
import { z } from 'zod';
import { AUTHORITIES, channel, type Authority, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { requiredAct, type Assessed } from '@pairgate/domain/freight/assessment/schema.ts';
import type { RuleInput } from '@pairgate/domain/freight/declaration/rule-input.ts';

/** What a decision table answers. */
const answer = z.object({
  channel,
  requiredActs: z.array(requiredAct),
  reasonCodes: z.array(z.string()),
  rule: z.string(),
});

interface Table {
  readonly decision: ZenDecision;
  readonly text: string;
}

/** The decision tables of one side's authorities: JDM files, read once, evaluated by the rule engine with its trace. */
export class Rules {
  readonly #engine = new ZenEngine();
  readonly #tables = new Map<Authority, Table>();

  constructor(directory: string, side: SideId) {
    for (const authority of AUTHORITIES) {
      const file = join(directory, `${side.toLowerCase()}-${authority}.json`);
      if (!existsSync(file)) throw new Error(`The decision table ${file} is missing.`);
      const text = readFileSync(file, 'utf8');
      this.#tables.set(authority, { decision: this.#engine.createDecision(JSON.parse(text) as object), text });
    }
  }

  /** What an authority's table finds. Throws when the table gives no answer: a table must have a last row for the rest. */
  async assess(authority: Authority, input: RuleInput, version: number): Promise<Assessed> {
    const { decision, text } = this.#tables.get(authority)!;
    const { result, trace } = await decision.evaluate(readIn(text, input), { trace: true });
    const found = answer.parse(result);
    return { authority, version, ...found, trace: traceOf(trace) };
  }
}

/**
 * The facts that a table can read. The engine takes each of them over, and gives all of them back with each step of the
 * trace, which is most of its work. A table reads a fact by its name, unless it takes all of them at once.
 */
function readIn(table: string, input: RuleInput): Partial<RuleInput> {
  if (table.includes('$root') || table.includes('functionNode')) return input;
  return Object.fromEntries(Object.entries(input).filter(([name]) => table.includes(name)));
}

/** Of the engine's trace, what an officer can read: which row of which table matched, on which inputs. */
function traceOf(trace: unknown): unknown {
  const nodes = Object.values((trace ?? {}) as Record<string, { name?: string; traceData?: unknown }>);
  return nodes.filter((node) => node.traceData).map(({ name, traceData }) => ({ table: name, matched: traceData }));
}
