import { signedBytes } from '../agreement.ts';
import { toHex } from '../bytes.ts';
import { ed25519, sha256 } from '../crypto.ts';
import { step } from '../strict-json.ts';
import type { Finding } from '../verdict.ts';
import { cannotTell, invalid, skipped } from '../verdict.ts';
import type { Check } from './check.ts';
import { readable } from './check.ts';

export const agreementShape: Check = {
  code: 'AGREEMENT_SHAPE',
  run({ agreements }) {
    const findings: Finding[] = [];
    const versions = new Set<number>();
    for (const agreement of agreements) {
      if (!('parties' in agreement)) {
        findings.push(agreement);
        continue;
      }
      const { version, where } = agreement;
      if (versions.has(version)) findings.push(invalid(`${where}/version`, `a second document of version ${version}`));
      versions.add(version);
    }
    return { findings, asked: agreements.length };
  },
};

export const agreementKeys: Check = {
  code: 'AGREEMENT_KEYS',
  run: (subject) => ({
    findings: readable(subject).flatMap(({ keyFaults }) => keyFaults),
    asked: readable(subject).length,
  }),
};

export const agreementSignatures: Check = {
  code: 'AGREEMENT_SIGNATURES',
  async run(subject) {
    const findings: Finding[] = [];
    let asked = 0;
    for (const { parties, signed } of readable(subject)) {
      for (const [side, { keys }] of parties) {
        const where = `${signed.where}/signatures/${side}`;
        asked += 1;
        const signature = signed.signatures.get(side);
        if (keys.rootKey === undefined) findings.push(skipped(where, 'the root key is not usable'));
        else if (signature === undefined) findings.push(invalid(where, `${side} has not signed`));
        else {
          const result = await ed25519(keys.rootKey, signedBytes(signed.document), signature);
          if (result === 'bad') findings.push(invalid(where, `not the signature of ${side} over this document`));
          if (result === 'unsupported') findings.push(cannotTell(where, 'this platform cannot verify Ed25519'));
        }
      }
      for (const side of signed.signatures.keys()) {
        if (!parties.has(side)) findings.push(invalid(`${signed.where}/signatures${step(side)}`, 'not a party'));
      }
    }
    return { findings, asked };
  },
};

export const rootTrusted: Check = {
  code: 'ROOT_TRUSTED',
  async run(subject) {
    const findings: Finding[] = [];
    let asked = 0;
    for (const { parties, where } of readable(subject)) {
      for (const [side, { keys }] of parties) {
        const at = `${where}/parties/${side}/rootKey`;
        asked += 1;
        if (keys.rootKey === undefined) {
          findings.push(skipped(at, 'the root key is not usable'));
          continue;
        }
        const fingerprint = toHex(await sha256(keys.rootKey));
        if (subject.trust.has(fingerprint) || subject.trust.has(`${side.toLowerCase()}=${fingerprint}`)) continue;
        findings.push(cannotTell(at, `who holds the key of ${side}: no trusted fingerprint is ${fingerprint}`));
      }
    }
    if (asked === 0) findings.push(cannotTell('/agreements', 'no readable agreement says who signed'));
    return { findings, asked };
  },
};
