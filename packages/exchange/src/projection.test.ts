import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factTypes, FACT_TYPES, type FactTypeName } from '@pairgate/domain/concepts.ts';
import { NOW } from '@pairgate/domain/kernel/testing/history.ts';
import { Chance } from '@pairgate/domain/kernel/testing/chance.ts';
import { CN, VN } from '@pairgate/domain/kernel/testing/cast.ts';
import { completionOf, declarationOf } from '@pairgate/domain/kernel/testing/goods.ts';
import { World } from '@pairgate/domain/kernel/testing/world.ts';
import { decodeUtf8 } from '@pairgate/ledger/utf8.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { compileAgreement } from './agreement.ts';
import { DEFAULT_MESSAGES, DEFAULT_RETENTION } from './default-agreement.ts';
import { openEntry, publish, type Entry } from './entry.ts';
import { excess, project, type Json } from './project.ts';
import { placesOf, shapeOf } from './places.ts';
import { factOf, generated } from './testing/facts.ts';
import { crossing, defaultAgreement, documentOf, envelopeOf, forge, ORIGINS, portsOf, sha256 } from './testing/pair.ts';

const ports = portsOf();
const entryOf = (fact: Fact): Entry | undefined =>
  publish({ fact, seq: 1, source: ORIGINS[fact.side] }, defaultAgreement, ports);
const textOf = (entry: Entry): string => `${decodeUtf8(entry.leaf)}\n${decodeUtf8(entry.data)}`;

const shared = FACT_TYPES.filter((type) => DEFAULT_MESSAGES[type]);

describe('the default agreement', () => {
  it('lets every fact cross but the proposal of a correction', () => {
    expect(FACT_TYPES.filter((type) => !DEFAULT_MESSAGES[type])).toEqual(['CorrectionProposed']);
    expect(entryOf(factOf('CorrectionProposed', { reason: 'x' }))).toBeUndefined();
  });

  it('names only fields that the facts have', () => {
    for (const type of shared) {
      const places = placesOf(shapeOf(factTypes[type].data));
      const named = Object.keys(DEFAULT_MESSAGES[type]!);
      expect(named.filter((path) => !places.has(path)), type).toEqual([]);
    }
  });

  it('names no field about a person, and no note that an officer or a rule engine wrote', () => {
    const named = Object.values(DEFAULT_MESSAGES).flatMap((fields) => Object.keys(fields!));
    expect(named.filter((path) => /driver|agent|phone|licence|note|trace|account|officer|picture/i.test(path))).toEqual([]);
  });

  it('gives each field a class that says how long it is kept', () => {
    const classes = Object.values(DEFAULT_MESSAGES).flatMap((fields) => Object.values(fields!).map((terms) => terms.class));
    expect([...new Set(classes)].toSorted()).toEqual(Object.keys(DEFAULT_RETENTION).toSorted());
  });
});

describe.each(shared)('%s', (type) => {
  it('as its author publishes it passes the check of its receiver', () => {
    fc.assert(
      fc.property(generated(type), (data) => {
        const fact = factOf(type, data);
        const opened = openEntry(entryOf(fact)!, fact.side, defaultAgreement, sha256, false);
        if (!opened.ok) throw new Error(`${opened.fault} ${opened.pointer}`);
        expect(opened.value.fact).toMatchObject({ id: fact.id, type, stream: fact.stream, saw: 0 });
      }),
      { numRuns: 15 },
    );
  });

  it('carries over what the agreement names, and nothing else', () => {
    const named = new Set(Object.keys(DEFAULT_MESSAGES[type]!));
    fc.assert(
      fc.property(generated(type), fc.integer({ min: 0 }), (data, seed) => {
        const chance = new Chance(seed);
        const canaries: string[] = [];
        const kept: unknown[] = [];
        // The fields of a correction's patch cross as those of the corrected fact do.
        const corrected = (data as { factType?: FactTypeName }).factType;
        const patched = type === 'FactCorrected' && corrected ? Object.keys(DEFAULT_MESSAGES[corrected]!) : [];
        const allowed = (path: string): boolean => named.has(path) || patched.some((each) => path === `patch.${each}`);
        const spike = (value: unknown, path: string): unknown => {
          if (Array.isArray(value)) return value.map((each) => spike(each, `${path}[]`));
          if (typeof value === 'object' && value !== null) {
            const entries = Object.entries(value).map(([name, each]) => [name, spike(each, path ? `${path}.${name}` : name)]);
            const stray = chance.hex(16);
            canaries.push(stray);
            return Object.fromEntries([...entries, [`stray_${stray}`, stray]]);
          }
          if (allowed(path)) {
            if (value !== null) kept.push(value);
            return value;
          }
          const canary = chance.hex(16);
          canaries.push(canary);
          return canary;
        };
        const fact = factOf(type, spike(data, '') as object);
        const actor = { side: fact.side, role: 'customs', account: canary(canaries, chance) } as const;
        const text = textOf(entryOf({ ...fact, actor })!);
        for (const canary of canaries) expect(text).not.toContain(canary);
        for (const value of kept) expect(text).toContain(JSON.stringify(value));
      }),
      { numRuns: 15 },
    );
  });
});

