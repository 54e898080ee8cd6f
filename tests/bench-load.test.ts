import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { factTypes, type FactTypeName } from '@pairgate/domain/concepts.ts';
import { SIDES } from '@pairgate/domain/kernel/codes.ts';
import { publish } from '@pairgate/exchange/entry.ts';
import { defaultAgreement, portsOf } from '@pairgate/exchange/testing/pair.ts';
import { lorryOf, type Sample } from '../bench/exchange/lorries.ts';

const NOW = Date.parse('2026-11-19T02:00:00.000Z');
const sampleOf = (side: 'VN' | 'CN') =>
  JSON.parse(
    readFileSync(new URL(`../samples/${side === 'VN' ? 'durian-vn-cn' : 'electronics-cn-vn'}.json`, import.meta.url), 'utf8'),
  ) as Sample;

describe.each(SIDES)('a lorry of %s', (side) => {
  const drafts = lorryOf(side, sampleOf(side), NOW);

  it('is told in facts that are right by their schemas', () => {
    for (const { type, data } of drafts) {
      expect([type, factTypes[type as FactTypeName].data.safeParse(data).error?.issues ?? []]).toEqual([type, []]);
    }
  });

  it('comes in entries of a kilobyte on average', () => {
    const ports = portsOf();
    const at = '2026-11-19T02:00:00.000Z';
    const sizes = drafts.map(({ stream, type, data }, index) => {
      const fact = { id: '0'.repeat(32), type, stream, side, occurredAt: at, recordedAt: at, saw: 1000, data };
      const entry = publish({ fact, seq: index + 1, source: 'youyi-guan.example/log' }, defaultAgreement, ports);
      return entry!.leaf.length + entry!.data.length;
    });
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(1000);
    expect(mean).toBeLessThan(1200);
  });
});
