import { MAX_ENTRY_SIZE } from '@pairgate/ledger/entry-bundle.ts';
import { concatBytes } from '@pairgate/ledger/bytes.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { newReference, random } from '@pairgate/node/crypto.ts';
import type { Entry } from '@pairgate/exchange/entry.ts';
import { must, type Check, type Group } from '../check.ts';
import { changed, classOf, seal, type Draft } from '../craft.ts';
import type { Stage } from '../stage.ts';

/**
 * Entries with one fault each. The log takes them, since its root is true; the node countersigns them, refuses each with
 * its reason and accepts the honest entry that follows.
 */

type Make = (stage: Stage) => Entry;

const judged = (verdict: 'refused' | 'quarantined') => (clause: string, reason: string, what: string, make: Make): Check => ({
  clause,
  what: `${what} is ${verdict} as ${reason}`,
  run: (stage) => stage.judgedAs(make(stage), `${verdict}:${reason}`),
});

const refused = judged('refused');
const quarantined = judged('quarantined');

/** An honest entry with the text of its leaf changed. */
const leaf = (change: (text: string) => string): Make => (stage) => changed(seal(stage.draft()), 'leaf', change);
const data = (change: (text: string) => string): Make => (stage) => changed(seal(stage.draft()), 'data', change);
const envelope = (over: Draft['envelope']): Make => (stage) => seal(stage.draft(over));

