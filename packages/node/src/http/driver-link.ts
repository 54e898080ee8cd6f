import { normaliseReference } from '@pairgate/domain/kernel/reference.ts';
import { equalSecrets, mac128 } from '../accounts/secrets.ts';

/**
 * A driver's link names one crossing and proves that this node gave it out: the reference and 128 bits of an HMAC over
 * it. No table remembers it, and whoever knows only the reference cannot make it. A new key ends all links.
 */
export class DriverLinks {
  readonly #key: Uint8Array;

  /** `key` has 32 random bytes and is kept with the node's other secrets. */
  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new Error('the key of driver links has 32 bytes');
    this.#key = key;
  }

  #proof(reference: string): string {
    return mac128(this.#key, `pairgate-driver-link/1\n${reference}`);
  }

  tokenOf(reference: string): string {
    return `${reference}.${this.#proof(reference)}`;
  }

  /** The path of the driver's page. */
  pathOf(reference: string): string {
    return `/d/${this.tokenOf(reference)}`;
  }

  /** The crossing that a token names, or nothing when this node did not make it. */
  referenceOf(token: string): string | undefined {
    const dot = token.indexOf('.');
    if (dot < 0) return undefined;
    const reference = normaliseReference(token.slice(0, dot));
    return equalSecrets(token.slice(dot + 1), this.#proof(reference)) ? reference : undefined;
  }
}
