import { hash } from 'node:crypto';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { PartyTerms, SignedAgreement } from '@pairgate/exchange/agreement.ts';
import { pseudonymsOf, type Pseudonyms } from '@pairgate/exchange/pseudonym.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { COSIGNATURE_V1, ED25519 } from '@pairgate/ledger/note.ts';
import { keyPair, sha256, signer } from '@pairgate/node/crypto.ts';
import type { HeldKeys } from '@pairgate/node/exchange/working-keys.ts';
import { makeAgreement, signAgreement } from '@pairgate/node/keys/agreement-file.ts';

/** One set of keys and one agreement for all seeds: making them costs more than a seed may take. */
export interface Terms {
  readonly held: Readonly<Record<SideId, HeldKeys>>;
  readonly signed: SignedAgreement;
  readonly pseudonyms: Readonly<Record<SideId, Pseudonyms>>;
}

const ORIGINS: Readonly<Record<SideId, string>> = { VN: 'huu-nghi.example/log', CN: 'youyi-guan.example/log' };

function partyOf(side: SideId) {
  const pair = (use: string) => keyPair(new Uint8Array(hash('sha256', `${side} ${use}`, 'buffer')));
  const [root, checkpoint, cosignature] = [pair('root'), pair('checkpoint'), pair('cosignature')];
  const party: PartyTerms = {
    name: side,
    rootKey: toBase64(root.publicKey),
    logOrigin: ORIGINS[side],
    checkpointKey: toBase64(checkpoint.publicKey),
    cosignatureKey: toBase64(cosignature.publicKey),
    tlsAuthority: hash('sha256', side, 'hex'),
  };
  const held: HeldKeys = {
    keys: [
      { purpose: 'checkpoint', key: party.checkpointKey, signer: signer(ORIGINS[side], checkpoint, ED25519) },
      { purpose: 'cosignature', key: party.cosignatureKey, signer: signer(ORIGINS[side], cosignature, COSIGNATURE_V1) },
    ],
    // What TLS promises, the simulated link promises.
    authorities: [],
  };
  return { party, root, held };
}

const pseudonymsOfSide = (side: SideId): Pseudonyms =>
  pseudonymsOf(sha256, new Uint8Array(hash('sha256', `${side} pseudonyms`, 'buffer')), huuNghiYouyiGuan.id);

export function makeTerms(): Terms {
  const [VN, CN] = [partyOf('VN'), partyOf('CN')];
  const document = makeAgreement(VN.party, CN.party, {
    pair: huuNghiYouyiGuan.id,
    validFrom: '2026-11-01T00:00:00.000Z',
  });
  const signed = {
    document,
    signatures: {
      VN: signAgreement(document, 'VN', VN.root),
      CN: signAgreement(document, 'CN', CN.root),
    },
  };
  return { held: { VN: VN.held, CN: CN.held }, signed, pseudonyms: { VN: pseudonymsOfSide('VN'), CN: pseudonymsOfSide('CN') } };
}
