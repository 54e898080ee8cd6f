import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import { compileAgreement, type SignedAgreement } from '@pairgate/exchange/agreement.ts';
import { overAt } from '@pairgate/exchange/retention.ts';
import { fromBase64 } from '@pairgate/ledger/base64.ts';
import { rootOf } from '@pairgate/ledger/merkle.ts';
import { COSIGNATURE_V1, ED25519, noteKey, type NoteKey, type SignatureType } from '@pairgate/ledger/note.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { sha256, verifyEd25519 } from '../crypto.ts';
import type { Position } from '../group.ts';
import { agreementDigest } from '../keys/agreement-file.ts';
import type { Identity } from '../keys/identity.ts';
import { certificateFingerprint } from '../keys/tls.ts';
import type { Committed, Writer } from '../writer.ts';
import { Anchor } from './anchor.ts';
import { ExchangeClient } from './client.ts';
import { Countersignatures } from './countersignatures.ts';
import { askUntilAnswered, confirmOwnLog, type Confirmation, type HandshakeOptions } from './handshake.ts';
import { Judge } from './judge.ts';
import { OwnLog } from './own-log.ts';
import { PeerLink } from './peer-link.ts';
import { ExchangeServer } from './server.ts';
import { Watch, type ExchangeLog, type ExchangeStatus } from './status.ts';
import { rootAt } from './stored-tree.ts';
import { TIMING, type Timing } from './timing.ts';

export interface ExchangeOptions {
  readonly side: SideId;
  readonly identity: Identity;
  /** Checked before, see `checkAgreement`. */
  readonly agreement: SignedAgreement;
  /** The other side's TLS authority in PEM; its fingerprint must be the one in the agreement. */
  readonly peerCa: string;
  readonly peerUrl: string;
  readonly host: string;
  readonly port: number;
  readonly journal: Journal;
  readonly writer: Pick<Writer, 'position' | 'blocked' | 'block' | 'unblock' | 'take' | 'judge' | 'record'>;
  /** Real time in milliseconds: cosignatures, time-outs and silence never follow a virtual clock. */
  readonly now: () => number;
  /** The clock by which facts are recorded and retention times end; real time when not given. */
  readonly clock?: () => number;
  readonly log: ExchangeLog;
  /** Where the anchor of one's own log is kept, outside the database. */
  readonly dataDir: string;
  /** Told when the state of the other side or of the logs has moved. */
  readonly announce?: (topic: 'peer' | 'log') => void;
  readonly timing?: Partial<Timing>;
}

export interface Exchange {
  /** The port that is listened on. */
  readonly port: number;
  /**
   * Resolves once the node may write, on the other side's word or on its own anchor; never while the log is
   * unconfirmed.
   */
  readonly confirmed: Promise<void>;
  status(): ExchangeStatus;
  /** The newest checkpoint of one's own log, signed, without countersignature. */
  ownCheckpoint(): string;
  /** For the writer: signs the checkpoint of what was just committed and wakes the streams. Never waits. */
  afterCommit(committed: Committed, position: Position): void;
  stop(): Promise<void>;
}

function keyOf(name: string, type: SignatureType, publicKey: string): NoteKey {
  const key = noteKey(sha256, name, type, fromBase64(publicKey) ?? new Uint8Array(0));
  if (!key.ok) throw new Error(`The agreement names a key of ${name} that cannot be used: ${key.fault}.`);
  return key.value;
}

/**
 * Opens the exchange with the other side: serves one's own log, mirrors the other's, countersigns, judges. The writer
 * is blocked until the other side, or the anchor, has confirmed that one's own log is complete; meanwhile the log is
 * served. Throws when the port cannot be opened or the TLS authority is not the agreed one.
 */
