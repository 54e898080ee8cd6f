import { requestEnrolment, signStatement } from '@pairgate/node/keys/statements.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { keyPair, random } from '@pairgate/node/crypto.ts';
import { answerTo } from '../caller.ts';
import { must, NotTested, type Check, type Group } from '../check.ts';
import type { Stage } from '../stage.ts';

/** Statements about keys that do not count. None of them changes anything. */

/** What the node answers to a statement: the status, and the reason. */
export async function stated(stage: Stage, body: string): Promise<readonly [status: number, reason: string]> {
  const outgoing = stage.caller.open('/exchange/v1/keys', { method: 'POST', headers: { 'content-type': 'application/json' } });
  outgoing.end(body);
  const response = await answerTo(outgoing);
  let reason = '';
  for await (const piece of response as AsyncIterable<Buffer>) reason += piece.toString();
  return [response.statusCode!, reason];
}

/** A true enrolment of a key of the played side, which is not sent as it is. */
function enrolment(stage: Stage) {
  const { identity, agreement, playedSide: side } = stage.options.kit;
  if (!identity.root) throw new NotTested('the root key of the played side is not in the folder');
  const pair = keyPair(random(32));
  const possessed = { purpose: 'cosignature', key: toBase64(pair.publicKey), pair } as const;
  const request = requestEnrolment({ pair: agreement.document.pair, side }, possessed, 0);
  return signStatement(request, identity.root);
}

const refused = (clause: string, what: string, status: number, reason: string, make: (stage: Stage) => unknown): Check => ({
  clause,
  what: `${what} is answered ${status} ${reason}`.trimEnd(),
  async run(stage) {
    const made = make(stage);
    const [found, said] = await stated(stage, typeof made === 'string' ? made : JSON.stringify(made));
    must(found === status && (reason === '' || said === reason), `the answer was ${found} ${said}`);
    await stage.exchanged();
  },
});

/** An enrolment with its statement changed after the signature. */
const changed = (stage: Stage, change: object) => {
  const signed = enrolment(stage);
  return { ...signed, statement: { ...signed.statement, ...change } };
};

export const keyStatements: Group = {
  name: 'statements about keys',
  needs: 'UPS-1',
  checks: [
    refused('KST-1', 'a statement with another member', 422, 'malformed', (stage) => changed(stage, { more: 1 })),
    refused('KST-1', 'a statement whose signature is of something else', 422, 'not_signed', (stage) => changed(stage, { from: 7 })),
    refused('KST-1', 'a new key that has not signed', 422, 'no_possession', (stage) => ({ ...enrolment(stage), proof: toBase64(random(64)) })),
    refused('KST-2', 'a statement of another pair', 422, 'other_pair', (stage) => changed(stage, { pair: 'elsewhere' })),
    refused('KST-2', 'a key of low order', 422, 'weak_key', (stage) => changed(stage, { key: toBase64(new Uint8Array(32)) })),
    {
      clause: 'KST-6',
      what: 'a statement that does not count is refused in the log as key_statement_refused',
      run(stage) {
        const entry = stage.aboutLog('KeyEnrolled', 'signature', changed(stage, { from: 7 }));
        return stage.judgedAs(entry, 'refused:key_statement_refused');
      },
    },
    refused('KST-6', 'what is no statement', 422, 'malformed', ({ options: { kit } }) => ({ statement: { side: kit.playedSide } })),
    refused('KST-6', 'a statement of the side of the node itself', 422, 'other_side', (stage) =>
      changed(stage, { side: stage.options.kit.nodeSide })),
    refused('KST-6', 'a body of more than 8192 bytes', 413, '', () => JSON.stringify({ more: 'x'.repeat(9000) })),
  ],
};
