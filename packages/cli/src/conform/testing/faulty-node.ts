import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'node:https';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { compileAgreement } from '@pairgate/exchange/agreement.ts';
import { decodeEntries, decodeNote, encodeNote, FRAME, FrameReader } from '@pairgate/exchange/wire.ts';
import { fromBase64 } from '@pairgate/ledger/base64.ts';
import { ED25519, noteKey } from '@pairgate/ledger/note.ts';
import { sha256 } from '@pairgate/node/crypto.ts';
import { countersign } from '@pairgate/node/exchange/countersign.ts';
import { agreementDigest } from '@pairgate/node/keys/agreement-file.ts';
import { tlsAuthorityFile } from '@pairgate/node/set-up.ts';
import { answerTo } from '../caller.ts';
import { pause } from '../check.ts';
import { Counterpart } from '../counterpart.ts';
import { classOf, draftOf, seal } from '../craft.ts';
import { identityOf, type Kit } from '../kit-folder.ts';
import { PlayedLog } from '../played-log.ts';

/**
 * A node that believes everything: it takes whatever comes, from whomever, countersigns it, and accepts every entry. It has
 * nothing but the two streams and `held`. What a kit says of it shows that the kit can say no.
 */
export interface FaultyOptions {
  /** Without it nothing is ever judged. */
  readonly judges: boolean;
  /** Sends bytes that are no frames before anything else. */
  readonly babbles?: boolean;
  readonly idleMs: number;
}

export async function startFaultyNode(kit: Kit, { judges, babbles, idleMs }: FaultyOptions): Promise<{ close(): Promise<void> }> {
  const { nodeSide, playedSide, directory, counterpartPort } = kit;
  const identity = await identityOf(directory, nodeSide);
  const agreement = compileAgreement(kit.agreement.document);
  const { logOrigin, checkpointKey } = agreement.party(playedSide);
  const authorKey = noteKey(sha256, logOrigin, ED25519, fromBase64(checkpointKey)!);
  if (!authorKey.ok) throw new Error(authorKey.fault);
  const log = new PlayedLog(identity.checkpoint, join(directory, 'faulty-node.jsonl'));
  const stream = `log:${nodeSide}`;
  let [size, note, running] = [0, undefined as string | undefined, true];
  let [upward, downward] = [undefined as ClientRequest | undefined, undefined as ClientRequest | undefined];

  const say = (type: string, field: string, fields: object) => {
    const draft = draftOf({ agreement, source: log.origin, saw: size }, { stream, seq: log.nextSeq(stream), type });
    log.append(seal({ ...draft, classes: { [classOf(agreement, type, field)]: { ...fields } } }));
  };
  say('AgreementActivated', 'digest', { digest: agreementDigest(agreement.document), version: agreement.version });

  const counterpart = new Counterpart({
    host: '127.0.0.1',
    port: Number(new URL(kit.exchangeUrl).port),
    tls: identity.tls,
    nodeAuthority: readFileSync(tlsAuthorityFile(join(directory, playedSide, 'keys')), 'utf8'),
    log,
    idleMs,
    held: () => note,
    onCountersignature: () => undefined,
  });
  counterpart.silent = babbles ?? false;
  await counterpart.listen();
  if (babbles) void counterpart.stream(60_000).then(babble, () => undefined);
  function babble(first: { write(bytes: Uint8Array): void }): void {
    first.write(new Uint8Array(64).fill(0x7f));
    counterpart.silent = false;
  }

  const open = (method: string, path: string): ClientRequest =>
    request(`https://127.0.0.1:${counterpartPort}/exchange/v1/${path}`, {
      method, agent: false, key: identity.tls.keyPem, cert: identity.tls.certificatePem, rejectUnauthorized: false,
    });

  const take = (entries: number, text: string) => {
    size += entries;
    note = text;
    try {
      const cosigned = countersign(text, () => [authorKey.value], () => [identity.cosignature], Date.now());
      if (cosigned !== undefined) upward?.write(encodeNote(FRAME.countersignature, cosigned));
    } catch {
      // Even this one cannot take over a line that is not there.
      return;
    }
    if (!judges || entries === 0) return;
    say('Judged', 'upTo', { exceptions: [], upTo: size });
    counterpart.flush();
  };

  const follow = async () => {
    downward = open('GET', `entries?from=${size}`);
    downward.end();
    const response: IncomingMessage = await answerTo(downward);
    const reader = new FrameReader(1 << 30);
    let entries = 0;
    for await (const piece of response as AsyncIterable<Buffer>) {
      for (const { kind, body } of reader.push(new Uint8Array(piece))) {
        if (kind === FRAME.entries) entries = decodeEntries(body)?.entries.length ?? 0;
        if (kind !== FRAME.checkpoint) continue;
        take(entries, decodeNote(body) ?? '');
        entries = 0;
      }
    }
  };

  const send = async () => {
    upward = open('POST', 'countersignatures');
    const ended = new Promise((resolve) => upward!.on('close', resolve));
    upward.on('error', () => undefined);
    upward.flushHeaders();
    await ended;
  };

  const forEver = async (once: () => Promise<void>) => {
    while (running) {
      await once().catch(() => undefined);
      await pause(20);
    }
  };
  const loops = [forEver(follow), forEver(send)];

  return {
    async close() {
      running = false;
      downward?.destroy();
      upward?.destroy();
      await Promise.all(loops);
      await counterpart.close();
    },
  };
}