export async function startExchange(options: ExchangeOptions): Promise<Exchange> {
  const { side, identity, journal, writer, log, now } = options;
  writer.block('log_unconfirmed');
  const peer = otherSide(side);
  const timing = { ...TIMING, ...options.timing };
  const announce = options.announce ?? (() => undefined);
  const agreement = compileAgreement(options.agreement.document);
  const [ours, theirs] = [agreement.party(side), agreement.party(peer)];
  if (certificateFingerprint(options.peerCa) !== theirs.tlsAuthority) {
    throw new Error(`The TLS authority of ${peer} is not the one that the agreement names.`);
  }
  const ownKey = keyOf(ours.logOrigin, ED25519, ours.checkpointKey);
  const [ownHead, peerHead] = [await journal.head(side), await journal.head(peer)];
  const watch = new Watch({ now, timing, log, announce });
  const own = new OwnLog(journal, side, identity.checkpoint, {
    size: ownHead.size,
    root: rootOf(sha256, ownHead.edge),
  });
  const countersignatures = new Countersignatures(
    {
      journal, side, own, ownKey, watch, announce,
      peerKey: keyOf(theirs.logOrigin, COSIGNATURE_V1, theirs.cosignatureKey),
    },
    ownHead.cosignedNote === null
      ? undefined
      : { size: ownHead.cosignedSize, note: ownHead.cosignedNote, at: ownHead.cosignedAt ?? 0 },
  );
  const anchor = new Anchor(options.dataDir, (error) => log.warn({ error }, 'The anchor of our log was not written.'));
  const link = new PeerLink(options.peerUrl, identity.tls, options.peerCa);
  const judge = new Judge({ journal, writer, peer, timing, watch }, peerHead.judgedUpTo);
  const client = new ExchangeClient({
    link, writer, now, watch, timing,
    cosigner: identity.cosignature,
    terms: {
      author: peer,
      agreement,
      key: keyOf(theirs.logOrigin, ED25519, theirs.checkpointKey),
      sha256,
      verify: verifyEd25519,
      mayMiss: overAt(agreement, options.clock ?? now),
    },
    heldNote: peerHead.note ?? undefined,
    onTaken({ refused }) {
      judge.notice(refused);
      announce('log');
    },
  });
  const server = new ExchangeServer({
    host: options.host, port: options.port, tls: identity.tls, peerCa: options.peerCa,
    side, peer, journal, own, countersignatures, watch, timing, log,
  });
  const port = await server.listen();

  const stopped = new AbortController();
  const handshake: HandshakeOptions = {
    link, ownKey, watch, timing,
    ownSize: () => own.size,
    rootAt: (size) => rootAt(journal, side, size),
    anchor: () => anchor.read(),
    stopped: stopped.signal,
  };

  const refuse = (confirmation: Confirmation & { kind: 'lost' }) => {
    watch.ownLog = 'unconfirmed';
    writer.block('log_unconfirmed');
    log.error({}, confirmation.sentence);
    announce('peer');
  };

  const begin = async () => {
    if (own.size === 0) {
      // The first entry of each log puts the agreement in force; nothing else may have index 0.
      const { version } = agreement;
      await writer.record(`log:${side}`, 'AgreementActivated', {
        version,
        digest: agreementDigest(options.agreement.document),
      });
    }
    if (writer.blocked === 'log_unconfirmed') writer.unblock();
    client.start();
    judge.notice(0);
    announce('peer');
  };

  let mayWrite: () => void = () => undefined;
  const confirmed = new Promise<void>((resolve) => (mayWrite = resolve));
  const confirm = async () => {
    const first = await confirmOwnLog(handshake);
    if (first.kind === 'stopped') return;
    if (first.kind === 'lost') return refuse(first);
    watch.ownLog = first.kind;
    if (first.kind === 'anchored') log.warn({}, 'The other side does not answer; our own anchor confirms the log.');
    await begin();
    mayWrite();
    if (first.kind === 'confirmed') return;
    const later = await askUntilAnswered(handshake);
    if (later.kind === 'lost') {
      await Promise.all([client.stop(), judge.stop()]);
      return refuse(later);
    }
    if (later.kind === 'confirmed') watch.ownLog = 'confirmed';
  };
  const confirming = confirm().catch((error: unknown) => {
    watch.ownLog = 'unconfirmed';
    log.error({ error }, 'It could not be confirmed that our log is complete; nothing can be written. Start again.');
  });

  return {
    port,
    confirmed,
    status: () => ({
      ownLog: watch.ownLog,
      connected: watch.connected,
      lastSeenAt: watch.lastSeenAt,
      silentSince: watch.silentSince,
      behind: own.size - (countersignatures.newest?.size ?? 0),
      ownSize: own.size,
      peerSize: writer.position.peer.edge.size,
      countersignedSize: countersignatures.newest?.size ?? 0,
      countersignedAt: countersignatures.newest?.at ?? null,
      sent: { ...watch.sent },
      received: { ...watch.received },
      judgedUpTo: judge.judgedUpTo,
      faults: { ...watch.faults },
    }),
    ownCheckpoint: () => own.note,
    afterCommit(committed, position) {
      if (committed.erased) own.forgetAll();
      if (committed.ownSize === own.size) return;
      const root = rootOf(sha256, position.own.edge);
      own.append(committed.entries, committed.ownSize, root);
      anchor.set({ size: committed.ownSize, root });
      announce('log');
    },
    async stop() {
      stopped.abort();
      watch.stop();
      await Promise.all([client.stop(), judge.stop(), confirming]);
      await server.close();
      await Promise.all([countersignatures.stop(), anchor.stop()]);
    },
  };
}
