import { createConnection } from 'node:net';
import { createAuthority, issueCertificate } from '@pairgate/node/keys/tls.ts';
import type { CallOptions, Presented } from '../caller.ts';
import { must, NotTested, pause, Violation, type Check, type Group } from '../check.ts';
import type { Stage } from '../stage.ts';

/** Who gets in: TLS of both ends, and requests that are none. */

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
/** How long a lie is shown to a node that calls; it must try in this time to be judged. */
const SHOWN_MS = 4000;

async function certificate(names: readonly string[], by?: { pem: string; keyPem: string }): Promise<Presented> {
  const authority = by ?? (await createAuthority('Somebody else', Date.now()));
  const made = await issueCertificate(authority, names, Date.now());
  return { certificatePem: made.pem, keyPem: made.keyPem };
}

/** A call that must not be answered by HTTP at all. */
async function unheard(stage: Stage, options: CallOptions): Promise<void> {
  const answer = await stage.caller.call('/exchange/v1/held', options).catch(() => undefined);
  must(answer === undefined, `the node answered ${answer?.status} to a caller that it must not hear`);
}

/** The node calls a port that shows this certificate: it must try, and must not send a request. */
async function untrusted(stage: Stage, shown: Presented): Promise<void> {
  const { counterpart, options } = stage;
  const { asked } = counterpart;
  const before = { ...asked };
  counterpart.show(shown);
  counterpart.cut();
  await pause(SHOWN_MS);
  const tried = asked.connections - before.connections;
  const sent = asked.held + asked.entries + asked.countersignatures - before.held - before.entries - before.countersignatures;
  counterpart.show(options.kit.identity.tls);
  counterpart.cut();
  if (tried === 0) throw new Violation(`the node did not try to come back within ${SHOWN_MS / 1000} s`);
  must(sent === 0, `the node sent ${sent} requests to a server that it must not trust`);
  await stage.exchanged();
}

const answered = (clause: string, what: string, status: number, path: string, options: CallOptions = {}): Check => ({
  clause,
  what,
  async run(stage) {
    const answer = await stage.caller.call(path, options);
    must(answer.status === status, `the answer to ${options.method ?? 'GET'} ${path} was ${answer.status}, not ${status}`);
  },
});

export const access: Group = {
  name: 'access',
  checks: [
    {
      clause: 'TLS-1',
      what: 'a caller that speaks TLS 1.2 at most is not heard',
      run: (stage) => unheard(stage, { maxVersion: 'TLSv1.2' }),
    },
    { clause: 'TLS-2', what: 'a caller without a certificate is not heard', run: (stage) => unheard(stage, { present: null }) },
    {
      clause: 'TLS-2',
      what: 'a caller with a certificate of another authority is not heard',
      run: async (stage) => unheard(stage, { present: await certificate(LOOPBACK) }),
    },
    {
      clause: 'TLS-3',
      what: 'no request is sent to a server with a certificate of another authority, and the node comes back afterwards',
      run: async (stage) => untrusted(stage, await certificate(LOOPBACK)),
    },
    {
      clause: 'TLS-3',
      what: 'no request is sent to a server whose certificate has another name, and the node comes back afterwards',
      async run(stage) {
        const { authorityPem, authorityKeyPem } = stage.options.kit.identity.tls;
        const names = await certificate(['elsewhere.example'], { pem: authorityPem, keyPem: authorityKeyPem });
        await untrusted(stage, names);
      },
    },
    {
      clause: 'TLS-4',
      what: 'what a caller sends without TLS is not answered by HTTP',
      async run(stage) {
        const answer = await fetch(new URL('/exchange/v1/held', stage.caller.url.replace(/^https/, 'http'))).catch(() => undefined);
        must(answer === undefined || answer.status === 400, `the node answered ${answer?.status} without TLS`);
      },
    },
    answered('HTP-1', 'another path is answered 404', 404, '/exchange/v1/nothing'),
    answered('HTP-1', 'another version is answered 404', 404, '/exchange/v2/held'),
    answered('HTP-1', 'another method is answered 404', 404, '/exchange/v1/held', { method: 'DELETE' }),
    {
      clause: 'HTP-2',
      what: 'a request head of more than 8192 bytes is refused',
      async run(stage) {
        const answer = await stage.caller.call('/exchange/v1/held', { headers: { 'x-long': 'x'.repeat(9000) } }).catch(() => undefined);
        must(answer === undefined || answer.status === 431, `the answer was ${answer?.status}`);
      },
    },
    {
      clause: 'HLD-1',
      what: 'before anything was received, `held` is answered 204',
      async run({ fresh, heldAtFirst }) {
        if (!fresh) throw new NotTested('this folder has played with the node before: it holds a checkpoint already');
        must(heldAtFirst === 204, `the answer was ${heldAtFirst}`);
      },
    },
    {
      clause: 'HTP-3',
      what: 'a connection whose TLS handshake does not begin is closed within 30 s',
      async run(stage) {
        const { hostname, port } = new URL(stage.caller.url);
        const socket = createConnection({ host: hostname, port: Number(port) });
        socket.on('error', () => undefined);
        const closed = await Promise.race([
          new Promise((resolve) => socket.on('close', () => resolve(true))),
          pause(30_000).then(() => false),
        ]);
        socket.destroy();
        must(closed === true, 'it was still open');
      },
    },
  ],
};
