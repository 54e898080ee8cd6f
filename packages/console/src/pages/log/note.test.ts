import { expect, it } from 'vitest';
import { readNote } from './note.ts';

const root = `${'A'.repeat(43)}=`;
const note = `vn.pairgate.test/log\n184202\n${root}\n\n— vn.pairgate.test/log AAAA\n— cn.pairgate.test/log BBBB\n`;

it('says size, root and signers of a signed checkpoint', () => {
  expect(readNote(note)).toEqual({
    origin: 'vn.pairgate.test/log', size: 184202, root, signers: ['vn.pairgate.test/log', 'cn.pairgate.test/log'],
  });
});

it.each(['', 'no checkpoint', `origin\n12x\n${root}\n`, 'origin\n12\nnot a root\n'])('says nothing of %j', (text) =>
  expect(readNote(text)).toBeUndefined());