function canary(canaries: string[], chance: Chance): string {
  const text = chance.hex(16);
  canaries.push(text);
  return text;
}

describe('nothing about a person', () => {
  it('stands in any byte of what a whole crossing sends over, whatever people wrote where it belongs', () => {
    const wire = crossing();
    const world = new World({ now: NOW, publish: wire.publish });
    const chance = new Chance(99);
    const secrets: string[] = [];
    const secret = () => canary(secrets, chance);
    const as = <A extends { account: string; firm?: string }>(actor: A): A => ({ ...actor, account: secret() });
    const person = () => ({ name: secret(), licenceID: secret(), phone: secret().slice(0, 30), languageCode: 'vi' as const });
    const good = declarationOf('VN-CN');
    const declaration = {
      ...good,
      borderTransportMeans: { ...good.borderTransportMeans, driver: person() },
      agent: { name: secret(), ID: secret() },
    };
    const accepted = (...what: Parameters<World['act']>) => {
      const outcome = world.act(...what);
      if (!outcome.ok) throw new Error(`${what[1]}: ${outcome.refusals[0]!.code}`);
      world.deliverAll();
      return outcome.facts;
    };
    const [lodged, planned] = accepted(as(VN.trader), 'lodgeDeclaration', undefined, { declaration });
    const consignment = lodged!.stream.slice(12);
    const reference = planned!.stream.slice(9);
    const completion = { ...completionOf('VN-CN'), agent: { name: secret(), ID: secret() } };
    accepted(as(CN.trader), 'completeDeclaration', consignment, { completion });
    const trace = { officer: secret(), rows: [{ why: secret() }] };
    accepted(as(VN.system), 'assessConsignment', consignment, {
      authority: 'customs', channel: 'yellow', requiredActs: [], reasonCodes: [], rule: secret(), version: 1, trace,
    });
    accepted(as(VN.yard), 'replaceAttachment', reference, {
      kind: 'driver', to: secret().slice(0, 20), driver: person(), reason: 'shuttle',
    });
    accepted(as(VN.yard), 'recordArrival', reference, {
      tractorID: '29H41207', sealID: ['VN-CD 084471'], weighedMassKg: '1', yard: secret(),
    });
    const [started] = accepted(as(VN.customs), 'startInspection', reference, { bay: secret() });
    const { inspection } = started!.data as { inspection: string };
    accepted(as(VN.customs), 'finishInspection', reference, {
      inspection, outcome: 'passed', picture: [`${secret()}${secret()}`], note: secret(),
    });
    const [held] = accepted(as(VN.customs), 'placeHold', reference, {
      reasonCode: 'papers_missing', cause: 'papers', deadline: '2026-11-20T00:00:00.000Z', objectTo: 'the post', note: secret(),
    });
    accepted(as(VN.customs), 'liftHold', reference, { hold: (held!.data as { hold: string }).hold, reason: secret() });
    accepted(as(VN.customs), 'decide', reference, {
      outcome: 'release', note: secret(), system: secret(), systemReference: secret(),
    });
    const sent = [...wire.entries.VN, ...wire.entries.CN];
    expect(sent.length).toBeGreaterThan(10);
    expect(secrets.length).toBeGreaterThan(30);
    const text = sent.map(textOf).join('\n');
    for (const each of secrets) expect(text).not.toContain(each.slice(0, 20));
    expect(text).toContain('29H-412.07');
  });
});

