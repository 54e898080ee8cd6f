import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sharedFacts } from '@pairgate/exchange/entry.ts';
import { GROUPS } from '../packages/cli/src/conform/conform.ts';
import { UNTESTED } from '../packages/cli/src/conform/untested.ts';
import { verifyEvidence } from '../packages/verify/src/verify-evidence.ts';
import { EXAMPLES, evidence } from './protocol/examples.ts';
import { pairOf } from './protocol/example-pair.ts';

/**
 * The protocol document cannot lie: every example in it is made here by the product's own code and compared. Rewrite them
 * with `npx vitest run --project unit tests/protocol-document.test.ts -u` and review the difference.
 */

const read = (file: string): string => readFileSync(new URL(`../docs/protocol/${file}`, import.meta.url), 'utf8');
const MARK = /(<!-- made: ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** The document with everything between marks made anew. */
const remade = (document: string, made: Readonly<Record<string, () => string>>): string =>
  document.replace(MARK, (_all, before: string, name: string, after: string) => {
    const make = made[name];
    if (!make) throw new Error(`there is no example ${name}`);
    return `${before}${make()}\n${after}`;
  });

const marks = (document: string): string[] => [...document.matchAll(MARK)].map(([, , name]) => name!);

describe('docs/protocol/v1.md', () => {
  const document = read('v1.md');

  it('has the bytes that the product makes', async () => {
    await expect(remade(document, EXAMPLES)).toMatchFileSnapshot('../docs/protocol/v1.md');
  });

  it('prints every example once, and closes every mark', () => {
    expect(marks(document).toSorted()).toEqual(Object.keys(EXAMPLES).toSorted());
    expect(document.match(/<!-- made: /g)?.length).toBe(marks(document).length);
  });

  it('numbers each clause once, and each is judged by the kit or named as one that cannot be', () => {
    const clauses = [...document.matchAll(/^- \*\*([A-Z]{3}-\d+)\*\*/gm)].map(([, clause]) => clause!);
    expect(clauses.filter((clause, index) => clauses.indexOf(clause) !== index)).toEqual([]);
    const judged = GROUPS.flatMap(({ checks }) => checks.map(({ clause }) => clause));
    expect([...new Set(judged), ...Object.keys(UNTESTED)].toSorted()).toEqual(clauses.toSorted());
  });

  it('names only clauses that it has', () => {
    const clauses = new Set([...document.matchAll(/^- \*\*([A-Z]{3}-\d+)\*\*/gm)].map(([, clause]) => clause!));
    const named = [...document.matchAll(/\b([A-Z]{3}-\d+)\b/g)].map(([clause]) => clause);
    expect([...new Set(named)].filter((clause) => !clauses.has(clause) && !/^(RFC|SHA|UTF)-/.test(clause))).toEqual([]);
  });

  it('shows evidence that a checker which shares no code with the product finds valid', async () => {
    const trust = (['VN', 'CN'] as const).map((side) => createHash('sha256').update(pairOf(side, 'root').publicKey).digest('hex'));
    const file = new TextEncoder().encode(JSON.stringify(evidence));
    const report = await verifyEvidence(file, { trust });
    expect(report.checks.filter(({ verdict }) => verdict === 'INVALID')).toEqual([]);
    expect(report.verdict).toBe('VALID');
    const changed = new TextEncoder().encode(JSON.stringify({ ...evidence, pair: 'another-pair' }));
    expect((await verifyEvidence(changed, { trust })).verdict).toBe('INVALID');
  });
});

it('docs/protocol/messages.json has the schema of every type that may stand in a log', async () => {
  const types = Object.entries(sharedFacts).map(([type, { on, author, data }]) => {
    const { $schema: _dialect, ...schema } = z.toJSONSchema(data, { io: 'input', unrepresentable: 'any' });
    return [type, { stream: on, author, data: schema }] as const;
  });
  const schemas = Object.fromEntries(types.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  await expect(`${JSON.stringify(schemas, null, 2)}\n`).toMatchFileSnapshot('../docs/protocol/messages.json');
});

describe('docs/protocol/conformance.md', () => {
  const rows = (): string => {
    const checks = GROUPS.flatMap((group) => group.checks.map(({ clause, what }) => [clause, what] as const));
    const untested = Object.entries(UNTESTED).map(([clause, reason]) => [clause, `*not tested:* ${reason}`] as const);
    const all = [...checks, ...untested].toSorted(([a], [b]) => byNumber(a, b));
    return ['| clause | what is looked at |', '|---|---|', ...all.map(([clause, what]) => `| ${clause} | ${what} |`)].join('\n');
  };

  it('lists what the kit looks at', async () => {
    const document = read('conformance.md');
    expect(marks(document)).toEqual(['checks']);
    await expect(remade(document, { checks: rows })).toMatchFileSnapshot('../docs/protocol/conformance.md');
  });
});

/** By the letters, then by the number. */
function byNumber(a: string, b: string): number {
  const [[nameA, numberA], [nameB, numberB]] = [a.split('-'), b.split('-')] as [[string, string], [string, string]];
  return nameA === nameB ? Number(numberA) - Number(numberB) : nameA < nameB ? -1 : 1;
}
