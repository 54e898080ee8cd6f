import { connect } from 'node:tls';
import { must, pause, type Group } from '../check.ts';
import type { Stage } from '../stage.ts';

/** A counterpart that takes much and gives nothing: it may cost the node little, and others nothing. */

/** Connections that say nothing, each with a good certificate. */
const CONNECTIONS = 100;

export const load: Group = {
  name: 'load',
  needs: 'UPS-1',
  checks: [
    {
      clause: 'LIM-1',
      what: `${CONNECTIONS} idle connections do not stop the streams that are open, and the node answers again when they are gone`,
      async run(stage) {
        const { identity, nodeAuthority } = stage.options.kit;
        const { hostname, port } = new URL(stage.caller.url);
        const { keyPem, certificatePem } = identity.tls;
        const sockets = Array.from({ length: CONNECTIONS }, () => {
          const socket = connect({ host: hostname, port: Number(port), key: keyPem, cert: certificatePem, ca: [nodeAuthority] });
          return socket.on('error', () => undefined);
        });
        try {
          await pause(500);
          await stage.exchanged();
        } finally {
          for (const socket of sockets) socket.destroy();
        }
        await again(stage);
      },
    },
    {
      clause: 'LIM-2',
      what: 'a receiver that reads nothing of its stream delays nobody else',
      run: (stage) =>
        stage.mirror.paused(async () => {
          const outgoing = stage.caller.open('/exchange/v1/entries?from=0');
          outgoing.on('error', () => undefined);
          outgoing.on('response', (response) => response.pause().on('error', () => undefined));
          outgoing.end();
          try {
            await pause(200);
            await stage.exchanged();
            await again(stage);
          } finally {
            outgoing.destroy();
          }
        }),
    },
    {
      clause: 'RTY-2',
      what: 'a stream of entries on which nothing comes is given up, and the node comes back',
      async run(stage) {
        const { followed } = await silence(stage);
        must(followed, `it was still open after ${SILENCE_MS / 1000} s`);
        await stage.exchanged();
      },
    },
    {
      clause: 'UPS-9',
      what: 'a stream of countersignatures on which nothing comes is ended',
      async run(stage) {
        const { taken } = await silence(stage);
        must(taken, `it was still open after ${SILENCE_MS / 1000} s`);
      },
    },
  ],
};

/** The longest silence that a node may bear, and some more. */
const SILENCE_MS = 50_000;

interface Silence {
  /** Whether the node gave up a stream on which it heard nothing: the one that it follows, and the one that it takes. */
  readonly followed: boolean;
  readonly taken: boolean;
}

const silences = new WeakMap<Stage, Promise<Silence>>();

/** Both streams stand still at once, so that the wait is one. */
function silence(stage: Stage): Promise<Silence> {
  const known = silences.get(stage) ?? stage.mirror.paused(() => standStill(stage));
  silences.set(stage, known);
  return known;
}

async function standStill({ counterpart, caller, patienceMs }: Stage): Promise<Silence> {
  counterpart.silent = true;
  counterpart.cut();
  const upward = caller.open('/exchange/v1/countersignatures', { method: 'POST' });
  let taken = false;
  upward.on('error', () => (taken = true)).on('close', () => (taken = true));
  upward.flushHeaders();
  try {
    const stream = await counterpart.stream(patienceMs);
    for (const end = Date.now() + SILENCE_MS; Date.now() < end && (stream.isOpen || !taken); ) await pause(100);
    return { followed: !stream.isOpen, taken };
  } finally {
    upward.destroy();
    counterpart.silent = false;
    counterpart.cut();
  }
}

async function again(stage: Stage): Promise<void> {
  const end = Date.now() + stage.patienceMs + 10_000;
  for (;;) {
    const answer = await stage.caller.call('/exchange/v1/held').catch(() => undefined);
    if (answer?.status === 200) return;
    must(Date.now() < end, '`held` was not answered any more');
    await pause(200);
  }
}
