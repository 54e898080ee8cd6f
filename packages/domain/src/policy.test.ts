import { describe, expect, it } from 'vitest';
import { acts, FACT_TYPES, factTypes, findAct } from './concepts.ts';
import { AUTHORITIES, ROLES } from './kernel/codes.ts';
import { mayRead, permissionsOf, READINGS, readings } from './policy.ts';

const whoMay = (name: string) => [...new Set(findAct(name)!.who.map((grant) => `${grant.role} ${grant.party}`))].sort();

describe('the table of acts', () => {
  it('names each act once, with a sentence and with somebody who may do it', () => {
    expect(new Set(acts.map((act) => act.name)).size).toBe(acts.length);
    for (const act of acts) {
      expect(act.name).toMatch(/^[a-z][A-Za-z]+$/);
      expect(act.summary).toMatch(/^[A-Z].*\.$/);
      expect(act.who.length).toBeGreaterThan(0);
    }
    expect(findAct('constructor')).toBeUndefined();
  });

  it('gives nothing to those who only look', () => {
    for (const role of ['auditor', 'secretary', 'operator', 'public'] as const) {
      expect(acts.filter((act) => act.who.some((grant) => grant.role === role)).map((act) => act.name)).toEqual([]);
    }
  });

  it('leaves decisions and holds to the authorities', () => {
    const authorities = [...AUTHORITIES].map((each) => `${each} either`).sort();
    for (const name of ['decide', 'placeHold', 'startInspection', 'finishInspection']) {
      expect(whoMay(name), name).toEqual(authorities);
    }
    expect(whoMay('liftHold')).toEqual([...authorities, 'manager either'].sort());
  });

  it('leaves readings to readers, and what rules and deadlines do to the node', () => {
    for (const name of ['recordExit', 'recordReturn']) expect(whoMay(name)).toEqual(['gate origin']);
    for (const name of ['recordCrossing', 'recordDeparture']) expect(whoMay(name)).toEqual(['gate destination']);
    for (const name of ['expireDeclaration', 'expireCrossing', 'missSlot']) expect(whoMay(name)).toEqual(['system origin']);
    expect(whoMay('assessConsignment')).toEqual(['system either']);
  });

  it('lets only the origin plan, book and call, and only the destination complete', () => {
    const parties = (name: string) => new Set(findAct(name)!.who.map((grant) => grant.party));
    for (const name of ['lodgeDeclaration', 'amendDeclaration', 'bookSlot', 'recordArrival', 'callVehicle', 'addLoad']) {
      expect(parties(name), name).toEqual(new Set(['origin']));
    }
    expect(parties('completeDeclaration')).toEqual(new Set(['destination']));
  });
});

describe('the table of readings', () => {
  it('keeps personal data to those who stand in front of the person', () => {
    expect(ROLES.filter((role) => mayRead('personalData', role))).toEqual(['yard', 'customs', 'quarantine', 'border_guard']);
  });

  it('shows all crossings to nobody who has only his own', () => {
    for (const role of ['trader', 'driver', 'public'] as const) expect(mayRead('allCrossings', role)).toBe(false);
  });

  it('is what a role is told that it may do', () => {
    for (const role of ROLES) {
      const permissions = permissionsOf(role);
      for (const reading of READINGS) expect(permissions.includes(reading)).toBe(mayRead(reading, role));
      for (const act of acts) expect(permissions.includes(act.name)).toBe(act.who.some((grant) => grant.role === role));
      expect(permissions).toHaveLength(new Set(permissions).size);
    }
    expect(Object.keys(readings)).toEqual(READINGS);
  });
});

it('no two concepts have a fact of the same name', () => {
  expect(FACT_TYPES.length).toBe(new Set(FACT_TYPES.map((name) => name.toLowerCase())).size);
  for (const name of FACT_TYPES) expect(['consignment', 'crossing', 'gate']).toContain(factTypes[name].on);
});
