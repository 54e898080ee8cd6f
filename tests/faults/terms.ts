import { hash } from 'node:crypto';
import { huuNghiYouyiGuan } from '@pairgate/domain/gate/pair/huu-nghi-youyi-guan.ts';
import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { compileAgreement, type CompiledAgreement, type PartyTerms, type SignedAgreement } from '@pairgate/exchange/agreement.ts';
import { toBase64 } from '@pairgate/ledger/base64.ts';
import { COSIGNATURE_V1, ED25519 } from '@pairgate/ledger/note.ts';
import { keyPair, signer } from '@pairgate/node/crypto.ts';
import { makeAgreement, signAgreement } from '@pairgate/node/keys/agreement-file.ts';
import type { Identity } from '@pairgate/node/keys/identity.ts';

/** One set of keys and one agreement for all seeds: making them costs more than a seed may take. */
export interface Terms {
  readonly identities: Readonly<Record<SideId, Pick<Identity, 'checkpoint' | 'cosignature'>>>;
  readonly signed: SignedAgreement;
  readonly compiled: CompiledAgreement;
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
  return {
    party,
    root,
    checkpoint: signer(ORIGINS[side], checkpoint, ED25519),
    cosignature: signer(ORIGINS[side], cosignature, COSIGNATURE_V1),
  };
}

export function makeTerms(): Terms {
  const identities = { VN: partyOf('VN'), CN: partyOf('CN') };
  const document = makeAgreement(identities.VN.party, identities.CN.party, {
    pair: huuNghiYouyiGuan.id,
    validFrom: '2026-11-01T00:00:00.000Z',
  });
  const signed = {
    document,
    signatures: {
      VN: signAgreement(document, 'VN', identities.VN.root),
      CN: signAgreement(document, 'CN', identities.CN.root),
    },
  };
  return { identities, signed, compiled: compileAgreement(document) };
}
