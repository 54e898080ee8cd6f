import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAULT_CODES } from '../kernel/checks/fault.ts';
import { CAUSE_LABELS } from './causes.ts';
import { CHANNEL_LABELS, REQUIRED_ACT_LABELS } from './channels.ts';
import { COMMODITY_LINES } from './commodities.ts';
import { DOCUMENT_LABELS } from './documents.ts';
import { DRAW_FACT_LABELS, FACT_LABELS } from './facts.ts';
import { LANGUAGES, type Labels } from './labels.ts';
import { AUTHORITY_LABELS, ROLE_LABELS, SIDE_LABELS } from './people.ts';
import { PHASE_LABELS } from './phases.ts';
import { findReason, REASON_CODES, REASON_KEYS } from './reason-codes.ts';
import { refusals, sayRefusal } from './refusals.ts';
import { TRAFFIC_CLASS_LABELS } from './traffic-classes.ts';
import { UNIT_LABELS } from './units.ts';
import { ELEMENTS } from '../freight/declaration/requirements-data.ts';

const placeholders = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();

const TABLES: Record<string, Readonly<Record<string, Labels>>> = {
  causes: CAUSE_LABELS,
  channels: CHANNEL_LABELS,
  acts: REQUIRED_ACT_LABELS,
  commodities: Object.fromEntries(COMMODITY_LINES.map(({ codes, labels }) => [codes[0], labels])),
  documents: DOCUMENT_LABELS,
  elements: ELEMENTS,
  facts: FACT_LABELS,
  draw: DRAW_FACT_LABELS,
  authorities: AUTHORITY_LABELS,
  roles: ROLE_LABELS,
  sides: SIDE_LABELS,
  phases: PHASE_LABELS,
  reasons: Object.fromEntries(REASON_KEYS.map((key) => [key, REASON_CODES[key].labels])),
  refusals,
  classes: TRAFFIC_CLASS_LABELS,
  units: UNIT_LABELS,
};

describe.each(Object.entries(TABLES))('the words of %s', (_name, table) => {
  it('exist in every language, in NFC, with the same placeholders', () => {
    for (const [key, labels] of Object.entries(table)) {
      for (const language of LANGUAGES) {
        expect(labels[language].trim(), key).not.toBe('');
        expect(labels[language], key).toBe(labels[language].normalize('NFC'));
        expect(placeholders(labels[language]), key).toEqual(placeholders(labels.en));
      }
      expect(labels.zh, key).toMatch(/[\p{sc=Han}]/u);
    }
  });

  it('never call a hold a seizure, and never say transit for crossing', () => {
    for (const labels of Object.values(table)) {
      expect(labels.vi).not.toMatch(/tạm giữ/i);
      expect(labels.zh).not.toMatch(/扣留/);
      expect(labels.zh).not.toMatch(/过境(?!线)/);
    }
  });
});

describe('refusals', () => {
  it('have a sentence for every fault of the checks, in alphabetical order', () => {
    expect(FAULT_CODES.filter((code) => !(code in refusals))).toEqual([]);
    expect(Object.keys(refusals)).toEqual(Object.keys(refusals).sort());
  });

  it('have a sentence for every code that a decider refuses with', () => {
    const domain = new URL('../', import.meta.url);
    const files = readdirSync(domain, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?<!\.test)\.ts$/.test(name),
    );
    const codes = files.flatMap((name) =>
      [...readFileSync(new URL(name, domain), 'utf8').matchAll(/(?:\bcode: |\brefuse\()'([a-z_]+)'/g)].map(
        (match) => match[1]!,
      ),
    );
    expect(codes.length).toBeGreaterThan(50);
    expect([...new Set(codes)].filter((code) => !(code in refusals))).toEqual([]);
  });

  it('fill their sentences', () => {
    const refusal = { code: 'container_check_digit', params: { containerID: 'CSQU3054384', expected: 3 } };
    expect(sayRefusal(refusal, 'en')).toContain('CSQU3054384 should be 3.');
    expect(sayRefusal(refusal, 'zh')).not.toMatch(/[{}]/);
    expect(sayRefusal({ code: 'from_a_newer_node' }, 'vi')).toBe('from_a_newer_node');
    expect(sayRefusal({ code: 'constructor' }, 'vi')).toBe('constructor');
  });

  it('take their placeholders from parameters that the checks give', () => {
    const sources = [
      'container',
      'country',
      'currency',
      'date',
      'hs',
      'mass',
      'package-type',
      'plate',
      'seal',
      'totals',
      'unit',
    ]
      .map((name) => readFileSync(new URL(`../kernel/checks/${name}.ts`, import.meta.url), 'utf8'))
      .concat(readFileSync(new URL('../freight/declaration/check.ts', import.meta.url), 'utf8'))
      .join('\n');
    for (const code of FAULT_CODES.filter((each) => !each.startsWith('reference_'))) {
      expect(sources, code).toContain(`'${code}'`);
      for (const name of placeholders(refusals[code].en))
        expect(sources, `${code} ${name}`).toMatch(new RegExp(`\\b${name}\\b`));
    }
  });
});

describe('reason codes', () => {
  it('name legal basis, deadline and who lifts', () => {
    expect(REASON_KEYS).toHaveLength(71);
    for (const key of REASON_KEYS) {
      const reason = REASON_CODES[key];
      expect(reason.legalBasis, key).not.toBe('');
      expect(reason.usualDeadlineHours, key).toBeGreaterThan(0);
      expect(reason.whoCanLift, key).not.toBe('');
    }
    expect(REASON_KEYS.some((key) => !REASON_CODES[key].verified)).toBe(true);
  });

  it('are found by key only', () => {
    expect(findReason('phyto_missing')?.authority).toBe('quarantine');
    expect(findReason('toString')).toBeUndefined();
  });
});
