import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedKeyStatement } from '@pairgate/exchange/key-statement.ts';
import { setUpPair } from '@pairgate/node/set-up.ts';
import { runCommand } from './testing.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pairgate-keys-cli-'));
  const { agreement } = await setUpPair({ VN: join(folder, 'fresh/vn/keys'), CN: join(folder, 'fresh/cn/keys') }, Date.now());
  writeFileSync(join(folder, 'fresh/agreement.json'), JSON.stringify(agreement));
  for (const side of ['VN', 'CN']) {
    const config = {
      side, port: 4080, dataDirectory: side.toLowerCase(),
      exchange: { port: 4082, peerUrl: 'https://localhost:4083', peerAuthority: 'ca.pem', agreement: 'agreement.json' },
    };
    writeFileSync(join(folder, `fresh/${side.toLowerCase()}.json`), JSON.stringify(config));
    writeFileSync(join(folder, `fresh/${side.toLowerCase()}/keys/sizes.json`), JSON.stringify({ own: 500, countersigned: 480, peer: 300 }));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface ShownKey {
  readonly side: string;
  readonly purpose: string;
  readonly key: string;
  readonly standing: string;
  readonly held: boolean;
}

/** What the commands answer with --json; each gives some of it. */
interface Answer {
  readonly code: number;
  readonly keys: readonly ShownKey[];
  readonly steps: { readonly file: string; readonly signed: SignedKeyStatement }[];
  readonly trials: readonly { readonly size: number; readonly key: string; readonly taken: boolean; readonly stands: boolean }[];
  readonly found: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
  readonly rehearsed: boolean;
  readonly error: { readonly detail: string };
}

/** A pair of its own for a test, copied so that keys need not be made each time. */
let count = 0;
function pair() {
  const base = join(folder, `pair-${(count += 1)}`);
  cpSync(join(folder, 'fresh'), base, { recursive: true });
  const run = async (side: 'vn' | 'cn', ...args: string[]) => runCommand(['keys', ...args, '--config', join(base, `${side}.json`)]);
  return {
    base,
    run,
    keys: (side: 'vn' | 'cn') => join(base, side, 'keys'),
    async json(side: 'vn' | 'cn', ...args: string[]) {
      const { code, out } = await run(side, ...args, '--json');
      return { ...(JSON.parse(out) as Answer), code };
    },
  };
}
const statedIn = (steps: { signed: SignedKeyStatement }[]) => steps.map(({ signed: { statement } }) => statement);

describe('pairgate keys', () => {
  it('shows the keys of both sides, and which are held here', async () => {
    const { json, run } = pair();
    const { keys } = await json('vn', 'show');
    expect(keys.map((each) => [each.side, each.purpose, each.standing, each.held])).toEqual([
      ['VN', 'checkpoint', 'valid', true], ['VN', 'cosignature', 'valid', true], ['VN', 'tls', 'valid', true],
      ['CN', 'checkpoint', 'valid', false], ['CN', 'cosignature', 'valid', false], ['CN', 'tls', 'valid', false],
    ]);
    expect((await run('vn', 'show')).out).toMatch(/VN +checkpoint .* from 0 .* valid +held here/);
  });

  it('rotates: the new key from now on, the old one until the overlap is over', async () => {
    const { json } = pair();
    const { code, steps } = await json('vn', 'rotate', 'checkpoint', '--overlap', '50');
    expect(code).toBe(0);
    expect(statedIn(steps)).toMatchObject([{ act: 'enrol', from: 500 }, { act: 'retire', until: 550 }]);
    const { keys } = await json('vn', 'show');
    const checkpoint = keys.filter((each) => each.side === 'VN' && each.purpose === 'checkpoint');
    expect(checkpoint).toMatchObject([{ until: 550, standing: 'valid', held: true }, { from: 500, until: null, standing: 'valid', held: true }]);
    expect((await json('vn', 'check')).found.find((each) => each.name === 'checkpoint')?.ok).toBe(true);
  });

  it('counts the sizes of a cosignature key by the other side’s log', async () => {
    const { json } = pair();
    expect(statedIn((await json('vn', 'rotate', 'cosignature')).steps)).toMatchObject([{ from: 300 }, { until: 1300 }]);
  });

  it('rotates a TLS authority, whose certificate comes with its statement', async () => {
    const { json } = pair();
    const [enrolment] = statedIn((await json('vn', 'rotate', 'tls')).steps);
    expect(enrolment).toMatchObject({ purpose: 'tls', from: 501, certificate: expect.stringMatching(/^MII/) });
  });

  it('revokes with a successor from where the revoked key has ended, so that there is no gap', async () => {
    const { json } = pair();
    expect(statedIn((await json('vn', 'revoke', 'checkpoint')).steps)).toMatchObject([{ act: 'enrol', from: 480 }, { act: 'revoke', upTo: 480 }]);
    expect((await json('vn', 'check')).found.filter((each) => !each.ok && each.name !== 'root key')).toEqual([]);
  });

  it('needs no successor when another key counts already', async () => {
    const { json } = pair();
    await json('vn', 'enrol', 'checkpoint', '--from', '100');
    const { keys } = await json('vn', 'show');
    const old = keys[0]!.key;
    expect(statedIn((await json('vn', 'revoke', 'checkpoint', old.slice(0, 8))).steps)).toMatchObject([{ act: 'revoke', key: old }]);
    expect((await json('vn', 'revoke', 'checkpoint', 'nobody')).error.detail).toContain('has no checkpoint key nobody');
  });

  it('rehearses: shows every step and what stays valid, and changes nothing', async () => {
    const { keys, json, run } = pair();
    const before = readdirSync(keys('vn'));
    const { rehearsed, steps, trials } = await json('vn', 'revoke', 'checkpoint', '--rehearse');
    expect(rehearsed).toBe(true);
    const [{ key: successor }, { key: revoked }] = statedIn(steps) as unknown as [{ key: string }, { key: string }];
    const of = (key: string) => trials.filter((each) => each.key === key).map((each) => [each.size, each.taken, each.stands]);
    expect(of(revoked)).toEqual([[0, false, true], [479, false, true], [480, false, true], [481, false, false], [500, false, false]]);
    expect(of(successor)).toEqual([[0, false, false], [479, false, false], [480, true, true], [481, true, true], [500, true, true]]);
    expect(readdirSync(keys('vn'))).toEqual(before);
    const said = (await run('vn', 'rotate', 'cosignature', '--rehearse')).out;
    expect(said).toContain('nothing was changed');
    expect(said).toMatch(/size 1301 .* not taken .* does not stand/);
    expect(readdirSync(keys('vn'))).toEqual(before);
  });

  it('takes a statement of the other side once, and none that does not count', async () => {
    const { run, json, keys, base } = pair();
    const { steps } = await json('cn', 'revoke', 'checkpoint');
    const { file, signed } = steps[1]!;
    expect((await run('vn', 'import', file)).out).toContain('CN revokes checkpoint key');
    expect((await run('vn', 'import', file)).out).toContain('known already');
    const { keys: all } = await json('vn', 'show');
    expect(all.find((each) => each.key === signed.statement.key)?.standing).toBe('revoked');
    const forged = join(base, 'forged.json');
    writeFileSync(forged, JSON.stringify({ ...signed, statement: { ...signed.statement, upTo: 1 } }));
    const refused = await run('vn', 'import', forged);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('the root key of its side has not signed it')]);
    expect(readdirSync(keys('vn')).filter((name) => name.startsWith('statement-'))).toHaveLength(1);
  });
});

