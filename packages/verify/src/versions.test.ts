import { describe, expect, it } from 'vitest';
import {
  activation, base64, canonical, documentOf, faultsOf, sealDocument, sealFile, spec, verifyFile,
} from './testing/evidence-writer.ts';
import type { Fields, File, LogOptions, Spec } from './testing/evidence-writer.ts';

/* Several versions of the agreement, each in force from its activation entry on. */

const [first, second] = [documentOf(1), documentOf(2)];
second['messages'] = { VehicleArrived: { weight: { class: 'operational' }, axles: { class: 'operational' } } };

const under = (version: number, made: Spec): Spec => ({ ...made, envelope: { ...made.envelope, agreement: version } });
const weighed = (seq: number): Spec => spec('VN', seq, 'VehicleArrived', { operational: { weight: '27400' } });

/** The log of Viet Nam with these entries and nothing else, in a file with both versions. */
function fileWith(specs: Spec[], more: LogOptions = {}): File {
  const file = sealFile({ vn: { before: [], edit: (own) => own.splice(0, own.length, ...specs), ...more } });
  return { ...file, agreements: [sealDocument(first), sealDocument(second)] };
}

const verdictsOf = async (file: File, code: string) =>
  (await verifyFile(file)).checks.filter((check) => check.code === code).map(({ verdict, detail }) => `${verdict} ${detail}`);

const story = (): Spec[] => [
  activation('VN', 1, first), weighed(1), activation('VN', 9, second), under(2, weighed(2)), under(2, weighed(3)),
];

describe('an agreement that was amended', () => {
  it('is VALID when each entry was made under the version in force at its index', async () => {
    const report = await verifyFile(fileWith(story()));
    expect(faultsOf(report)).toEqual([]);
    expect(report.verdict).toBe('VALID');
  });

  it.each<[fault: string, specs: (specs: Spec[]) => void, faults: string[]]>([
    ['an entry made under a version after the next was in force', (specs) => (specs[3] = weighed(2)), [
      'ENTRY_IN_FORCE INVALID /logs/0/entries/3/leaf',
    ]],
    ['an entry made under a version before it was in force', (specs) => (specs[1] = under(2, weighed(1))), [
      'ENTRY_IN_FORCE INVALID /logs/0/entries/1/leaf',
    ]],
    ['a version whose activation is not in the file', (specs) => specs.splice(2, 1), [
      'ENTRY_IN_FORCE CANNOT_TELL /logs/0/entries/2/leaf', 'ENTRY_IN_FORCE CANNOT_TELL /logs/0/entries/3/leaf',
    ]],
    ['no activation at all', (specs) => specs.splice(0, 5, weighed(1)), [
      'ENTRY_IN_FORCE CANNOT_TELL /logs/0/entries/0/leaf',
    ]],
    ['a version that is put in force again', (specs) => specs.push(activation('VN', 11, first)), [
      'AGREEMENT_ACTIVATION INVALID /logs/0/entries/5/leaf', 'ENTRY_IN_FORCE INVALID /logs/0/entries/5/leaf',
    ]],
    ['an activation of another document', (specs) => (specs[2] = activation('VN', 9, second, { digest: 'ab'.repeat(32) })), [
      'AGREEMENT_ACTIVATION INVALID /logs/0/entries/2/data',
    ]],
    ['an activation that names another version than it is made under', (specs) => {
      specs[2] = activation('VN', 9, second, { version: 3 });
    }, ['AGREEMENT_ACTIVATION INVALID /logs/0/entries/2/data']],
    ['an activation of a document that is not in the file', (specs) => {
      specs.splice(2, 3, activation('VN', 9, documentOf(3)));
    }, [
      'ENTRY_AGREEMENT CANNOT_TELL /logs/0/entries/2/leaf', 'AGREEMENT_ACTIVATION CANNOT_TELL /logs/0/entries/2/data',
    ]],
    ['an activation in a stream that is not the log\'s own', (specs) => {
      specs.splice(0, 5, { ...activation('VN', 1, first), envelope: { ...activation('VN', 1, first).envelope, stream: 'log:CN' } }, weighed(1));
    }, ['ENTRY_IN_FORCE CANNOT_TELL /logs/0/entries/0/leaf', 'ENTRY_IN_FORCE CANNOT_TELL /logs/0/entries/1/leaf']],
    ['an activation of the other log only', (specs) => specs.splice(0, 1), [
      'ENTRY_IN_FORCE CANNOT_TELL /logs/0/entries/0/leaf',
    ]],
    ['activations in another order than the stream counts', (specs) => (specs[2]!.envelope['seq'] = 1), [
      'STREAM_SEQUENCE INVALID /logs/0/entries/2/leaf',
    ]],
  ])('shows %s', async (_, edit, faults) => {
    const specs = story();
    edit(specs);
    expect(faultsOf(await verifyFile(fileWith(specs)))).toEqual(faults);
  });

  it('takes the version from the envelope when the data of the activation was erased', async () => {
    const file = fileWith(story());
    file.logs[0]!.entries[2]!.data = null;
    expect((await verifyFile(file)).verdict).toBe('VALID');
    expect(await verdictsOf(file, 'AGREEMENT_ACTIVATION')).toEqual([
      'VALID checked: 2, nothing wrong', 'SKIPPED the data of the activation entry is not in the file',
    ]);
  });

  it('asks nothing of it where no activation is in the file', async () => {
    const file = fileWith([weighed(1)]);
    file.logs.pop();
    expect(await verdictsOf(file, 'AGREEMENT_ACTIVATION')).toEqual(['SKIPPED nothing to ask']);
  });
});

