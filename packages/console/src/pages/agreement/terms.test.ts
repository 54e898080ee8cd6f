import { describe, expect, it } from 'vitest';
import { areasOf, counted, filtered, NO_FILTER, runsOf, sentByField, type FieldRow } from './terms.ts';

const plan = { class: 'operation', purpose: 'plan lanes', basis: 'rules' };
const plate = { class: 'vehicle', purpose: 'recognise the lorry', basis: 'gates' };
const version = {
  version: 1, digest: '', validFrom: '', validUntil: null, signatures: { VN: '', CN: '' },
  document: {
    retention: { operation: { days: 3650, reason: '' }, vehicle: { days: 90, reason: '' } },
    messages: {
      Judged: { upTo: plan },
      VehicleArrived: { ticket: plan, opening: { ...plate, rule: 'mask', keep: 3 }, sealMatch: plan, yard: { ...plan, rule: 'deny' } },
      Newcomer: {},
    },
  },
  withheld: { VehicleArrived: ['yard', 'note'], CorrectionProposed: ['reason'] },
} as unknown as Parameters<typeof areasOf>[0];

const areas = areasOf(version, new Map());
const lines = (of = areas) => of.flatMap(({ area, types }) => types.map(({ type, rows }) => [area, type, rows.map(({ path }) => path).join(' ')]));
const words = (type: string, row?: FieldRow) => `${type} ${row?.path ?? ''} ${row?.terms?.purpose ?? ''}`;

describe('what a version says', () => {
  it('stands in the order of the life of a lorry, and a type that is new here is not lost', () => {
    expect(lines()).toEqual([
      ['yard', 'VehicleArrived', 'ticket sealMatch opening yard note'],
      ['correction', 'CorrectionProposed', 'reason'],
      ['exchange', 'Judged', 'upTo'],
      ['other', 'Newcomer', ''],
    ]);
  });

  it('says the same terms once for all that have them, and tells what is denied from what is not named', () => {
    const { rows } = areas[0]!.types[0]!;
    expect(runsOf(rows).map((run) => run.map(({ path }) => path).join(' '))).toEqual(['ticket sealMatch', 'opening', 'yard', 'note']);
    const [, , opening, yard, note] = rows;
    expect([opening!.keep, opening!.terms!.days]).toEqual([3, 90]);
    expect([yard!.rule, yard!.terms?.class, note!.rule, note!.terms]).toEqual(['deny', 'operation', 'deny', null]);
  });

  it('is counted', () => {
    expect(counted(areas)).toEqual({ crosses: 4, disguised: 1, stays: 3 });
  });
});

describe('what crossed', () => {
  it('is one count over versions and corrections', () => {
    const item = (type: string, values: number, field = 'ticket') => ({ type, field, values, entries: values });
    const sent = sentByField([
      item('VehicleArrived', 3), item('VehicleArrived', 2),
      item('FactCorrected:VehicleArrived', 1, 'patch.ticket'), item('FactCorrected:VehicleArrived', 1, 'factType'),
    ]);
    const [arrived] = areasOf(version, sent)[0]!.types;
    expect([arrived!.entries, arrived!.rows[0]!.values]).toEqual([5, 6]);
    expect(sent.get('FactCorrected factType')).toMatchObject({ values: 1, entries: 1 });
  });
});

describe('a filter', () => {
  it.each([
    [{ rule: 'disguised' }, 'opening'],
    [{ rule: 'stays' }, 'yard note reason'],
    [{ class: 'vehicle' }, 'opening'],
    [{ text: 'arrived PLAN' }, 'ticket sealMatch yard'],
    [{ rule: 'crosses', text: 'judged' }, 'upTo'],
    [{ text: 'no such word' }, ''],
  ] as const)('%o leaves %s', (filter, left) => {
    expect(lines(filtered(areas, { ...NO_FILTER, ...filter }, words)).map(([, , paths]) => paths).join(' ')).toBe(left);
  });
});
