import type { TlsKeys } from '../keys/tls.ts';
import { certificateFingerprint } from '../keys/tls.ts';
import { HttpsDoor } from './https-door.ts';
import { HttpsPeer } from './https-peer.ts';
import type { Network } from './network.ts';
import { TIMING, type Timing } from './timing.ts';

export interface HttpsOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsKeys;
  readonly peerUrl: string;
  /** The other side's TLS authority in PEM. */
  readonly peerCa: string;
  /** The fingerprint that the agreement names for it. */
  readonly peerAuthority: string;
  readonly timing?: Partial<Timing>;
}

/**
 * The network between two real nodes: HTTPS with certificates of both sides. Throws when the TLS authority is not the
 * agreed one.
 */
export function httpsNetwork(options: HttpsOptions): Network {
  const { peerUrl, tls, peerCa, peerAuthority, timing } = options;
  if (certificateFingerprint(peerCa) !== peerAuthority) {
    throw new Error('The TLS authority of the other side is not the one that the agreement names.');
  }
  return {
    peer: new HttpsPeer(peerUrl, tls, peerCa, { ...TIMING, ...timing }.stuckMs),
    listen: (desk) => new HttpsDoor({ ...options, desk }).open(),
  };
}
