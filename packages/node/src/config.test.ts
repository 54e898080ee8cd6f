import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const directory = mkdtempSync(join(tmpdir(), 'pairgate-config-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const base = { side: 'VN', dataDirectory: 'data', port: 4080 };
const terms = { peerAuthority: 'peer.pem', agreement: 'agreement.json' };

function read(exchange: object) {
  const file = join(directory, 'config.json');
  writeFileSync(file, JSON.stringify({ ...base, exchange: { ...terms, ...exchange } }));
  return readConfig(file).exchange;
}

describe('who opens the streams', () => {
  const peerUrl = 'https://other.example:4083';

  it('is each side its own two, when nothing is said', () => {
    expect(read({ port: 4082, peerUrl })).toMatchObject({ opens: 'own', follow: 'stream', port: 4082, peerUrl });
  });

  it('may be one side alone, which then needs no port, and the other no address', () => {
    expect(read({ opens: 'all', peerUrl }).port).toBeUndefined();
    expect(read({ opens: 'none', port: 4082 }).peerUrl).toBeUndefined();
  });

  it.each([
    ['a side that listens to nobody and opens only its own', { peerUrl }, /needs a port/],
    ['a side that calls nobody and opens its own', { port: 4082 }, /needs the peerUrl/],
    ['a side that opens all and calls nobody', { opens: 'all', port: 4082 }, /needs the peerUrl/],
    ['a side that opens none and polls', { opens: 'none', port: 4082, follow: 'poll' }, /cannot poll/],
    ['an address without TLS', { port: 4082, peerUrl: 'http://other.example' }, /peerUrl/],
  ])('refuses %s, and says where', (_name, exchange, sentence) => {
    expect(() => read(exchange)).toThrow(/config\.json is wrong at \/exchange/);
    expect(() => read(exchange)).toThrow(sentence);
  });
});
