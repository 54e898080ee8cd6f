import { z } from 'zod';
import { agreementDocument } from '@pairgate/exchange/agreement.ts';
import { digestOf, type AmendmentType } from '@pairgate/exchange/agreements.ts';
import { contradictionIn } from '@pairgate/exchange/contradictions.ts';
import { agreementAccepted, agreementProposed, agreementRejected, agreementWithdrawn } from '@pairgate/exchange/messages.ts';
import { canonicalize } from '@pairgate/ledger/canonical.ts';
import { sha256 } from '../../crypto.ts';
import { actorOf, readerOf } from '../access.ts';
import { agreementView } from '../agreement-view.ts';
import { refused } from '../problem.ts';
import { route, type AnyRoute, type Call, type Reply } from '../route.ts';

const tag = 'Agreement';

/** The root key stays off line: what comes here is signed already, and the other side checks the same signature. */
const AMENDING = { read: ['amendAgreement'] } as const;

const REFUSALS = [
  'amendment_malformed', 'amendment_digest_differs', 'amendment_not_next', 'amendment_party_changed', 'amendment_backdated',
  'amendment_not_signed', 'amendment_expired', 'amendment_open', 'amendment_unknown', 'amendment_withdrawn',
  'amendment_answered',
] as const;

const agreement = route({
  method: 'GET',
  path: '/api/agreement',
  tag,
  name: 'getAgreement',
  summary: 'The versions of the agreement, which of them is in force in each log, and what was proposed.',
  permission: { read: ['log'] },
  response: { status: 200, schema: agreementView },
  handler: async ({ caller, services }) => ({ body: await services.readings.agreement(readerOf(caller)) }),
});

const named = z.object({ version: z.int(), digest: z.string() }).meta({ id: 'NamedVersion' });

/** Where the fault of a document or of a signature stands; the others lie in what was said before. */
const POINTERS: Readonly<Record<string, string>> = {
  amendment_not_signed: '/signature', amendment_party_changed: '/document/parties', amendment_backdated: '/document/validFrom',
};

/** Hands on what this side says of the agreement. Throws `Refused` when it would not count on either side. */
async function amend(type: AmendmentType, data: { version: number; digest: string }, call: Call): Promise<Reply> {
  const { submitter, readings, side } = call.services;
  const fault = await submitter.amend(type, data, actorOf(call.caller));
  const { inForce } = await readings.agreement(readerOf(call.caller));
  const pointer = POINTERS[fault ?? ''];
  if (fault) throw refused(fault, { ...(pointer === undefined ? {} : { pointer }), params: { inForce: inForce[side] } });
  return { status: 201, body: { version: data.version, digest: data.digest } };
}

const DIGEST = '3f8a1c7d0b5e9264a1f3c8d7e6b5049382716f5e4d3c2b1a0918273645f6e7d8';
const SIGNATURE = `${'A'.repeat(86)}==`;

const proposal = z.strictObject({
  document: agreementDocument,
  openUntil: agreementProposed.shape.openUntil,
  signature: agreementProposed.shape.signature,
});

const propose = route<unknown, unknown, z.infer<typeof proposal>>({
  method: 'POST',
  path: '/api/agreement/proposals',
  tag,
  name: 'proposeAgreement',
  summary: 'Propose the next version of the agreement to the other side, signed by the root key of this side.',
  permission: AMENDING,
  body: proposal,
  example: {
    document: {
      format: 'pairgate-agreement/1', version: 2, pair: 'huu-nghi-youyi-guan', validFrom: '2027-01-01T00:00:00.000Z',
      parties: Object.fromEntries(
        ['VN', 'CN'].map((side) => [
          side,
          {
            name: side, rootKey: `${'A'.repeat(43)}=`, logOrigin: `${side.toLowerCase()}.example/log`,
            checkpointKey: `${'B'.repeat(43)}=`, cosignatureKey: `${'C'.repeat(43)}=`, tlsAuthority: DIGEST,
          },
        ]),
      ),
      retention: { operation: { days: 3650, reason: 'order, waits and promises stay provable' } },
      messages: { VehicleCalled: { ticket: { class: 'operation', purpose: 'the order and its reason', basis: 'agreement of 2009' } } },
    },
    openUntil: '2026-12-19T03:00:00.000Z',
    signature: SIGNATURE,
  },
  response: { status: 201, schema: named },
  refusals: REFUSALS,
  async handler(call) {
    const { document, openUntil, signature } = call.body;
    const contradiction = contradictionIn(document);
    if (contradiction) {
      throw refused('amendment_malformed', { pointer: `/document${contradiction.pointer}`, params: { fault: contradiction.fault } });
    }
    const digest = digestOf(sha256, document);
    const data = { version: document.version, digest, document: canonicalize(document), openUntil, signature };
    return amend('AgreementProposed', agreementProposed.parse(data), call);
  },
});

function answer<Body extends { version: number; digest: string }>(
  of: { readonly path: string; readonly name: string; readonly summary: string; readonly type: AmendmentType },
  body: z.ZodType<Body>,
  example: object,
): AnyRoute {
  const { type, path, name, summary } = of;
  return route<unknown, unknown, Body>({
    method: 'POST', path, tag, name, summary, body, example,
    permission: AMENDING,
    response: { status: 201, schema: named },
    refusals: REFUSALS,
    handler: (call) => amend(type, call.body, call),
  });
}

const accept = answer(
  {
    path: '/api/agreement/acceptances', name: 'acceptAgreement', type: 'AgreementAccepted',
    summary: 'Accept what the other side has proposed, with a signature by the root key of this side over the same document.',
  },
  agreementAccepted,
  { version: 2, digest: DIGEST, signature: SIGNATURE },
);

const reject = answer(
  {
    path: '/api/agreement/rejections', name: 'rejectAgreement', type: 'AgreementRejected',
    summary: 'Reject what the other side has proposed.',
  },
  agreementRejected,
  { version: 2, digest: DIGEST, reason: 'The plate is not needed for planning.' },
);

const withdraw = answer(
  {
    path: '/api/agreement/withdrawals', name: 'withdrawAgreement', type: 'AgreementWithdrawn',
    summary: "Withdraw this side's own proposal. It comes too late when the other side has accepted without seeing it.",
  },
  agreementWithdrawn,
  { version: 2, digest: DIGEST },
);

export const agreementRoutes: readonly AnyRoute[] = [agreement, propose, accept, reject, withdraw];
