import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factTypes, FACT_TYPES, type FactTypeName } from '@pairgate/domain/concepts.ts';
import { otherSide, SIDES, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import { signCheckpoint } from '@pairgate/ledger/checkpoint.ts';
import { leafHash, rootOf } from '@pairgate/ledger/merkle.ts';
import { EMPTY_TIP, grow } from '@pairgate/ledger/tiles.ts';
import type { AgreementDocument, FieldTerms, Rule } from './agreement.ts';
import { amendmentOf, type Agreements, type Amendment } from './agreements.ts';
import { contradictionIn } from './contradictions.ts';
import { DEFAULT_MESSAGES } from './default-agreement.ts';
import { publish, type Entry } from './entry.ts';
import { receive, type Held } from './intake.ts';
import { KeyRing } from './key-ring.ts';
import { exchangeFacts } from './messages.ts';
import { isFreeText, placesOf, shapeOf } from './places.ts';
import { encodeEntries } from './wire.ts';
import { acceptanceOf, activationOf, proposalOf, T0 } from './testing/amending.ts';
import { factOf, generated } from './testing/facts.ts';
import {
  agreementsFrom, documentOf, keyPair, ORIGINS, portsOf, SEEDS, sha256, statementPorts, verifyEd25519,
} from './testing/pair.ts';

/**
 * Nothing crosses that the agreement in force denies or does not name, nor what it masks or replaces: whatever the facts,
 * the agreements and the amendments are. Every such value is a canary of 128 bits, and what is looked at is the bytes of
 * the frames.
 */

const PLACES = new Map(FACT_TYPES.map((type) => [type, placesOf(shapeOf(factTypes[type].data))] as const));
const valuesAt = (type: FactTypeName, path: string) => PLACES.get(type)!.get(path)!.filter((shape) => shape.type !== 'null');
/** What can be named. The fields of a patch are those of the corrected fact; where only nothing can stand, nothing is named. */
const pathsOf = (type: FactTypeName) =>
  [...PLACES.get(type)!.keys()].filter((path) => (type !== 'FactCorrected' || path !== 'patch') && valuesAt(type, path).length > 0);
const CLASSES = ['trade', 'vehicle', 'operation'];

/** What of a path may be said, other than that it crosses as it is. */
function rulesFor(type: FactTypeName, path: string): readonly Rule[] {
  if (type === 'FactCorrected') return ['allow'];
  const shapes = valuesAt(type, path);
  if (shapes.some((shape) => shape.type === undefined || shape.type === 'object')) return ['deny'];
  return shapes.every(isFreeText) ? ['allow', 'mask', 'pseudonym', 'deny'] : ['allow', 'deny'];
}

/** A document in which each field of each fact has a rule by chance, or is not named at all. */
function documentBy(chance: Chance, version: number): AgreementDocument {
  const messages: Record<string, Record<string, FieldTerms>> = {};
  for (const type of Object.keys(exchangeFacts)) messages[type] = DEFAULT_MESSAGES[type as 'Judged']!;
  for (const type of FACT_TYPES) {
    const fields: [string, FieldTerms][] = pathsOf(type).flatMap((path): [string, FieldTerms][] => {
      const rules = rulesFor(type, path);
      const rule = path === 'factType' ? 'allow' : chance.pick(rules);
      if (chance.happens(30) && path !== 'factType') return [];
      const keep = rule === 'mask' ? { keep: 1 + chance.below(12) } : {};
      const terms = { class: chance.pick(CLASSES), purpose: `purpose ${chance.below(3)}`, basis: 'b', rule, ...keep };
      return [[path, terms]];
    });
    messages[type] = Object.fromEntries(fields);
  }
  const document = { ...documentOf(messages), version };
  const contradiction = contradictionIn(document);
  if (contradiction) throw new Error(JSON.stringify(contradiction));
  return document;
}

interface Spiked {
  readonly data: object;
  /** Nothing of these may be seen, nor of those that are masked more than their end. */
  readonly canaries: readonly string[];
  /** Texts that cross as they are. */
  readonly kept: readonly string[];
}

/** Data in which every value that must not be read is a canary. */
function spiked(document: AgreementDocument, type: FactTypeName, data: object, chance: Chance): Spiked {
  const own = document.messages[type] ?? {};
  const corrected = (data as { factType?: string }).factType;
  const patched = type === 'FactCorrected' && corrected ? (document.messages[corrected] ?? {}) : {};
  const termsOf = (path: string) => own[path] ?? (path.startsWith('patch.') ? patched[path.slice('patch.'.length)] : undefined);
  const canaries: string[] = [];
  const kept: string[] = [];
  const spike = (value: unknown, path: string): unknown => {
    if (value === null) return null;
    if (Array.isArray(value)) return value.map((each) => spike(each, `${path}[]`));
    if (typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spike(each, path === '' ? name : `${path}.${name}`)]));
    }
    const { rule = 'allow' } = termsOf(path) ?? { rule: 'deny' };
    if (rule === 'allow') {
      if (typeof value === 'string') kept.push(JSON.stringify(value));
      return value;
    }
    if (rule !== 'deny' && typeof value !== 'string') return value;
    const canary = chance.hex(16);
    canaries.push(rule === 'mask' ? canary.slice(0, 20) : canary);
    return canary;
  };
  return { data: spike(data, '') as object, canaries, kept };
}