describe('pairgate keys refuses', () => {
  const refusal = async (args: string[], prepare: (of: ReturnType<typeof pair>) => void = () => undefined) => {
    const of = pair();
    prepare(of);
    const before = readdirSync(of.keys('vn'));
    const { code, err } = await of.run('vn', ...args);
    expect(code).toBe(1);
    expect(readdirSync(of.keys('vn'))).toEqual(before);
    return err;
  };

  it('a retirement that would leave a gap', async () => {
    const key = JSON.parse(readFileSync(join(folder, 'fresh/vn/keys/checkpoint.key'), 'utf8')).key as string;
    expect(await refusal(['retire', 'checkpoint', key.slice(0, 8), '--until', '600'])).toContain('From size 601 on no checkpoint key');
  });

  it('an end in the past', async () => {
    const key = JSON.parse(readFileSync(join(folder, 'fresh/vn/keys/checkpoint.key'), 'utf8')).key as string;
    expect(await refusal(['retire', 'checkpoint', key.slice(0, 8), '--until', '499'])).toContain('Revoke it instead');
  });

  it('a wrong passphrase', async () => {
    expect(await refusal(['rotate', 'checkpoint'], ({ base }) => writeFileSync(join(base, 'vn/passphrase'), 'wrong\n'))).toContain('does not open');
  });

  it('to sign without a root key', async () => {
    expect(await refusal(['rotate', 'checkpoint'], ({ keys }) => rmSync(join(keys('vn'), 'root.key')))).toContain('name its file with --root');
  });

  it('to sign with the root key of the other side, and leaves no key behind', async () => {
    const { base, keys } = pair();
    const before = readdirSync(keys('vn'));
    const args = ['keys', 'rotate', 'checkpoint', '--config', join(base, 'vn.json'), '--root', join(keys('cn'), 'root.key')];
    const env = { PAIRGATE_ROOT_PASSPHRASE: readFileSync(join(base, 'cn/passphrase'), 'utf8').trim() };
    expect((await runCommand(args, env)).err).toContain('not the root key that the agreement names for VN');
    expect(readdirSync(keys('vn'))).toEqual(before);
  });
});

