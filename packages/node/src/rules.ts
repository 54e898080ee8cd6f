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
  /** Whether it reads a fact of this name. */
  readonly reads: (name: string) => boolean;
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
      this.#tables.set(authority, { decision: this.#engine.createDecision(JSON.parse(text) as object), reads: readsOf(text) });
    }
  }

  /** What an authority's table finds. Throws when the table gives no answer: a table must have a last row for the rest. */
  async assess(authority: Authority, input: RuleInput, version: number): Promise<Assessed> {
    const { decision, reads } = this.#tables.get(authority)!;
    const facts = Object.fromEntries(Object.entries(input).filter(([name]) => reads(name)));
    const { result, trace } = await decision.evaluate(facts, { trace: true });
    const found = answer.parse(result);
    return { authority, version, ...found, trace: traceOf(trace) };
  }
}

/**
 * Which facts a table can read. The engine takes each fact over that it is given, and gives all of them back with each step of the
 * trace, which is most of its work. A table reads a fact by its name, unless it takes all of them at once. Its text is looked
 * through once for each name.
 */
function readsOf(table: string): Table['reads'] {
  if (table.includes('$root') || table.includes('functionNode')) return () => true;
  const known = new Map<string, boolean>();
  return (name) => {
    let reads = known.get(name);
    if (reads === undefined) known.set(name, (reads = table.includes(name)));
    return reads;
  };
}

/** Of the engine's trace, what an officer can read: which row of which table matched, on which inputs. */
function traceOf(trace: unknown): unknown {
  const nodes = Object.values((trace ?? {}) as Record<string, { name?: string; traceData?: unknown }>);
  return nodes.filter((node) => node.traceData).map(({ name, traceData }) => ({ table: name, matched: traceData }));
}
