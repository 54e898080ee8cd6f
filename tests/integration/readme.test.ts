import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The walk-through of the README is run line for line against the demonstration, with its simulated people. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const directory = mkdtempSync(join(tmpdir(), 'pairgate-readme-'));
const data = join(directory, 'data');

let demo: ChildProcess;
let port = 4080;

const isFree = (candidate: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
      .once('error', () => resolve(false))
      .listen(candidate, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

beforeAll(async () => {
  const build = spawnSync(process.execPath, ['tools/build.mjs'], { cwd: ROOT, encoding: 'utf8' });
  expect(build.status, build.stderr).toBe(0);
  // The lines name port 4080; where that is taken, the same lines run on another.
  while (!(await isFree(port)) || !(await isFree(port + 1))) port += 20;
  demo = spawn(process.execPath, ['build/pairgate.js', 'demo', '--port', String(port), '--data', data, '--speed', '120'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (piece: Buffer) => {
      output += piece.toString();
      if (output.includes('Ready after')) resolve();
    };
    demo.stdout!.on('data', hear);
    demo.stderr!.on('data', hear);
    demo.once('exit', () => reject(new Error(`the demonstration ended: ${output}`)));
  });
});

afterAll(async () => {
  if (demo?.exitCode === null) {
    const gone = new Promise((resolve) => demo.once('exit', resolve));
    demo.kill('SIGINT');
    await gone;
  }
  rmSync(directory, { recursive: true, force: true });
});

function walkThrough(): string {
  const block = /<!-- walk-through: begin -->\n```sh\n([\s\S]*?)```\n<!-- walk-through: end -->/.exec(README);
  if (!block) throw new Error('the README has no walk-through');
  return block[1]!;
}

describe('README', () => {
  it('walks one crossing through with curl, from declaration to verified evidence', { timeout: 1_800_000 }, async () => {
    const lines = walkThrough().replaceAll('localhost:4080', `localhost:${port}`).replaceAll('localhost:4081', `localhost:${port + 1}`);
    const shell = spawn('bash', ['-euo', 'pipefail'], {
      cwd: ROOT,
      env: { ...process.env, PAIRGATE_DATA: data },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (piece: Buffer) => (output += piece.toString()));
    shell.stdin.end(lines);
    const code = await new Promise<number | null>((resolve) => shell.once('exit', resolve));
    rmSync(join(ROOT, 'evidence.json'), { force: true });
    expect(code, output).toBe(0);
    // The dwell that was printed has causes, and the verifier's word is the last.
    expect(output).toMatch(/VN {2}(papers|slot|queue|bay|laboratory|other|closed|driver)/);
    expect(output).toMatch(/valid/i);
  });

  it('names only commands that there are', () => {
    const scripts = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts;
    const named = [...README.matchAll(/npm (?:run )?([a-z]+)/g)].map((match) => match[1]!).filter((name) => name !== 'and');
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});
