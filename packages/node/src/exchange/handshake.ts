import { equalBytes } from '@pairgate/ledger/bytes.ts';
import type { OpenCheckpoint } from '@pairgate/exchange/divergence.ts';
import type { Checkpoint } from '@pairgate/ledger/checkpoint.ts';
import type { Anchored } from './anchor.ts';
import type { Peer } from './network.ts';
import type { Watch } from './status.ts';
import { pause, within, type World } from '../world.ts';
import { BackOff, type Timing } from './timing.ts';

/**
 * Before a node assigns an index it asks the other side for the newest checkpoint of this log that it holds (design §6,
 * restart and restore). A log that is shorter than that has lost its end: going on would fork it, so the end is recovered
 * first (`recover.ts`).
 */
export interface HandshakeOptions {
  /** The newest checkpoint of one's own log that the other side holds; rejects when that cannot be heard. */
  readonly held: Peer['held'];
  /** Opens checkpoints of one's own log. */
  readonly open: OpenCheckpoint;
  /** Entries of one's own log in the database. */
  readonly ownSize: () => number;
  /** Root of one's own log at a size that the database holds, at least 1. */
  readonly rootAt: (size: number) => Promise<Uint8Array>;
  readonly anchor: () => Promise<Anchored | undefined>;
  readonly watch: Watch;
  readonly timing: Timing;
  readonly world: World;
  readonly stopped: AbortSignal;
}

/** `behind`: the other side holds more of our log than we do. `forked`: it holds another history of it. */
export type Confirmation =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'anchored' }
  | { readonly kind: 'behind'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'forked'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'stopped' };

type Answer = { readonly kind: 'none' } | { readonly kind: 'note'; readonly note: string } | undefined;

async function ask({ held, watch, stopped }: HandshakeOptions): Promise<Answer> {
  try {
    const note = await held(stopped);
    watch.seen();
    return note === undefined ? { kind: 'none' } : { kind: 'note', note };
  } catch {
    return undefined;
  }
}

/** Whether one's own log holds a size with that root. */
async function holds(options: HandshakeOptions, { size, root }: Anchored): Promise<boolean> {
  if (size > options.ownSize()) return false;
  return size === 0 || equalBytes(await options.rootAt(size), root);
}

async function weigh(options: HandshakeOptions, answer: Answer): Promise<Confirmation | undefined> {
  if (!answer) return undefined;
  if (answer.kind === 'none') return { kind: 'confirmed' };
  const opened = options.open(answer.note);
  if (!opened.ok) {
    // What our key has not signed says nothing about our log, whoever sends it.
    options.watch.fault('held_invalid', { reason: opened.fault });
    return undefined;
  }
  const { checkpoint } = opened.value;
  if (checkpoint.size > options.ownSize()) return { kind: 'behind', checkpoint };
  return { kind: (await holds(options, checkpoint)) ? 'confirmed' : 'forked', checkpoint };
}

/** Asks until the other side has answered. */
export async function askUntilAnswered(options: HandshakeOptions): Promise<Confirmation> {
  const backOff = new BackOff(options.timing, options.world);
  while (!options.stopped.aborted) {
    const confirmation = await weigh(options, await ask(options));
    if (confirmation) return confirmation;
    await pause(options.world, backOff.next(), options.stopped);
  }
  return { kind: 'stopped' };
}

/**
 * Whether the node may write. When the other side does not answer within the patience, the node relies on its own
 * anchor, unless that claims more than the database holds: then it goes on asking.
 */
export async function confirmOwnLog(options: HandshakeOptions): Promise<Confirmation> {
  const { world, timing } = options;
  const first = await within(world, timing.patienceMs, options.stopped, (stopped) => askUntilAnswered({ ...options, stopped }));
  if (first.kind !== 'stopped' || options.stopped.aborted) return first;
  const anchored = await options.anchor();
  if (anchored === undefined || (await holds(options, anchored))) return { kind: 'anchored' };
  options.watch.fault('held_invalid', { anchor: anchored.size, own: options.ownSize() });
  return askUntilAnswered(options);
}
