import { describe, expect, it } from 'vitest';
import { parseCheckpoint } from './checkpoint.ts';

// The example of C2SP tlog-cosignature.
const LOG = 'Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=';
const WITNESS =
  'jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==';
const NOTE = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa ${LOG}
— witness.example.com/w1 ${WITNESS}
`;

describe('a checkpoint', () => {
  it('is read from the example of tlog-cosignature', () => {
    const checkpoint = parseCheckpoint(NOTE)!;
    expect(checkpoint.text).toBe(NOTE.slice(0, NOTE.indexOf('\n\n') + 1));
    expect([checkpoint.origin, checkpoint.size]).toEqual(['example.com/behind-the-sofa', 20_852_163]);
    expect(checkpoint.lines.map(({ name, signature }) => [name, signature.length])).toEqual([
      ['example.com/behind-the-sofa', 64], ['witness.example.com/w1', 72],
    ]);
    expect(new DataView(checkpoint.lines[1]!.signature.buffer).getBigUint64(0)).toBe(1_679_315_147n);
  });

  it.each([
    ['no signature', NOTE.slice(0, NOTE.indexOf('—'))],
    ['no newline at the end', NOTE.slice(0, -1)],
    ['a carriage return', NOTE.replace('\n', '\r\n')],
    ['a leading zero', NOTE.replace('20852163', '020852163')],
    ['too large a size', NOTE.replace('20852163', '9999999999999999')],
    ['a short root', NOTE.replace('CsUY', '')],
    ['bits left over in the root', NOTE.replace('q2I=', 'q2J=')],
    ['an extension line', NOTE.replace('\n\n', '\nmore\n\n')],
    ['a plus in a name', NOTE.replace('— witness', '— wit+ness')],
    ['two spaces', NOTE.replace('— witness', '—  witness')],
    ['a hyphen for the dash', NOTE.replace('— witness', '- witness')],
    ['a signature without padding', NOTE.replace('nA==', 'nA')],
    ['a line more', `${NOTE}more\n`],
    ['too many signatures', NOTE + NOTE.slice(NOTE.indexOf('—')).repeat(20)],
  ])('is not one with %s', (_, note) => {
    expect(parseCheckpoint(note)).toBeUndefined();
  });
});
