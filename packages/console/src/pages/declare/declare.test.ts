import { completion, declaration } from '@pairgate/domain/freight/declaration/schema.ts';
import { expect, it } from 'vitest';
import durian from '../../../../../samples/durian-vn-cn.json' with { type: 'json' };
import disagree from '../../../../../samples/wrong/papers-disagree.json' with { type: 'json' };
import negative from '../../../../../samples/wrong/negative-mass.json' with { type: 'json' };
import { en } from '../../i18n/en.ts';
import { vi } from '../../i18n/vi.ts';
import { zh } from '../../i18n/zh.ts';
import { declarationIn, declarationOf, emptyDraft, valueAt, withoutItem, withValue, type Draft } from './draft.ts';
import { fieldOf, labelKey, leavesOf } from './fields.ts';
import { concerns, judge } from './judge.ts';
import { sectionOf, SECTION_NAMES, SECTIONS, SETTLED } from './sections.ts';
import { missingOf, squaresOf } from './squares.ts';

const NOW = Date.parse('2026-11-19T03:42:00.000Z');
const sample = durian.declaration as Draft;

it('asks for every field of the schema, each with a name in three languages', () => {
  for (const schema of [declaration, completion]) {
    for (const leaf of leavesOf(fieldOf(schema))) {
      for (const m of [en, vi, zh]) expect(m.declare.fields[labelKey(leaf.pattern)], leaf.pattern).toBeTruthy();
    }
  }
});

it('shows every field of a declaration in one of its sections', () => {
  const shown = SECTION_NAMES.flatMap((name) => [...SECTIONS[name]] as string[]);
  for (const leaf of leavesOf(fieldOf(declaration))) {
    const settled = SETTLED.includes(leaf.pattern);
    expect(settled || shown.some((top) => leaf.pattern === top || leaf.pattern.startsWith(`${top}/`)), leaf.pattern).toBe(true);
  }
});

it('finds nothing wrong with the sample lorry, and only the importer owes', () => {
  const judged = judge(sample, NOW);
  expect(judged.errors).toEqual([]);
  expect(judged.ready).toBe(true);
  const squares = squaresOf(judged.required);
  expect(missingOf(squares, 'origin')).toEqual([]);
  expect(missingOf(squares, 'destination')).not.toEqual([]);
});

it('leaves the sample as it is when it has been through the form', () => {
  expect(declarationOf(sample)).toEqual(sample);
});

it('counts an element as missing while its own field is blank', () => {
  const draft = withValue(sample, '/exporter/name', '') as Draft;
  const missing = missingOf(squaresOf(judge(draft, NOW).required), 'origin').map((square) => square.element);
  expect(missing).toEqual(['exporter']);
});

it('knows what an empty form needs before anything is typed', () => {
  const judged = judge(emptyDraft('VN-CN', 'HUUNGHI', undefined), NOW);
  expect(judged.ready).toBe(false);
  const squares = squaresOf(judged.required);
  expect(squares.both.length + squares.VN.length + squares.CN.length).toBeGreaterThan(20);
  expect(missingOf(squares, 'origin').map((square) => square.element)).toContain('description');
});

it('says the fault of a negative mass at its field', () => {
  expect(judge(negative.declaration as Draft, NOW).errors[0]!.pointer).toMatch(/MassKg$/);
});

it('lodges papers that disagree with a warning', () => {
  const judged = judge(disagree.declaration as Draft, NOW);
  expect(judged.ready).toBe(true);
  expect(judged.warnings.map((each) => each.code)).toContain('document_element_differs');
});

it('reads a sample, a bare declaration, and nothing else', () => {
  expect(declarationIn(JSON.stringify(durian))).toEqual(durian.declaration);
  expect(declarationIn(JSON.stringify(durian.declaration))).toEqual(durian.declaration);
  expect(declarationIn('{"a":1}')).toBeUndefined();
  expect(declarationIn('{')).toBeUndefined();
});

it('writes into groups and lists that are not there yet, and takes items out again', () => {
  const one = withValue({}, '/additionalDocument/0/ID', 'A');
  const two = withValue(one, '/additionalDocument/1/ID', 'B');
  expect(two).toEqual({ additionalDocument: [{ ID: 'A' }, { ID: 'B' }] });
  expect(withoutItem(two, '/additionalDocument', 0)).toEqual({ additionalDocument: [{ ID: 'B' }] });
  expect(valueAt(two, '/additionalDocument/1/ID')).toBe('B');
});

it('leaves out what is empty, numbers the items and keeps the lists that must be there', () => {
  const kept = declarationOf({ agent: { name: '', ID: '' }, governmentAgencyGoodsItem: [{ originCountryCode: 'VN' }], transportEquipment: { containerID: 'X', sealID: [''] } });
  expect(kept).toEqual({
    governmentAgencyGoodsItem: [{ originCountryCode: 'VN', sequenceNumeric: 1 }], additionalDocument: [],
    transportEquipment: { containerID: 'X', sealID: [] },
  });
});

it('leads from a pointer to its section', () => {
  expect(sectionOf('/governmentAgencyGoodsItem/0/packaging/quantity')).toBe('goods');
  expect(sectionOf('/borderTransportMeans/tractorID')).toBe('lorry');
  expect(concerns('/invoice/amount/value', '/invoice/amount')).toBe(true);
  expect(concerns('/invoice/ID', '/invoice/amount')).toBe(false);
  expect(concerns('/governmentAgencyGoodsItem/3/packaging/typeCode', '/governmentAgencyGoodsItem/*/packaging')).toBe(true);
});