describe('pairgate keys check', () => {
  it('finds nothing in a sound folder but the root key beside the others', async () => {
    const { json, keys } = pair();
    const { code, found } = await json('vn', 'check');
    expect(code).toBe(1);
    expect(found.filter((each) => !each.ok).map((each) => each.name)).toEqual(['root key']);
    rmSync(join(keys('vn'), 'root.key'));
    expect(await json('vn', 'check')).toMatchObject({ code: 0, sound: true });
  });

  it('finds a torn key file and a statement that does not count', async () => {
    const { json, keys } = pair();
    writeFileSync(join(keys('vn'), 'statement-0123456789abcdef.json'), '{}');
    expect((await json('vn', 'check')).found).toContainEqual({ name: 'statement', ok: false, detail: expect.stringContaining('form of a key statement') });
    truncateSync(join(keys('vn'), 'checkpoint.key'), 100);
    expect((await json('vn', 'check')).found[0]!.detail).toContain('is not a sealed key');
  });

  it.each([
    ['AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', 'anybody can make a signature'],
    ['7f///////////////////////////////////////38=', 'not canonical'],
    ['AAAA', 'has 32 bytes'],
  ])('says why a weak key may not be used: %s', async (key, reason) => {
    const { code, out } = await runCommand(['keys', 'check', '--key', key]);
    expect([code, out]).toEqual([1, expect.stringContaining(reason)]);
  });
});

describe('the ceremony of two organisations', () => {
  it('makes a root key elsewhere, then the keys of a side without it, and signs with it', async () => {
    const rootFile = join(folder, 'root.key');
    const env = { PAIRGATE_ROOT_PASSPHRASE: 'correct horse', PAIRGATE_PASSPHRASE: 'battery staple' };
    const made = await runCommand(['keys', 'root', rootFile, '--make', '--paper', '--json'], env);
    const { fingerprint, paper } = JSON.parse(made.out) as { fingerprint: string; paper: string };
    expect(Buffer.from(paper, 'base64')).toHaveLength(32);
    expect(JSON.parse((await runCommand(['keys', 'root', rootFile, '--json'], env)).out)).toMatchObject({ fingerprint });
    expect((await runCommand(['keys', 'root', rootFile, '--make'], env)).err).toContain('never overwritten');
    expect((await runCommand(['keys', 'root', rootFile], { PAIRGATE_ROOT_PASSPHRASE: 'another one' })).err).toContain('does not open');
    const dir = join(folder, 'own/keys');
    const args = ['keys', 'create', dir, '--side', 'VN', '--name', 'Hữu Nghị', '--log-origin', 'vn.example/log', '--root', rootFile];
    expect((await runCommand(args, env)).out).toContain(fingerprint.slice(0, 8));
    expect(readdirSync(dir)).not.toContain('root.key');
    expect((await runCommand(args, env)).err).toContain('never overwritten');
    expect((await runCommand(['keys', 'create', join(folder, 'x'), ...args.slice(3)], { ...env, PAIRGATE_PASSPHRASE: 'short' })).err).toContain('at least 8');
  });

  it('changes the passphrase and the file that holds it', async () => {
    const { base, json } = pair();
    const config = join(base, 'vn.json');
    const changed = await runCommand(['keys', 'passphrase', '--config', config, '--json'], { PAIRGATE_NEW_PASSPHRASE: 'quite another one' });
    expect(JSON.parse(changed.out)).toEqual({ files: 5, passphraseFile: join(base, 'vn/passphrase') });
    expect(readFileSync(join(base, 'vn/passphrase'), 'utf8')).toBe('quite another one\n');
    expect((await json('vn', 'check')).found[0]!.ok).toBe(true);
  });
});
