import { otherSide, type SideId } from '@pairgate/domain/kernel/codes.ts';
import type { OpenCheckpoint } from '@pairgate/exchange/divergence.ts';
import { governing, overAt } from '@pairgate/exchange/retention.ts';
import type { RingFault } from '@pairgate/exchange/key-ring.ts';
import { openCheckpoint, type Checkpoint } from '@pairgate/ledger/checkpoint.ts';
import { rootOf } from '@pairgate/ledger/merkle.ts';
import type { Journal } from '@pairgate/store/journal.ts';
import { countAgain } from '../exports/count-again.ts';
import type { Persons } from '../exports/persons.ts';
import { sha256, verifyEd25519 } from '../crypto.ts';
import type { Position } from '../group.ts';
import { pause, type World } from '../world.ts';
import type { Committed } from '../committed.ts';
import type { Writer } from '../writer.ts';
import type { Anchor } from './anchor.ts';
import { Caller, type Follow, type Opens } from './caller.ts';
import { Countersignatures } from './countersignatures.ts';
import { Desk } from './desk.ts';
import { Freeze } from './freeze.ts';
import { askUntilAnswered, confirmOwnLog, type HandshakeOptions } from './handshake.ts';
import { Judge } from './judge.ts';
import { Mirror } from './mirror.ts';
import type { Network, Peer } from './network.ts';
import { OwnLog } from './own-log.ts';
import { recoverTail } from './recover.ts';
import { RecoveredTails } from './recovered.ts';
import { StatementsOut } from './statements-out.ts';
import { Stick } from './stick.ts';
import { Watch, type ExchangeLog, type ExchangeStatus } from './status.ts';
import { rootAt } from './stored-tree.ts';
import { BackOff, TIMING, type Timing } from './timing.ts';
import type { WorkingKeys } from './working-keys.ts';

export interface ExchangeOptions {
  readonly side: SideId;
  /** Which keys count, and the private halves of one's own. */
  readonly keys: WorkingKeys;
  readonly network: Network;
  /** Who opens the streams, and how the other side's log is followed: each its own two, and on a stream, by default. */
  readonly opens?: Opens;
  readonly follow?: Follow;
  readonly journal: Journal;
  readonly writer: Pick<Writer, 'position' | 'blocked' | 'block' | 'unblock' | 'take' | 'judge' | 'record' | 'recover' | 'settle'>;
  /** Cosignatures, time-outs and silence go by real time, never by a virtual clock. */
  readonly world: World;
  /** The clock by which facts are recorded and retention times end; real time when not given. */
  readonly clock?: () => number;
  /** Counts the persons in what came back after a restore. */
  readonly persons?: Persons | undefined;
  readonly log: ExchangeLog;
  readonly anchor: Pick<Anchor, 'read' | 'set' | 'stop'>;
  /** Told when the state of the other side or of the logs has moved. */
  readonly announce?: (topic: 'peer' | 'log') => void;
  readonly timing?: Partial<Timing>;
}

export interface Exchange {
  /** The port that is listened on, if any. */
  readonly port: number | undefined;
  /**
   * Resolves once the node may write, on the other side's word or on its own anchor; never while the log is
   * unconfirmed.
   */
  readonly confirmed: Promise<void>;
  status(): ExchangeStatus;
  /** The newest checkpoint of one's own log, signed, without countersignature; `undefined` while no key of ours counts. */
  ownCheckpoint(): string | undefined;
  /** Takes what one's own root key has stated; gives the reason when it does not count. */
  state(statement: unknown): Promise<RingFault | undefined>;
  /** For the writer: signs the checkpoint of what was just committed and wakes the streams. Never waits. */
  afterCommit(committed: Committed, position: Position): void;
  /** The exchange as files that somebody carries. */
  readonly stick: Stick;
  stop(): Promise<void>;
}

const FORKED = 'The other side holds another history of this log, signed by our key.';
const BEHIND = 'The other side holds more of this log than the database, signed by our key: start again, and it is recovered.';
const VERSION_UNKNOWN =
  'The version of the agreement in force is not known here yet: it comes back with the log of the other side. Nothing is written before.';
const NO_KEY = 'No checkpoint key of ours counts: entries are committed and wait, unsigned, until one is enrolled.';

/**
 * Opens the exchange with the other side: serves one's own log, mirrors the other's, countersigns, judges. The writer
 * is blocked until the other side, or the anchor, has confirmed that one's own log is complete; meanwhile the log is
 * served. Throws when the port cannot be opened.
 */
