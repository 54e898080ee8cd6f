/**
 * What the ledger needs from outside. The functions are synchronous on purpose: the tree hashes twice per leaf, and a
 * promise for each would cost more than the hash.
 */

/** SHA-256 (FIPS 180-4) of the bytes, which it does not keep: always 32 bytes, in memory of their own. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/**
 * A private key under the name that it signs notes with. `keyHash` is the 4-byte key ID of the name, the signature type
 * and the public key (`noteKey`); `sign` returns the 64 bytes of an Ed25519 signature (RFC 8032).
 */
export interface Signer {
  readonly name: string;
  readonly keyHash: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** Whether the 64 bytes are an Ed25519 signature of the message by the 32-byte public key. Never throws. */
export type VerifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** Something that came from outside, read: its value, or the one reason why it is refused. */
export type Outcome<Value, Fault extends string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: Fault };

export const fail = <Fault extends string>(fault: Fault): { readonly ok: false; readonly fault: Fault } => ({
  ok: false,
  fault,
});