describe('what the agreement does not name', () => {
  const fields = DEFAULT_MESSAGES.VehicleArrived!;
  const arrival = {
    ticket: 'a'.repeat(64), opening: 'b'.repeat(64), plateClass: 'VN', weighedMassKg: '1', plateMatch: true,
    sealMatch: true, yard: 'VN-YX',
  };

  it('is refused with a pointer to the first of it, even under a true commitment', () => {
    const fact = factOf('VehicleArrived', arrival);
    const envelope = envelopeOf({ type: 'VehicleArrived' });
    expect(entryOf(fact)).toBeDefined();
    const classes = project(defaultAgreement.terms('VehicleArrived', arrival)!, arrival, ports.pseudonyms);
    const open = (spoilt: Record<string, Json>) =>
      openEntry(forge(envelope, spoilt), 'VN', defaultAgreement, sha256, false);
    expect(open(classes)).toMatchObject({ ok: true });
    const stray: [Record<string, Json>, string][] = [
      [{ ...classes, operation: { ...classes.operation!, yard: 'VN-YX' } }, '/operation/yard'],
      [{ ...classes, operation: { ...classes.operation!, 'a/b~c': 1 } }, '/operation/a~1b~0c'],
      [{ ...classes, operation: { ...classes.operation!, ticket: { deep: 1 } } }, '/operation/ticket'],
      [{ ...classes, operation: { ...classes.operation!, ticket: [1] } }, '/operation/ticket'],
      [{ ...classes, vehicle: { ...classes.vehicle!, ticket: 'a' } }, '/vehicle/ticket'],
      [{ ...classes, personal: { name: 'x' } }, '/personal'],
    ];
    for (const [spoilt, pointer] of stray) {
      expect(open(spoilt)).toMatchObject({ ok: false, fault: 'field_not_agreed', pointer });
    }
    expect(Object.keys(fields)).not.toContain('yard');
  });

  it('is found wherever it stands: what is projected has no excess, and anything added to it has', () => {
    fc.assert(
      fc.property(generated('DeclarationLodged'), fc.integer({ min: 0 }), (data, seed) => {
        const chance = new Chance(seed);
        const terms = defaultAgreement.terms('DeclarationLodged', data)!;
        for (const [name, picked] of Object.entries(project(terms, data, ports.pseudonyms))) {
          const { tree } = terms.find((each) => each.class === name)!;
          expect(excess(picked, tree)).toBeUndefined();
          const [spoilt, pointer] = withStray(picked, chance);
          expect(excess(spoilt, tree)).toBe(pointer);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not cross when an agreement drops a field that the fact needs; the receiver takes what is left', () => {
    const { weighedMassKg: _weight, ...less } = fields;
    const agreement = compileAgreement(documentOf({ ...DEFAULT_MESSAGES, VehicleArrived: less } as never));
    const told = crossing(agreement).publish(factOf('VehicleArrived', arrival), 1);
    expect(told?.data).not.toHaveProperty('weighedMassKg');
    const data = {
      correction: '3'.repeat(32), corrects: '4'.repeat(32), factType: 'VehicleArrived', reason: 'x',
      patch: { weighedMassKg: '2' },
    };
    expect(crossing(agreement).publish(factOf('FactCorrected', data), 1)?.data).not.toHaveProperty('patch');
    expect(crossing().publish(factOf('FactCorrected', data), 1)?.data).toMatchObject({ patch: { weighedMassKg: '2' } });
  });
});

/** The value with one field more in some object of it, and the pointer to that field. */
function withStray(value: Json, chance: Chance, pointer = ''): [Json, string] {
  const object = value as Record<string, Json>;
  const inner = Object.entries(object).filter(([, each]) => typeof each === 'object' && each !== null);
  if (Array.isArray(value)) {
    const places = value.flatMap((each, index) => (typeof each === 'object' && each !== null ? [index] : []));
    const index = chance.pick(places);
    const [spoilt, found] = withStray(value[index]!, chance, `${pointer}/${index}`);
    return [value.with(index, spoilt), found];
  }
  const holds = (each: Json): boolean => !Array.isArray(each) || each.some((one) => typeof one === 'object' && one !== null);
  const usable = inner.filter(([, each]) => holds(each));
  if (usable.length === 0 || chance.happens(30)) return [{ ...object, stray: 1 }, `${pointer}/stray`];
  const [name, child] = chance.pick(usable);
  const [spoilt, found] = withStray(child, chance, `${pointer}/${name}`);
  return [{ ...object, [name]: spoilt }, found];
}
