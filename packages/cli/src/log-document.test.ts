import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './testing.ts';

/** `docs/reference/log-commands.md` is run: its files in a folder of their own, its commands as a shell would run them. */
const DOCUMENT = readFileSync(new URL('../../../docs/reference/log-commands.md', import.meta.url), 'utf8');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pairgate-document-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const SHELL = /^\$ (?:printf '(?<text>.*)'|npx pairgate (?<command>.*?))(?: (?<how>>>?) (?<file>\S+))?$/;

/** What a line of the document prints; a file name means one in the folder. */
async function printed(line: string): Promise<string> {
  const { text, command, how, file } = SHELL.exec(line)!.groups!;
  const args = (command ?? '').split(' ').map((word) => (/\.(?:txt|json)$/.test(word) ? join(folder, word) : word));
  const { out, err } = text === undefined ? await runCommand(args) : { out: text.replaceAll('\\n', '\n'), err: '' };
  if (how !== undefined) (how === '>' ? writeFileSync : appendFileSync)(join(folder, file!), out);
  return `${how === undefined ? out : ''}${err}`.replaceAll(`${folder}/`, '').trimEnd();
}

describe('the document of the log commands', () => {
  const blocks = [...DOCUMENT.matchAll(/```console\n([\s\S]*?)```/g)].map((match) => match[1]!);

  it('prints what it says', async () => {
    expect(blocks.length).toBe(3);
    for (const block of blocks) {
      const lines: string[] = [];
      for (const line of block.trimEnd().split('\n').filter((each) => each.startsWith('$ '))) {
        lines.push(line, ...[await printed(line)].filter((each) => each !== ''));
      }
      expect(`${lines.join('\n')}\n`).toBe(block);
    }
  });

  it('has every subcommand and its exit codes', async () => {
    const { out } = await runCommand(['log', '--help']);
    for (const name of ['root', 'head', 'prove', 'check', 'consistency']) {
      expect(out).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
      expect(DOCUMENT).toMatch(new RegExp(`pairgate log ${name}\\b`));
      expect((await runCommand(['log', name, '--help'])).out).toMatch(/Exit codes:\n {2}0 {2}\S/);
    }
  });
});