/** Both logs, as their authors write them, one after the other. */
class Logs {
  agreements: Agreements;
  readonly entries: Record<SideId, Entry[]> = { VN: [], CN: [] };
  readonly amendments: Amendment[] = [];
  readonly #ports = portsOf(7);
  readonly #seq = new Map<string, number>();

  constructor(first: AgreementDocument) {
    this.agreements = agreementsFrom(first);
    for (const side of SIDES) this.tell(side, 'AgreementActivated', activationOf(first));
  }

  /** Adds a fact to the log of its author under the version in force there, which it gives back. */
  write(fact: Fact): Entry | undefined {
    const { side, stream, type, data } = fact;
    const force = this.agreements.inForce(side).compiled;
    const terms = type === 'AgreementActivated' ? this.agreements.at((data as { version: number }).version)! : force;
    const seq = (this.#seq.get(`${side} ${stream}`) ?? 0) + 1;
    const entry = publish({ fact, seq, source: ORIGINS[side] }, terms, this.#ports);
    if (!entry) return undefined;
    this.#seq.set(`${side} ${stream}`, seq);
    const amendment = amendmentOf(fact, this.entries[side].length);
    if (amendment) {
      const fault = this.agreements.fault(amendment);
      if (fault) throw new Error(`${type}: ${fault}`);
      this.agreements = this.agreements.with(amendment);
      this.amendments.push(amendment);
    }
    this.entries[side].push(entry);
    return entry;
  }

  tell(side: SideId, type: Amendment['type'], data: object): void {
    const saw = this.entries[otherSide(side)].length;
    this.write({ id: '5'.repeat(32), type, stream: `log:${side}`, side, occurredAt: T0, recordedAt: T0, saw, data });
  }

  amend(by: SideId, document: AgreementDocument): void {
    const other = otherSide(by);
    this.tell(by, 'AgreementProposed', proposalOf(by, document));
    this.tell(other, 'AgreementAccepted', acceptanceOf(other, document));
  }

  /** What the other side makes of a log that comes in pieces. */
  received(author: SideId, cuts: readonly number[]) {
    const entries = this.entries[author];
    const { signer } = keyPair(ORIGINS[author], SEEDS[author][1]);
    const keys = KeyRing.of(this.agreements.first.document, statementPorts);
    const first = agreementsFrom(this.agreements.first.document);
    const own = this.amendments.filter(({ side }) => side !== author);
    let held: Held = { tip: EMPTY_TIP, agreements: first.restored(own), logSeq: 0 };
    let from = 0;
    return [...new Set([...cuts.map((cut) => cut % entries.length), entries.length])].toSorted((a, b) => a - b).flatMap((end) => {
      const chunk = entries.slice(from, end);
      const { tip } = grow(sha256, held.tip, chunk.map((entry) => leafHash(sha256, entry.leaf)));
      const note = signCheckpoint({ origin: ORIGINS[author], size: end, root: rootOf(sha256, tip.edge) }, signer);
      const taken = receive({ first: from, entries: chunk, note }, held, { author, keys, sha256, verify: verifyEd25519 });
      if (!taken.ok) throw new Error(taken.fault);
      for (const { fact, envelope, index } of taken.value.entries) {
        const amendment = fact && amendmentOf(fact, index);
        if (amendment) held = { ...held, agreements: held.agreements.with(amendment) };
        if (envelope?.stream === `log:${author}`) held = { ...held, logSeq: envelope.seq };
      }
      held = { ...held, tip: taken.value.tip };
      from = end;
      return taken.value.entries;
    });
  }
}

type Step =
  | { readonly kind: 'fact'; readonly type: FactTypeName; readonly data: object }
  | { readonly kind: 'amend'; readonly by: SideId }
  | { readonly kind: 'activate'; readonly side: SideId };

const side = fc.constantFrom<SideId>('VN', 'CN');
const fact = fc.constantFrom(...FACT_TYPES).chain((type) => generated(type).map((data): Step => ({ kind: 'fact', type, data })));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fact },
  { weight: 1, arbitrary: side.map((by): Step => ({ kind: 'amend', by })) },
  { weight: 3, arbitrary: side.map((of): Step => ({ kind: 'activate', side: of })) },
);

