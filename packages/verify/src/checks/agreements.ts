import { signedBytes } from '../agreement.ts';
import { toHex } from '../bytes.ts';
import { sha256 } from '../crypto.ts';
import { step } from '../strict-json.ts';
import type { Finding } from '../verdict.ts';
import { cannotTell, invalid, skipped } from '../verdict.ts';
import type { Check } from './check.ts';
import { readable } from './check.ts';
import { signatureFinding } from './signatures.ts';

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
        asked += 1;
        const finding = await signatureFinding({
          where: `${signed.where}/signatures/${side}`,
          side,
          keys: keys.rootKey === undefined ? [] : [keys.rootKey],
          signature: signed.signatures.get(side),
          message: signedBytes(signed.document),
        });
        if (finding !== undefined) findings.push(finding);
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
