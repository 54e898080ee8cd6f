import type { TlsKeys } from '../keys/tls.ts';
import { certificateFingerprint } from '../keys/tls.ts';
import { HttpsDoor } from './https-door.ts';
import { HttpsPeer } from './https-peer.ts';
import type { Door, Network, Peer } from './network.ts';
import { TIMING, type Timing } from './timing.ts';

export interface HttpsOptions {
  readonly host: string;
  /** Without one this side does not listen, and must open every stream. */
  readonly port: number | undefined;
  readonly tls: TlsKeys;
  /** Without it this side never calls. */
  readonly peerUrl: string | undefined;
  /** The other side's TLS authority in PEM. */
  readonly peerCa: string;
  /** The fingerprint that the agreement names for it. */
  readonly peerAuthority: string;
  readonly timing?: Partial<Timing>;
}

const notCalled = () => Promise.reject(new Error('this side calls nobody'));

const NOBODY: Peer = {
  entries: notCalled, countersignatures: notCalled, takeEntries: notCalled, itsCountersignatures: notCalled,
  countersign: notCalled, resource: notCalled, held: notCalled, mirror: notCalled,
};

const CLOSED: Door = { port: undefined, close: () => Promise.resolve() };

/**
 * The network between two real nodes: HTTPS with certificates of both sides. Throws when the TLS authority is not the
 * agreed one.
 */
export function httpsNetwork(options: HttpsOptions): Network {
  const { peerUrl, port, tls, peerCa, peerAuthority, timing } = options;
  if (certificateFingerprint(peerCa) !== peerAuthority) {
    throw new Error('The TLS authority of the other side is not the one that the agreement names.');
  }
  return {
    peer: peerUrl === undefined ? NOBODY : new HttpsPeer(peerUrl, tls, peerCa, { ...TIMING, ...timing }.stuckMs),
    listen: async (desk) => (port === undefined ? CLOSED : new HttpsDoor({ ...options, port, desk }).open()),
  };
}