describe('what an agreement keeps back', () => {
  it('is in no byte of any frame, before, while and after it is amended, and nothing that is sent is refused', () => {
    const counted = { canaries: 0, versions: 0, disguised: 0 };
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), fc.integer({ min: 0 }), fc.array(fc.nat()), (steps, seed, cuts) => {
        const chance = new Chance(seed);
        const logs = new Logs(documentBy(chance, 1));
        const canaries: string[] = [];
        for (const each of steps) {
          const newest = logs.agreements.versions.at(-1)!.document.version;
          if (each.kind === 'amend') logs.amend(each.by, documentBy(chance, newest + 1));
          if (each.kind === 'activate') {
            const next = logs.agreements.upcoming(each.side);
            if (next) logs.tell(each.side, 'AgreementActivated', activationOf(next.document));
          }
          if (each.kind !== 'fact') continue;
          const author = factOf(each.type, each.data).side;
          const { document } = logs.agreements.inForce(author);
          const spike = spiked(document, each.type, each.data, chance);
          const written = logs.write({ ...factOf(each.type, each.data), data: spike.data });
          canaries.push(...spike.canaries);
          if (!written) continue;
          const text = Buffer.from(written.data).toString('utf8');
          for (const value of spike.kept) expect(text).toContain(value);
          counted.disguised += (text.match(/"pn-[0-9a-f]{32}"|"\*\*\*/g) ?? []).length;
        }
        const wire = Buffer.concat(SIDES.map((of) => encodeEntries(0, logs.entries[of]))).toString('latin1');
        for (const canary of canaries) expect(wire).not.toContain(canary);
        counted.canaries += canaries.length;
        counted.versions += logs.agreements.versions.length;
        for (const author of SIDES) {
          const faults = logs.received(author, cuts).map(({ fault, pointer, envelope }) => fault && `${fault} ${pointer} ${envelope?.type}`);
          expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
        }
      }),
      { numRuns: 10 },
    );
    expect(counted.canaries).toBeGreaterThan(100);
    expect(counted.disguised).toBeGreaterThan(5);
    expect(counted.versions).toBeGreaterThan(10);
  });
});