describe('a file about one message', () => {
  /** The third entry under the reference, alone with the activation that it needs. */
  function message(): File {
    const { reference: _, ...file } = sealFile();
    const [vn] = file.logs;
    const { index } = vn!.entries[4]!;
    return { ...file, entry: `VN:${index}`, logs: [{ ...vn!, entries: [vn!.entries[0]!, vn!.entries[4]!] }] };
  }

  it('is VALID, and says that its stream does not begin in it', async () => {
    const report = await verifyFile(message());
    expect(faultsOf(report)).toEqual([]);
    expect(report.verdict).toBe('VALID');
    expect(await verdictsOf(message(), 'FILE_REFERENCE')).toEqual(['SKIPPED nothing to ask']);
    expect(await verdictsOf(message(), 'FILE_ENTRY')).toEqual(['VALID checked: 1, nothing wrong']);
    expect(await verdictsOf(message(), 'STREAM_SEQUENCE')).toEqual([
      'VALID checked: 1, nothing wrong',
      'SKIPPED crossing:PG-4K7N-8821: what came before 3 is not in a file about one entry',
    ]);
  });

  it.each<[fault: string, tamper: (file: File & Fields) => void, faults: string[]]>([
    ['another place', (file) => (file.entry = 'VN:8'), ['FILE_ENTRY INVALID /entry']],
    ['the place in the other log', (file) => (file.entry = file.entry!.replace('VN', 'CN')), ['FILE_ENTRY INVALID /entry']],
    ['a place that is none', (file) => (file.entry = 'VN:09'), ['FILE_SHAPE INVALID /entry']],
    ['a place beyond every log', (file) => (file.entry = 'VN:9999999999999999'), ['FILE_SHAPE INVALID /entry']],
    ['a reference beside the place', (file) => (file.reference = 'PG-4K7N-8821'), ['FILE_SHAPE INVALID /entry']],
    ['neither', (file) => delete file.entry, ['FILE_SHAPE INVALID /reference']],
    ['numbers of a stream that fall', ({ logs }) => {
      const [log] = sealFile({ vn: { edit: (specs) => (specs[3]!.envelope['seq'] = 1) } }).logs;
      logs[0] = { ...log!, entries: [log!.entries[0]!, log!.entries[1]!, log!.entries[4]!] };
    }, ['STREAM_SEQUENCE INVALID /logs/0/entries/2/leaf']],
    ['data that was changed', ({ logs }) => {
      const entry = logs[0]!.entries[1]!;
      entry.data = base64(canonical({ operational: { fields: { lane: '2' }, salt: base64('x'.repeat(32)) } }));
    }, ['ENTRY_DATA INVALID /logs/0/entries/1/data']],
  ])('shows %s', async (_, tamper, faults) => {
    const file = message();
    tamper(file as File & Fields);
    expect(faultsOf(await verifyFile(file))).toEqual(faults);
  });
});
