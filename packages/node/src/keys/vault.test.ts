import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { addAuthority, addKey, changePassphrase, createIdentity, createRoot, keyFiles, loadIdentity, openRoot } from './identity.ts';
import { findPassphrase } from './passphrase.ts';
import { writePrivate } from './private-file.ts';
import { NoSealedKey, QUICK, readName, Vault, WrongPassphrase } from './vault.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pairgate-vault-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const vault = new Vault('đường biên giới 边境', QUICK);
const name = { purpose: 'checkpoint', key: 'public' } as const;
const secret = encodeUtf8('thirty-two bytes that are secret');

describe('a sealed key', () => {
  it('opens with its passphrase, and shows nothing of the key without it', async () => {
    const text = await vault.seal(name, secret);
    expect(await vault.open(text, 'f')).toEqual({ ...name, secret });
    expect(await new Vault('đường biên giới 边境').open(text, 'f')).toEqual({ ...name, secret });
    expect(readName(text, 'f')).toEqual(name);
    expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12));
  });

  it('opens however the passphrase was typed: composed or not', async () => {
    const text = await vault.seal(name, secret);
    expect((await new Vault('đường biên giới 边境'.normalize('NFD'), QUICK).open(text, 'f')).secret).toEqual(secret);
  });

  it('never has the same bytes twice', async () => {
    const [one, two] = [JSON.parse(await vault.seal(name, secret)), JSON.parse(await vault.seal(name, secret))];
    expect(one.nonce).not.toBe(two.nonce);
    expect(one.sealed).not.toBe(two.sealed);
    expect(one.kdf.salt).toBe(two.kdf.salt);
    expect(JSON.parse(await new Vault('x', QUICK).seal(name, secret)).kdf.salt).not.toBe(one.kdf.salt);
  });

  it('costs as much as was decided, unless a test says otherwise', async () => {
    expect(JSON.parse(await new Vault('x').seal(name, secret)).kdf).toMatchObject({ name: 'scrypt', N: 16_384, r: 8, p: 5 });
  });

  it('does not open with a wrong passphrase, and says which file', async () => {
    const text = await vault.seal(name, secret);
    await expect(new Vault('another', QUICK).open(text, 'checkpoint.key')).rejects.toThrow(WrongPassphrase);
    await expect(new Vault('another', QUICK).open(text, 'checkpoint.key')).rejects.toThrow('does not open checkpoint.key');
  });

  it.each<[string, (file: Record<string, unknown>) => void]>([
    ['its purpose', (file) => (file['purpose'] = 'cosignature')],
    ['its public key', (file) => (file['key'] = 'another')],
    ['its nonce', (file) => (file['nonce'] = 'AAAAAAAAAAAAAAAA')],
    ['its sealed bytes', (file) => (file['sealed'] = `${(file['sealed'] as string).startsWith('A') ? 'B' : 'A'}${(file['sealed'] as string).slice(1)}`)],
    ['its cost', (file) => (file['kdf'] = { ...(file['kdf'] as object), p: 2 })],
  ])('does not open when %s was changed', async (_what, change) => {
    const file = JSON.parse(await vault.seal(name, secret)) as Record<string, unknown>;
    change(file);
    await expect(vault.open(JSON.stringify(file), 'f')).rejects.toThrow(WrongPassphrase);
  });

  it.each<[string, (text: string) => string]>([
    ['nothing', () => ''],
    ['half of it', (text) => text.slice(0, text.length / 2)],
    ['a bare seed', () => 'c2VlZCBzZWVkIHNlZWQgc2VlZCBzZWVkIHNlZWQgMTI=\n'],
    ['a cost that would never end', (text) => text.replace('"N": 1024', '"N": 1073741824')],
    ['a cost that is no power of two', (text) => text.replace('"N": 1024', '"N": 1000')],
    ['a nonce that is too short', (text) => text.replace(/"nonce": "[^"]+"/, '"nonce": "AAAA"')],
    ['too little sealed', (text) => text.replace(/"sealed": "[^"]+"/, '"sealed": "AAAA"')],
    ['one member more', (text) => text.replace('{', '{"more": 1,')],
  ])('is none with %s', async (_what, spoil) => {
    await expect(vault.open(spoil(await vault.seal(name, secret)), 'f')).rejects.toThrow(NoSealedKey);
  });
});

