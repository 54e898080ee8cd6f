import type { AgreementDocument, FieldTerms } from '@pairgate/exchange/agreement.ts';
import type { AmendmentType } from '@pairgate/exchange/agreements.ts';
import type { Entry } from '@pairgate/exchange/entry.ts';
import { canonicalize, type Json } from '@pairgate/ledger/canonical.ts';
import { toHex } from '@pairgate/ledger/hex.ts';
import { encodeUtf8 } from '@pairgate/ledger/utf8.ts';
import { sha256 } from '@pairgate/node/crypto.ts';
import { agreementDigest, signAgreement } from '@pairgate/node/keys/agreement-file.ts';
import { must, NotTested, type Check, type Group } from '../check.ts';
import type { Draft } from '../craft.ts';
import type { Stage } from '../stage.ts';

/** Amendments that do not count, and one that is withdrawn at once: the terms of the pair stay as they are. */

type Fields = Readonly<Record<string, Json>>;
type Make = (stage: Stage) => Entry;

const LONG_AGO = '2000-01-01T00:00:00.000Z';
const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

const refused = (clause: string, reason: string, what: string, make: Make): Check => ({
  clause,
  what: `${what} is refused as ${reason}`,
  run: (stage) => stage.judgedAs(make(stage), `refused:${reason}`),
});

const said = (type: AmendmentType, fields: Fields | ((stage: Stage) => Fields), envelope?: Draft['envelope']): Make => (stage) =>
  stage.aboutLog(type, 'version', typeof fields === 'function' ? fields(stage) : fields, envelope);

/** The next version, which differs in its number alone, changed as asked; a change may give what is no document. */
const nextVersion = ({ agreement: { document } }: Stage, change: object = {}): AgreementDocument =>
  ({ ...document, version: document.version + 1, ...change });

/** A sound proposal of a document. */
function proposal(stage: Stage, document: AgreementDocument): Fields {
  const { identity, playedSide } = stage.options.kit;
  if (!identity.root) throw new NotTested('the root key of the played side is not in the folder');
  const signature = signAgreement(document, playedSide, identity.root);
  return { version: document.version, digest: agreementDigest(document), document: canonicalize(document), openUntil: inAnHour(), signature };
}

/** A proposal that is sound but for what is changed: in the document before it is signed, or beside it. */
const proposing = (inDocument: (document: AgreementDocument) => object = () => ({}), beside: Fields = {}): Make =>
  said('AgreementProposed', (stage) => ({ ...proposal(stage, nextVersion(stage, inDocument(stage.agreement.document))), ...beside }));

const named = (stage: Stage, change: object = {}): Fields => {
  const { digest, version } = proposal(stage, nextVersion(stage, change));
  return { digest: digest!, version: version! };
};

const PLAIN: FieldTerms = { class: 'operation', purpose: 'a test', basis: 'a test' };

/** A document with other terms for one type of message. */
const terms = (type: string, fields: Readonly<Record<string, FieldTerms>>) => ({ messages }: AgreementDocument): object =>
  ({ messages: { ...messages, [type]: { ...messages[type], ...fields } } });

const CONTRADICTIONS: readonly [what: string, change: (document: AgreementDocument) => object][] = [
  ['that ends before it begins', ({ validFrom }) => ({ validUntil: validFrom })],
  ['whose beginning is no instant', () => ({ validFrom: '2026-11-01' })],
  ['in which both logs have one name', ({ parties: { VN, CN } }) => ({ parties: { VN, CN: { ...CN, logOrigin: VN.logOrigin } } })],
  ['with a type that nobody knows', terms('LorryTeleported', {})],
  ['with a field that its type does not have', terms('TransferDispatched', { unicorn: PLAIN })],
  ['with a path within another', terms('TransferDispatched', { 'vehicle.plate': PLAIN })],
  ['with a class that is not kept', terms('TransferDispatched', { vehicle: { ...PLAIN, class: 'nowhere' } })],
  ['with a mask that does not say how much of it stays', terms('TransferDispatched', { vehicle: { ...PLAIN, rule: 'mask' } })],
  ['with a mask over a number', terms('CapacityPublished', { perHour: { ...PLAIN, rule: 'mask', keep: 1 } })],
  ['that hides a judgement', terms('Judged', { upTo: { ...PLAIN, rule: 'deny' } })],
  ['under which nothing could be judged', ({ messages: { Judged: _judged, ...messages } }) => ({ messages })],
];

