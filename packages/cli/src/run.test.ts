import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '@pairgate/store/engine/testing.ts';
import { runCommand } from './testing.ts';

const COMMANDS = [
  'demo', 'node', 'declare', 'show', 'watch', 'evidence', 'verify', 'log', 'canonical', 'clock', 'backup', 'restore',
  'rebuild', 'doctor', 'conform', 'calibrate',
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairgate-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const at = (...parts: string[]) => join(folder, ...parts);

describe('help', () => {
  it('names every command', async () => {
    const { out, code } = await runCommand(['--help']);
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
  });

  it.each(COMMANDS)('of %s says what it does, its exit codes and the global options', async (command) => {
    const { out, err, code } = await runCommand([command, '--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/Exit codes:\n {2}0 {2}\S/);
    expect(out).toContain('--json');
  });

  it('of every option of the demonstration names its variable', async () => {
    const { out } = await runCommand(['demo', '--help']);
    for (const name of ['DATA', 'FRESH', 'PORT', 'SPEED', 'NO_DAY', 'POSTGRES']) expect(out).toContain(`env: PAIRGATE_${name}`);
    expect(out).toContain('env: DATABASE_URL');
  });
});

/** One sentence, its end, and nothing of the program's own inside. */
const expectSentence = (err: string) => {
  expect(err).toMatch(/^[^\n]+\n$/);
  expect(err).not.toMatch(/\bat .+:\d+:\d+|undefined|\[object|Error:/);
};

describe('a command line that cannot be done', () => {
  it.each([
    [['fly'], "Unknown command 'fly'", 1],
    [['show'], "Missing required argument 'reference'", 1],
    [['show', 'PG-2222-2222', '--colour'], "Unknown option '--colour'", 1],
    [['evidence', 'PG-2222-2222'], "Required option '-o, --output <file>' not specified", 1],
    [['calibrate', '-o', 'c.json', '--from', 'monday'], 'It looks like 2026-11-19.', 1],
    [['calibrate', '-o', 'c.json', '--reference', '/nowhere/s.json'], 'There is no file /nowhere/s.json.', 1],
    [['demo', '--port', 'eighty'], 'It is a port from 1024 to 65526', 1],
    [['demo', '--speed', '0'], 'It is a number from 0.1 to 1000', 1],
    [['demo', '--postgres', '--database-url', 'postgres://u:p@h/d'], 'Say --postgres or --database-url, not both.', 1],
    [['show', 'PG-2222-2222', '--url', 'localhost'], 'It looks like http://localhost:4080.', 1],
    [['node', '--config', '/nowhere/vn.json'], 'The configuration /nowhere/vn.json cannot be read', 1],
    // Nothing was judged, so it is never "invalid".
    [['verify'], "Missing required argument 'file'", 2],
    [['verify', 'e.json', '--trust', 'abc'], 'A fingerprint has 64 hex digits', 2],
    [['verify', '/nowhere/e.json'], 'There is no file /nowhere/e.json.', 2],
  ])('%j: one sentence', async (args, sentence, expected) => {
    const { code, out, err } = await runCommand(args);
    expect(err).toContain(sentence);
    expectSentence(err);
    expect([code, out]).toEqual([expected, '']);
  });

  it.each(['show', 'watch', 'evidence'])('%s without a demonstration says how to get one', async (command) => {
    const more = command === 'evidence' ? ['-o', at('e.json')] : [];
    const { code, err } = await runCommand([command, 'PG-2222-2222', '--data', at('none'), ...more]);
    expect([code, err]).toEqual([
      1, `There is no demonstration in ${at('none')}: start one with npm start, or name another folder with --data.\n`,
    ]);
  });

  it('says that nobody answers, and where', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { code, err } = await runCommand(['show', 'PG-2222-2222', '--url', url, '--data', at('none')]);
    expect([code, err]).toEqual([1, `Nobody answers at ${url}: is the node running? Start the demonstration with npm start.\n`]);
  });

  it('with --json says it as an object too', async () => {
    const { out, err } = await runCommand(['declare', at('none.json'), '--json']);
    expect(JSON.parse(out)).toEqual({ error: { detail: err.trimEnd() } });
  });
});

describe('a declaration file that is wrong as bytes', () => {
  const sample = (name: string) => join(import.meta.dirname, '../../../samples/wrong', name);

  it.each([
    ['malformed.json', 'json_malformed', /This is not JSON; reading stopped at character \d+/],
    ['duplicate-key.json', 'json_duplicate_key', /at \/declaration\/totalGrossMassKg: The same key stands here twice/],
    ['deep-nesting.json', 'json_too_deep', /nested too deeply/],
    ['lone-surrogate.json', 'text_not_unicode', /\S/],
  ])('%s is refused before anybody is asked', async (name, code, sentence) => {
    const { err, out } = await runCommand(['declare', sample(name), '--json', '--data', at('none')]);
    expect(err).toMatch(sentence);
    expectSentence(err);
    expect(JSON.parse(out)).toMatchObject({ error: { code } });
  });

  it('is refused in the language that was asked for', async () => {
    const { err } = await runCommand(['declare', sample('duplicate-key.json'), '--language', 'zh']);
    expect(err).toMatch(/\p{Script=Han}/u);
  });

  it('is told when it holds no declaration', async () => {
    writeFileSync(at('other.json'), '{"goods":1}');
    expect((await runCommand(['declare', at('other.json')])).err).toContain('has no "declaration"');
  });
});

describe('variables of the environment', () => {
  it('are refused when a switch is neither on nor off', async () => {
    const { code, err } = await runCommand(['demo'], { PAIRGATE_NO_DAY: 'sometimes' });
    expect([code, err]).toEqual([1, 'PAIRGATE_NO_DAY is "sometimes"; say 1 or 0.\n']);
  });

  it.each(['0', 'false', '', 'off'])('with a switch of "%s" leave it off', async (value) => {
    const env: Record<string, string | undefined> = { PAIRGATE_FRESH: value, PAIRGATE_DATA: '' };
    await runCommand(['clock', '--help'], env);
    expect(env).toEqual({});
  });
});

describe('the demonstration does not start', () => {
  const demo = (...args: string[]) => runCommand(['demo', '--no-day', ...args]);

  it('in a folder that holds something else', async () => {
    writeFileSync(at('letter.txt'), 'Dear friend');
    const { code, err } = await demo('--data', folder);
    expect([code, err]).toEqual([1, `${folder} holds other files and no demonstration: choose an empty folder with --data.\n`]);
  });

  it('with --fresh in a folder without our marker, and removes nothing', async () => {
    const { err } = await demo('--data', folder, '--fresh');
    expect(err).toBe(`${folder} holds no demonstration (no demonstration.json), so --fresh removes nothing from it.\n`);
    expect((await runCommand(['declare', at('letter.txt')])).err).toContain('not JSON');
  });

  it('below a file, or where the system lets nobody make a folder', async () => {
    expect((await demo('--data', at('letter.txt', 'data'))).err).toContain('lies below a file');
    expect((await demo('--data', at('letter.txt'))).err).toContain('is a file, not a folder');
    expectSentence((await demo('--data', '/proc/pairgate/data')).err);
  });

  it('on a port that is in use', async () => {
    const server = createServer();
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as { port: number };
    // The second port of the range: that of the other side.
    const { code, err } = await demo('--data', at('fresh'), '--port', String(port - 1));
    server.close();
    expect(code).toBe(1);
    expect(err).toContain(`Port ${port} is in use: choose another range with --port`);
    expectSentence(err);
  });
});