describe('a folder of keys', () => {
  const options = { side: 'VN', name: 'Gate', logOrigin: 'vn.example/log' } as const;
  const made = async (at: string) => {
    const dir = join(folder, at);
    return { dir, identity: await createIdentity(dir, options, vault) };
  };

  it('says which file a wrong passphrase does not open', async () => {
    const { dir } = await made('wrong');
    await expect(loadIdentity(dir, new Vault('another', QUICK))).rejects.toThrow(/does not open .*checkpoint\.key/);
  });

  it.each(['checkpoint.key', 'cosignature.key', 'tls-authority.key', 'root.key'])('is refused when %s was torn, and says so', async (file) => {
    const { dir } = await made(`torn-${file}`);
    const path = join(dir, file);
    await truncate(path, (await stat(path)).size - 20);
    await expect(loadIdentity(dir, vault)).rejects.toThrow(`${path} is not a sealed key`);
  });

  it('makes the TLS certificate anew when one of its two files was lost or is of another time', async () => {
    const { dir, identity } = await made('leaf');
    await rm(join(dir, 'tls.pem'));
    const again = await loadIdentity(dir, vault);
    expect(again.tls.authorityPem).toBe(identity.tls.authorityPem);
    expect(again.tls.certificatePem).not.toBe(identity.tls.certificatePem);
    await writeFile(join(dir, 'tls.pem'), identity.tls.certificatePem);
    expect((await loadIdentity(dir, vault)).tls.certificatePem).not.toBe(identity.tls.certificatePem);
  });

  it('takes no notice of what a power cut left of a file that was being written', async () => {
    const { dir, identity } = await made('part');
    await writeFile(join(dir, 'checkpoint.key.part'), '{"format":');
    expect((await loadIdentity(dir, vault)).party).toEqual(identity.party);
    await writePrivate(join(dir, 'checkpoint.key'), await readFile(join(dir, 'checkpoint.key'), 'utf8'));
    expect(await readdir(dir)).not.toContain('checkpoint.key.part');
  });

  it('gets files that nobody else may read, also where an open one lay', async () => {
    const path = join(folder, 'open.key');
    await writeFile(path, 'old', { mode: 0o644 });
    await chmod(path, 0o644);
    await writePrivate(path, 'new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('holds further keys and authorities beside the first', async () => {
    const { dir, identity } = await made('more');
    const { key } = await addKey(dir, 'checkpoint', vault);
    const authority = await addAuthority(dir, vault);
    const loaded = await loadIdentity(dir, vault);
    expect(loaded.keys.filter(({ purpose }) => purpose === 'checkpoint').map((each) => each.key)).toContain(key);
    expect(loaded.checkpoint.keyHash).toEqual(identity.checkpoint.keyHash);
    expect(loaded.authorities.map((each) => each.key)).toEqual([identity.party.tlsAuthority, authority.key]);
    expect((await loadIdentity(dir, vault)).authorities).toEqual(loaded.authorities);
    for (const file of await keyFiles(dir)) expect((await stat(join(dir, file))).mode & 0o777).toBe(0o600);
  });

  it('works on with a later key when the first was destroyed, and not with none', async () => {
    const { dir } = await made('destroyed');
    const { key } = await addKey(dir, 'checkpoint', vault);
    await rm(join(dir, 'checkpoint.key'));
    expect((await loadIdentity(dir, vault)).keys.find(({ purpose }) => purpose === 'checkpoint')!.key).toBe(key);
    await rm(join(dir, 'cosignature.key'));
    await expect(loadIdentity(dir, vault)).rejects.toThrow('There is no cosignature key');
  });

  it('does without a root key that was made before and is kept elsewhere', async () => {
    const { file, publicKey } = await createRoot(vault);
    const dir = join(folder, 'rootless');
    const identity = await createIdentity(dir, { ...options, rootKey: publicKey }, vault);
    expect(identity.root).toBeUndefined();
    expect(await readdir(dir)).not.toContain('root.key');
    expect(identity.party.rootKey).toBe(Buffer.from(publicKey).toString('base64'));
    expect((await openRoot(file, 'root.key', vault)).publicKey).toEqual(publicKey);
    await expect(openRoot(await readFile(join(dir, 'checkpoint.key'), 'utf8'), 'that', vault)).rejects.toThrow('no root key');
  });

  it('changes its passphrase; a wrong old one changes nothing', async () => {
    const { dir, identity } = await made('changed');
    const next = new Vault('next', QUICK);
    const before = await readFile(join(dir, 'checkpoint.key'), 'utf8');
    await expect(changePassphrase(dir, new Vault('wrong', QUICK), next)).rejects.toThrow(WrongPassphrase);
    expect(await readFile(join(dir, 'checkpoint.key'), 'utf8')).toBe(before);
    expect(await changePassphrase(dir, vault, next)).toEqual({ files: 5 });
    expect((await loadIdentity(dir, next)).party).toEqual(identity.party);
    await expect(loadIdentity(dir, vault)).rejects.toThrow(WrongPassphrase);
  });

  it('completes a change of passphrase that was interrupted between two files', async () => {
    const { dir } = await made('interrupted');
    const next = new Vault('next', QUICK);
    const old = await readFile(join(dir, 'tls.key'), 'utf8');
    await changePassphrase(dir, vault, next);
    await writeFile(join(dir, 'tls.key'), old);
    expect(await changePassphrase(dir, vault, next)).toEqual({ files: 1 });
    await loadIdentity(dir, next);
  });
});

describe('the passphrase of a node', () => {
  it('comes from the named file, the environment, the data folder, or a person, in this order', async () => {
    const dataDirectory = await mkdtemp(join(folder, 'data-'));
    const ask = () => Promise.resolve('asked');
    const named = join(folder, 'named');
    await writeFile(named, 'from the named file\n');
    const env = { PAIRGATE_PASSPHRASE: 'from the environment' };
    await expect(findPassphrase({ dataDirectory }, {})).rejects.toThrow('there is no passphrase');
    expect(await findPassphrase({ dataDirectory }, {}, ask)).toBe('asked');
    await writeFile(join(dataDirectory, 'passphrase'), 'from the folder\r\n');
    expect(await findPassphrase({ dataDirectory }, {}, ask)).toBe('from the folder');
    expect(await findPassphrase({ dataDirectory }, env, ask)).toBe('from the environment');
    expect(await findPassphrase({ dataDirectory, passphraseFile: named }, env, ask)).toBe('from the named file');
  });

  it('is never empty, and a named file must be there', async () => {
    const empty = join(folder, 'empty');
    await writeFile(empty, '\n');
    await expect(findPassphrase({ dataDirectory: folder, passphraseFile: empty }, {})).rejects.toThrow('holds no passphrase');
    await expect(findPassphrase({ dataDirectory: folder, passphraseFile: join(folder, 'none') }, {})).rejects.toThrow('ENOENT');
  });
});