export const amendments: Group = {
  name: 'amendments',
  needs: 'JDG-1',
  checks: [
    refused('AGR-1', 'amendment_malformed', 'a document with a member that nobody knows', proposing(() => ({ more: 1 }))),
    ...CONTRADICTIONS.map(([what, change]) => refused('AGR-10', 'amendment_malformed', `a document ${what}`, proposing(change))),
    refused('AMD-2', 'amendment_digest_differs', 'a proposal that names another digest', proposing(undefined, { digest: '0'.repeat(64) })),
    refused('AMD-2', 'amendment_malformed', 'a document that is not canonical', said('AgreementProposed', (stage) => {
      const sound = proposal(stage, nextVersion(stage));
      const document = `${String(sound.document)} `;
      return { ...sound, document, digest: toHex(sha256(encodeUtf8(document))) };
    })),
    refused('AMD-2', 'amendment_malformed', 'a document of another pair', proposing(() => ({ pair: 'elsewhere' }))),
    refused('AMD-2', 'amendment_not_next', 'a version after the next one', proposing(({ version }) => ({ version: version + 2 }))),
    refused('AMD-2', 'amendment_party_changed', 'a document with another TLS authority', proposing(({ parties: { VN, CN } }) => ({
      parties: { VN: { ...VN, tlsAuthority: '0'.repeat(64) }, CN },
    }))),
    refused('AMD-2', 'amendment_backdated', 'a version that is valid from before the one in force', proposing(() => ({ validFrom: LONG_AGO }))),
    refused('AMD-2', 'amendment_expired', 'a proposal whose time is over when it is made', proposing(undefined, { openUntil: LONG_AGO })),
    refused('AMD-2', 'amendment_not_signed', 'a proposal with a signature of something else', said('AgreementProposed', (stage) => ({
      ...proposal(stage, nextVersion(stage)),
      signature: proposal(stage, nextVersion(stage, { validFrom: inAnHour() })).signature!,
    }))),
    {
      clause: 'AMD-5',
      what: 'a proposal counts until it is withdrawn; a second one beside it does not, nor does a second withdrawal',
      async run(stage) {
        const document = nextVersion(stage, { validFrom: inAnHour() });
        const { digest, version, ...rest } = proposal(stage, document);
        const proposed = { digest: digest!, version: version!, ...rest };
        const withdrawn = { digest: digest!, version: version! };
        const says = [['AgreementProposed', proposed], ['AgreementProposed', proposed], ['AgreementWithdrawn', withdrawn], ['AgreementWithdrawn', withdrawn]] as const;
        // In one piece, so that nothing stays open when a run ends in the middle.
        const seq = stage.log.nextSeq(stage.stream);
        const index = stage.publish(...says.map(([type, fields], at) => said(type, fields, { seq: seq + at })(stage)));
        await stage.settled();
        const verdicts: string[] = [];
        for (let at = 0; at < says.length; at += 1) verdicts.push(await stage.verdict(index + at));
        const expected = 'accepted refused:amendment_open accepted refused:amendment_withdrawn';
        must(verdicts.join(' ') === expected, `they were judged ${verdicts.join(' ')}`);
      },
    },
    refused('AMD-3', 'amendment_unknown', 'an answer to what nobody has proposed', said('AgreementRejected', (stage) => ({
      ...named(stage), reason: 'a test',
    }))),
    refused('AMD-3', 'amendment_unknown', 'an acceptance of what nobody has proposed', said('AgreementAccepted', (stage) => {
      const { digest, signature, version } = proposal(stage, nextVersion(stage));
      return { digest: digest!, signature: signature!, version: version! };
    })),
    refused('AMD-5', 'amendment_unknown', 'a withdrawal of what was never proposed', said('AgreementWithdrawn', (stage) => ({
      ...named(stage, { validUntil: inAnHour() }),
    }))),
    refused('AMD-6', 'amendment_not_next', 'an activation of the version in force', said('AgreementActivated', (stage) => {
      const { document, version } = stage.agreement;
      return { digest: agreementDigest(document), version };
    })),
    {
      clause: 'AMD-6',
      what: 'an activation of a version that is not agreed is refused as agreement_unknown, under either version',
      async run(stage) {
        const { version } = stage.agreement;
        for (const agreement of [version, version + 1]) {
          await stage.judgedAs(said('AgreementActivated', named, { agreement })(stage), 'refused:agreement_unknown');
        }
      },
    },
  ],
};
