import { HttpsDoor } from './https-door.ts';
import { HttpsPeer } from './https-peer.ts';
import type { Door, Network, Peer } from './network.ts';
import { TIMING, type Timing } from './timing.ts';
import type { Credentials } from './working-keys.ts';

export interface HttpsOptions {
  readonly host: string;
  /** Without one this side does not listen, and must open every stream. */
  readonly port: number | undefined;
  readonly credentials: Credentials;
  /** Without it this side never calls. */
  readonly peerUrl: string | undefined;
  readonly timing?: Partial<Timing>;
}

const notCalled = () => Promise.reject(new Error('this side calls nobody'));

const NOBODY: Peer = {
  entries: notCalled, countersignatures: notCalled, takeEntries: notCalled, itsCountersignatures: notCalled,
  countersign: notCalled, resource: notCalled, held: notCalled, state: notCalled, mirror: notCalled,
  lost: notCalled, takeMirror: notCalled,
};

const CLOSED: Door = { port: undefined, close: () => Promise.resolve() };

/** The network between two real nodes: HTTPS with certificates of both sides. */
export function httpsNetwork(options: HttpsOptions): Network {
  const { peerUrl, port, credentials, timing } = options;
  return {
    peer: peerUrl === undefined ? NOBODY : new HttpsPeer(peerUrl, credentials, { ...TIMING, ...timing }.stuckMs),
    listen: async (desk) => (port === undefined ? CLOSED : new HttpsDoor({ ...options, port, desk }).open()),
  };
}