/** An honest entry that says something else, with true commitments. */
const saying = (fields: Draft['classes'][string], over: Draft['envelope'] = {}): Make => (stage) => {
  const draft = stage.draft(over);
  const [name] = Object.keys(draft.classes);
  return seal({ ...draft, classes: { [name!]: fields } });
};

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** What both parts of an entry must keep: one value, one byte string. The fault is put in a place that any leaf has. */
const BYTES: readonly [clause: string, what: string, leaf: (text: string) => string, data: (text: string) => string][] = [
  ['CAN-1', 'with a space after its colon', (text) => text.replace(':', ': '), (text) => text.replace(':', ': ')],
  ['CAN-1', 'with a newline at its end', (text) => `${text}\n`, (text) => `${text}\n`],
  ['CAN-1', 'with its keys in another order',
    (text) => text.replace(/"agreement":(\d+),("datacontenttype":"[^"]+")/, '$2,"agreement":$1'),
    (text) => text.replace(/("fields":\{[^}]*\}),("salt":"[^"]*")/, '$2,$1')],
  ['CAN-1', 'with a letter escaped that needs no escape',
    (text) => text.replace('"stream"', String.raw`"\u0073tream"`), (text) => text.replace('"salt"', String.raw`"\u0073alt"`)],
  ['CAN-2', 'with the same key twice', (text) => text.replace('"saw":', '"saw":1,"saw":'), (text) => text.replace('"salt":', '"salt":"","salt":')],
  ['CAN-3', 'with an integer beyond 2^53 - 1',
    (text) => text.replace(/"saw":\d+/, '"saw":9007199254740993'), (text) => text.replace('"KIT-1"', '9007199254740993')],
  ['CAN-3', 'with a number in another form', (text) => text.replace(/"seq":1/, '"seq":1.0'), (text) => text.replace('"KIT-1"', '-0')],
  ['CAN-4', 'with text that is not NFC', (text) => text.replace('"crossing:', '"crossing:e\u0301'), (text) => text.replace('KIT-1', 'Qua\u0309')],
  ['CAN-5', 'with a lone surrogate', (text) => text.replace('"crossing:', String.raw`"\ud800crossing:`), (text) => text.replace('KIT-1', String.raw`\ud800`)],
  ['CAN-6', 'that begins with a byte order mark', (text) => `\ufeff${text}`, (text) => `\ufeff${text}`],
  ['CAN-7', 'nested deeper than 32', (text) => text.replace(/"saw":\d+/, `"saw":${nested(40)}`), (text) => text.replace('"KIT-1"', nested(40))],
  ['CAN-8', 'that is no JSON', (text) => text.slice(1), (text) => text.slice(1)],
];

const strict: Check[] = BYTES.flatMap(([clause, what, inLeaf, inData]) => [
  refused(clause, 'leaf_not_canonical', `a leaf ${what}`, leaf(inLeaf)),
  refused(clause, 'data_not_canonical', `data ${what}`, data(inData)),
]);

export const canonicalBytes: Group = {
  name: 'strict bytes',
  needs: 'JDG-1',
  checks: [
    ...strict,
    refused('CAN-6', 'leaf_not_canonical', 'a leaf that is not UTF-8', (stage) => {
      const entry = seal(stage.draft());
      return { ...entry, leaf: concatBytes(entry.leaf.subarray(0, 20), Uint8Array.of(0xff), entry.leaf.subarray(20)) };
    }),
    refused('CAN-6', 'data_not_canonical', 'data that is not UTF-8', (stage) => ({ ...seal(stage.draft()), data: Uint8Array.of(0xc3, 0x28) })),
    refused('CAN-8', 'leaf_not_canonical', 'an empty leaf', (stage) => ({ ...seal(stage.draft()), leaf: new Uint8Array(0) })),
    refused('CAN-8', 'data_not_canonical', 'empty data', (stage) => ({ ...seal(stage.draft()), data: new Uint8Array(0) })),
  ],
};

/** One value of the envelope that its clause does not allow, by what is wrong with it. */
const ENVELOPES: readonly [what: string, over: Draft['envelope']][] = [
  ['that is no identifier', { id: 'ABC' }],
  ['with another content type', { datacontenttype: 'text/plain' }],
  ['with another version of CloudEvents', { specversion: '0.3' }],
  ['with a time without milliseconds', { time: '2026-11-19T03:00:00Z' }],
  ['with a time that is no day of the calendar', { recordedtime: '2026-02-30T03:00:00.000Z' }],
  ['with a time of another zone', { time: '2026-11-19T10:00:00.000+07:00' }],
  ['with a number of zero', { seq: 0 }],
  ['with a number beyond 2^31 - 1', { seq: 2_147_483_648 }],
  ['with a negative count of what was seen', { saw: -1 }],
  ['with a stream that has no kind', { stream: 'PG-2222-2223' }],
  ['with a type that is no name', { type: 'transferDispatched' }],
  ['with a version of the agreement of zero', { agreement: 0 }],
  ['with a member that nobody knows', { more: 1 }],
];

/** Longer ago than the longest time for which the default agreement keeps what is said of a crossing. */
const longAgo = (): string => new Date(Date.now() - 20 * 365 * 86_400_000).toISOString();

const withoutClass = (text: string): string => text.replace(/^\{.*\}$/, '{}');

/** A type and a field that no default agreement names, since a driver is a person. */
const DRIVER = { driver: { name: 'Canary 5f0c1e', licenceID: 'CANARY' } };

export const entryFaults: Group = {
  name: 'faults of an entry',
  needs: 'JDG-1',
  checks: [
    ...ENVELOPES.map(([what, over]) => refused('ENT-2', 'leaf_malformed', `an envelope ${what}`, envelope(over))),
    refused('ENT-1', 'leaf_malformed', 'a leaf with another member', leaf((text) => text.replace(/\}$/, ',"more":1}'))),
    refused('ENT-1', 'leaf_malformed', 'a leaf without an envelope', leaf((text) => text.replace(/,"envelope":.*$/, '}'))),
    refused('ENT-1', 'leaf_malformed', 'a leaf that is a list', leaf(() => '[]')),
    refused('ENT-1', 'leaf_malformed', 'a leaf with a member `__proto__`', leaf((text) => text.replace('{"commitments":{', '{"__proto__":{},"commitments":{'))),
    refused('ENT-3', 'leaf_malformed', `a leaf of more than ${MAX_ENTRY_SIZE} bytes`, (stage) => {
      const draft = stage.draft();
      const more = Object.fromEntries(Array.from({ length: 1300 }, (_, at) => [`x${String(at).padStart(5, '0')}`, toBase64(new Uint8Array(32))]));
      return changed(seal(draft), 'leaf', (text) => text.replace(/\},"envelope"/, `,${JSON.stringify(more).slice(1, -1)}},"envelope"`));
    }),
    refused('ENT-4', 'other_source', 'an entry in the name of the other log', (stage) => {
      const { agreement, options } = stage;
      return seal(stage.draft({ source: agreement.party(options.kit.nodeSide).logOrigin }));
    }),
    refused('ENT-5', 'agreement_unknown', 'an entry under a version that is not in force', envelope({ agreement: 999 })),
    refused('ENT-6', 'data_malformed', 'data that is a list', data(() => '[]')),
    refused('ENT-6', 'data_malformed', 'a class with another member', data((text) => text.replace('"salt"', '"more":1,"salt"'))),
    refused('ENT-6', 'data_malformed', 'a class whose salt is too short', data((text) => text.replace(/"salt":"[^"]*"/, `"salt":"${toBase64(new Uint8Array(31))}"`))),
    refused('ENT-8', 'commitment_differs', 'a class to which the leaf is not committed', data((text) =>
      `${text.slice(0, -1)},"zzz":{"fields":{},"salt":"${toBase64(new Uint8Array(32))}"}}`)),
    refused('ENT-8', 'commitment_differs', 'a field that was changed after it was committed to', data((text) => text.replace('KIT-1', 'KIT-2'))),
    refused('ENT-8', 'commitment_differs', 'a salt that was changed', data((text) => text.replace(/"salt":"[^"]*"/, `"salt":"${toBase64(new Uint8Array(32))}"`))),
    refused('ENT-9', 'data_missing', 'an entry without the data of a class that it committed to', data(withoutClass)),
    {
      clause: 'ERA-2',
      what: 'an entry of twenty years ago without the data of its class is accepted',
      run: (stage) => stage.judgedAs(changed(seal(stage.draft({ recordedtime: longAgo() })), 'data', withoutClass), 'accepted'),
    },
    refused('ENT-7', 'type_unknown', 'a type that nobody knows', envelope({ type: 'LorryTeleported' })),
    quarantined('ENT-10', 'field_not_agreed', 'a field that the agreement does not let cross', saying({ vehicle: 'KIT-1', ...DRIVER })),
    quarantined('ENT-10', 'field_not_agreed', 'a field in another class than the agreed one', (stage) => {
      const draft = stage.draft();
      const [own] = Object.keys(draft.classes);
      const other = Object.keys(stage.agreement.document.retention).find((name) => name !== own)!;
      return seal({ ...draft, classes: { [other]: { vehicle: 'KIT-1' } } });
    }),
    refused('ENT-11', 'data_invalid', 'a text that is too long', saying({ vehicle: 'x'.repeat(41) })),
    refused('ENT-11', 'data_invalid', 'a number where a text belongs', saying({ vehicle: 1 })),
    refused('ENT-11', 'data_invalid', 'a field that is agreed and missing', (stage) => seal({ ...stage.draft(), classes: {} })),
    refused('ENT-12', 'other_stream', 'a fact of a crossing in the stream of a consignment', (stage) =>
      seal(stage.draft({ stream: `consignment:${newReference(random)}` }))),
    refused('ENT-13', 'other_author', 'a fact of the gate of the other side', (stage) => {
      const { agreement, options } = stage;
      const draft = stage.draft({ stream: `gate:${options.kit.nodeSide}`, type: 'StationClosed' });
      return seal({ ...draft, classes: { [classOf(agreement, 'StationClosed', 'station')]: { station: 'L1' } } });
    }),
    refused('ENT-13', 'other_author', 'a crossing that begins on the other side', (stage) => {
      const { agreement, options } = stage;
      const direction = options.kit.nodeSide === 'VN' ? 'VN-CN' : 'CN-VN';
      const plan = { consignments: [newReference(random)], direction, shelfLifeHours: null, trafficClass: 'general' };
      const lorry = { containerID: null, sealID: [], tractorID: '12C-12345', trailerID: null };
      return seal({
        ...stage.draft({ type: 'CrossingPlanned' }),
        classes: { [classOf(agreement, 'CrossingPlanned', 'direction')]: plan, [classOf(agreement, 'CrossingPlanned', 'tractorID')]: lorry },
      });
    }),
    refused('ENT-14', 'sequence_broken', 'a stream that does not begin at 1', envelope({ seq: 2 })),
    {
      clause: 'ENT-14',
      what: 'a number that was used already is refused as sequence_broken, and the next one after the greatest is accepted',
      async run(stage) {
        const stream = `crossing:${newReference(random)}`;
        await stage.judgedAs(seal(stage.draft({ stream })), 'accepted');
        await stage.judgedAs(seal(stage.draft({ stream })), 'refused:sequence_broken');
        await stage.judgedAs(seal(stage.draft({ stream, seq: 5 })), 'refused:sequence_broken');
        await stage.judgedAs(seal(stage.draft({ stream, seq: 6 })), 'accepted');
      },
    },
    {
      clause: 'ENT-15',
      what: 'of two faults the first in the order of the clauses is the reason',
      run: (stage) => stage.judgedAs(changed(seal(stage.draft({ agreement: 999, source: 'elsewhere' })), 'data', () => '{ }'), 'refused:other_source'),
    },
    {
      clause: 'JDG-2',
      what: 'several refused entries in one chunk are all listed, with their indices',
      async run(stage) {
        const faults = [envelope({ agreement: 999 })(stage), seal(stage.draft()), data(withoutClass)(stage), leaf(() => 'nothing')(stage)];
        const index = stage.publish(...faults);
        await stage.settled();
        const said: string[] = [];
        for (let at = 0; at < faults.length; at += 1) said.push(await stage.verdict(index + at));
        const expected = 'refused:agreement_unknown accepted refused:data_missing refused:leaf_not_canonical';
        must(said.join(' ') === expected, `they were judged ${said.join(' ')}`);
      },
    },
    {
      clause: 'ENT-16',
      what: 'an entry whose data is large and not agreed does not stop what follows',
      run: (stage) => {
        const fields = { vehicle: 'KIT-1', more: 'x'.repeat(1_000_000) };
        return stage.judgedAs(saying(fields)(stage), 'quarantined:field_not_agreed');
      },
    },
  ],
};