export async function startExchange(options: ExchangeOptions): Promise<Exchange> {
  const { side, keys, journal, writer, log, world, anchor, network } = options;
  writer.block('log_unconfirmed');
  const peer = otherSide(side);
  const timing = { ...TIMING, ...options.timing };
  const announce = options.announce ?? (() => undefined);
  const openOwn: OpenCheckpoint = (note) =>
    openCheckpoint(note, { origin: keys.origin(side), key: () => keys.everOurs() }, verifyEd25519);
  const [ownHead, peerHead] = [await journal.head(side), await journal.head(peer)];
  const watch = new Watch({ world, timing, log, announce });
  const signer = { origin: keys.origin(side), at: (size: number) => keys.signers('checkpoint', size) };
  const own = new OwnLog(journal, side, signer, world, {
    size: ownHead.size,
    root: rootOf(sha256, ownHead.edge),
  });
  const countersignatures = new Countersignatures(
    {
      journal, side, own, keys, watch, world,
      announce(topic) {
        keys.moved();
        announce(topic);
      },
    },
    ownHead.cosignedNote === null
      ? undefined
      : { size: ownHead.cosignedSize, note: ownHead.cosignedNote, at: ownHead.cosignedAt ?? 0 },
  );
  const judge = new Judge({ journal, writer, peer, timing, watch, world }, peerHead.judgedUpTo);
  const freeze = await Freeze.load({
    journal, timing, world, watch,
    log: peer,
    origin: keys.origin(peer),
    open: (note) => openCheckpoint(note, { origin: keys.origin(peer), key: keys.counting(peer, 'checkpoint') }, verifyEd25519),
    edge: () => writer.position.peer.edge,
  });
  let isWhole = false;
  const isConfirmed = () => writer.blocked !== 'log_unconfirmed';
  const isKnown = () => writer.position.agreements.isKnown(side);
  const clock = options.clock ?? (() => world.now());
  const isOver = overAt(() => governing(writer.position.agreements, side), clock);
  const mirror = new Mirror({
    writer, watch, freeze,
    mayTake: () => isWhole,
    now: () => world.now(),
    keys,
    terms: {
      author: peer, origin: keys.origin(peer), sha256, verify: verifyEd25519,
      // How long a class lives is not known before the version in force is.
      mayMiss: (name, recordedtime) => !isKnown() || isOver(name, recordedtime),
    },
    heldNote: peerHead.note ?? undefined,
    onTaken({ refused }) {
      if (isConfirmed()) judge.notice(refused);
      keys.moved();
      announce('log');
    },
  });
  const { opens = 'own', follow = 'stream' } = options;
  const desk = new Desk({
    side, peer, journal, own, countersignatures, mirror, keys, watch, timing,
    isCalled: opens === 'none',
    now: () => world.now(),
  });
  const door = await network.listen(desk);
  const caller = new Caller({
    peer: network.peer, opens, follow, mirror, own, open: openOwn, watch, timing, world,
    bringMirror: (from, open) => desk.bringMirror(from, open),
    hear: (source) => desk.hear(source),
  });
  const statements = new StatementsOut({ side, keys, writer, peer: network.peer, calls: opens !== 'none', watch, timing, world });
  keys.follow(() => ({ own: countersignatures.newest?.size ?? 0, peer: writer.position.peer.edge.size }));
  keys.onChange(() => {
    own.resign();
    mirror.resign();
    if (own.note === undefined) log.error({ size: own.size }, NO_KEY);
    announce('log');
  });

  const stopped = new AbortController();
  const isCalled = opens === 'none';
  // Who never calls hears what the other side holds, and is brought the end of its log, when that one comes.
  const handshake: HandshakeOptions = {
    open: openOwn, watch, world,
    timing: isCalled ? { ...timing, patienceMs: Math.max(timing.patienceMs, 2 * timing.retryMaxMs) } : timing,
    held: (signal) => (isCalled ? desk.heldByPeer(signal) : network.peer.held(signal)),
    ownSize: () => own.size,
    rootAt: (size) => rootAt(journal, side, size),
    anchor: () => anchor.read(),
    stopped: stopped.signal,
  };

  const refuse = (sentence: string) => {
    isWhole = false;
    watch.ownLog = 'unconfirmed';
    writer.block('log_unconfirmed');
    log.error({}, `${sentence} Nothing can be written; docs/operating/drills.md says what to do.`);
    announce('peer');
  };

  /** Fetches what our log lacks. True when it is whole again. */
  const recover = async (signed: Checkpoint): Promise<boolean> => {
    watch.ownLog = 'recovering';
    announce('peer');
    const tails = new RecoveredTails(journal);
    await tails.begin(own.size, world.now());
    // A node that is started again in the middle of this, with nobody to ask, must not take what it has for the whole log.
    anchor.set({ size: signed.size, root: signed.root });
    log.warn({ held: own.size, signed: signed.size }, 'The end of our log is missing; it is recovered from the other side.');
    const mirrored: Peer['mirror'] = (from, signal) => (isCalled ? desk.broughtMirror(from, signal) : network.peer.mirror(from, signal));
    const tail = await recoverTail(
      { side, peer: { mirror: mirrored }, open: openOwn, keys, writer, watch, timing, world, stopped: stopped.signal },
      signed,
    );
    if (tail === undefined) return false;
    if (tail === 'forked') {
      refuse(FORKED);
      return false;
    }
    judge.resume((await journal.head(peer)).judgedUpTo);
    await tails.end(tail, world.now());
    watch.ownLog = 'asking';
    anchor.set({ size: own.size, root: rootOf(sha256, writer.position.own.edge) });
    log.warn({ ...tail }, 'The end of our log is back, as it was published: what never crossed is gone from these entries.');
    return true;
  };

  /** Fails when the database does, and is begun again then. */
  const begin = async () => {
    if (own.size === 0) {
      // The first entry of each log puts the agreement in force; nothing else may have index 0.
      const { digest, document } = writer.position.agreements.first;
      await writer.record(`log:${side}`, 'AgreementActivated', { version: document.version, digest });
    }
    if (!isWhole) caller.start();
    isWhole = true;
    if (!isKnown()) log.warn({}, VERSION_UNKNOWN);
    while (!isKnown() && !stopped.signal.aborted) await pause(world, timing.judgeMs, stopped.signal);
    if (stopped.signal.aborted) return;
    const { agreements, own: held } = writer.position;
    await countAgain({ journal, side, agreements, persons: options.persons, size: held.edge.size, now: clock() });
    await statements.start();
    if (!isConfirmed()) writer.unblock();
    await writer.settle();
    judge.notice(0);
    announce('peer');
  };

  /** A database that is away for a while must not leave a node for good that cannot write. */
  const patiently = async <T>(step: () => Promise<T>): Promise<T | undefined> => {
    const backOff = new BackOff(timing, world);
    while (!stopped.signal.aborted) {
      try {
        return await step();
      } catch (error) {
        watch.ownLog = 'unconfirmed';
        log.error({ error }, 'It cannot be confirmed yet that our log is complete; until then nothing can be written.');
        await pause(world, backOff.next(), stopped.signal);
      }
    }
    return undefined;
  };

  let mayWrite: () => void = () => undefined;
  const confirmed = new Promise<void>((resolve) => (mayWrite = resolve));
  const confirm = async () => {
    const confirmOnce = () => patiently(() => confirmOwnLog(handshake));
    let first = await confirmOnce();
    while (first?.kind === 'behind') {
      const { checkpoint } = first;
      if (!(await patiently(() => recover(checkpoint)))) return;
      first = await confirmOnce();
    }
    if (first === undefined || first.kind === 'stopped') return;
    if (first.kind === 'forked') return refuse(FORKED);
    if (first.kind === 'anchored') log.warn({}, 'The other side does not answer; our own anchor confirms the log.');
    await patiently(begin);
    if (stopped.signal.aborted) return;
    watch.ownLog = first.kind;
    mayWrite();
    if (first.kind === 'confirmed') return;
    const later = await patiently(() => askUntilAnswered(handshake));
    if (later?.kind === 'behind' || later?.kind === 'forked') {
      await Promise.all([caller.stop(), judge.stop()]);
      return refuse(later.kind === 'forked' ? FORKED : BEHIND);
    }
    if (later?.kind === 'confirmed') watch.ownLog = 'confirmed';
  };
  const confirming = confirm();

  return {
    port: door.port,
    confirmed,
    status: () => ({
      ownLog: watch.ownLog,
      frozen: freeze.frozen,
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
    stick: new Stick({
      pair: journal.pair, own, mirror, countersignatures, ownOrigin: keys.origin(side), peerOrigin: keys.origin(peer),
    }),
    state: (statement) => statements.take(statement),
    afterCommit(committed, position) {
      if (committed.erased) own.forgetAll();
      if (committed.entries.length === 0) return;
      const root = rootOf(sha256, position.own.edge);
      own.append(committed.entries, committed.ownSize, root);
      // A log that is being recovered is shorter than what the anchor says already.
      if (watch.ownLog !== 'recovering') anchor.set({ size: committed.ownSize, root });
      announce('log');
    },
    async stop() {
      stopped.abort();
      watch.stop();
      await Promise.all([caller.stop(), judge.stop(), statements.stop(), confirming]);
      await door.close();
      await Promise.all([countersignatures.stop(), anchor.stop()]);
    },
  };
}
