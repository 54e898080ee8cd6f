import type { Direction, SideId } from '@pairgate/domain/kernel/codes.ts';
import { otherSide } from '@pairgate/domain/kernel/codes.ts';
import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { evolve, foldSide, initialState, type Slices, type StateOf } from '@pairgate/domain/kernel/fold.ts';
import { parseStream, streamOf } from '@pairgate/domain/kernel/act.ts';
import { consignmentSlices, type ConsignmentSide } from '@pairgate/domain/freight/consignment/slices.ts';
import { crossingSlices, type CrossingSide } from '@pairgate/domain/freight/crossing/slices.ts';
import type { ConsignmentView, CrossingView } from '@pairgate/domain/freight/crossing/view.ts';
import { gateSlices, type GateSide } from '@pairgate/domain/gate/slices.ts';
import type { StateRow } from '@pairgate/store/batch.ts';

/**
 * A stream as this node knows it: its own full facts folded, and the other side's published facts folded. Nothing joint is
 * kept; views join the two when they are asked for.
 */
export interface StreamState {
  /** Own facts so far. */
  readonly version: number;
  /** Own shared entries so far. */
  readonly seq: number;
  /** Entries of the other side so far. */
  readonly peerSeq: number;
  readonly own: unknown;
  readonly peer: unknown;
}

const SLICES: Readonly<Record<string, Slices>> = {
  consignment: consignmentSlices,
  crossing: crossingSlices,
  gate: gateSlices,
  log: {},
};

export function slicesOf(stream: string): Slices {
  const { kind } = parseStream(stream);
  const slices = SLICES[kind];
  if (!slices) throw new Error(`no such kind of stream: ${stream}`);
  return slices;
}

const EMPTY: Readonly<Record<string, StreamState>> = Object.fromEntries(
  Object.entries(SLICES).map(([kind, slices]) => {
    const initial = initialState(slices);
    return [kind, { version: 0, seq: 0, peerSeq: 0, own: initial, peer: initial }];
  }),
);

/** What a stream starts from. Throws for a kind of stream that does not exist. */
export function emptyState(stream: string): StreamState {
  const { kind } = parseStream(stream);
  const empty = EMPTY[kind];
  if (!empty) throw new Error(`no such kind of stream: ${stream}`);
  return empty;
}

export const applyOwn = (stream: string, state: StreamState, fact: Fact, shared: boolean): StreamState => ({
  ...state,
  version: state.version + 1,
  seq: shared ? state.seq + 1 : state.seq,
  own: evolve(slicesOf(stream), state.own as StateOf<Slices>, fact),
});

export const applyPeer = (stream: string, state: StreamState, fact: Fact): StreamState => ({
  ...state,
  peer: evolve(slicesOf(stream), state.peer as StateOf<Slices>, fact),
});

export const refold = (stream: string, facts: readonly Fact[]): unknown => foldSide(slicesOf(stream), facts);

/** What a stream starts from. An unreadable entry names no stream; it still has its place in the log. */
export const emptyStateOf = (stream: string): StreamState => {
  try {
    return emptyState(stream);
  } catch {
    return { version: 0, seq: 0, peerSeq: 0, own: {}, peer: {} };
  }
};

/** The state after a fact of the other side, or nothing when its data cannot be folded: such an entry is refused. */
export function foldPeer(
  stream: string,
  state: StreamState,
  fact: Fact,
  history: ReadonlyMap<string, readonly Fact[]>,
): StreamState | undefined {
  try {
    const after = applyPeer(stream, state, fact);
    const earlier = fact.type === 'FactCorrected' ? history.get(stream) : undefined;
    return earlier ? { ...after, peer: refold(stream, [...earlier, fact]) } : after;
  } catch {
    return undefined;
  }
}

/** What one number says about the version of a stream, for `If-Match`: it grows with every fact of either side. */
export const versionOf = (state: StreamState): number => state.version + state.peerSeq;

/** The part of a stored state that says how far the stream is: `[version, seq, peerSeq]`. */
export const COUNTS = '';

const PARTIES = ['own', 'peer'] as const;

/** The rows that lead from one state of a stream to another: how far it is, and each party's slices that changed. */
export function toRows(stream: string, before: StreamState, after: StreamState): StateRow[] {
  const rows = [{ stream, part: COUNTS, state: JSON.stringify([after.version, after.seq, after.peerSeq]) }];
  for (const party of PARTIES) {
    const [was, is] = [before[party], after[party]] as Record<string, unknown>[];
    if (was === is) continue;
    for (const slice in is) {
      if (is[slice] !== was![slice]) rows.push({ stream, part: `${party}.${slice}`, state: JSON.stringify(is[slice]) });
    }
  }
  return rows;
}

/** The states of streams from all their rows, in the order in which the streams come. */
export function fromRows(rows: readonly StateRow[]): Map<string, StreamState> {
  const states = new Map<string, StreamState>();
  for (const { stream, part, state } of rows) {
    const known = states.get(stream) ?? emptyState(stream);
    const value = JSON.parse(state) as unknown;
    if (part === COUNTS) {
      const [version, seq, peerSeq] = value as [number, number, number];
      states.set(stream, { ...known, version, seq, peerSeq });
    } else {
      const [party, slice] = part.split('.') as [(typeof PARTIES)[number], string];
      states.set(stream, { ...known, [party]: { ...(known[party] as object), [slice]: value } });
    }
  }
  return states;
}

export type StateReader = (stream: string) => StreamState | undefined;

/** Who is the origin follows from who lodged or planned: a stream that nobody began yet has no view. */
function orient<Side>(state: StreamState, us: SideId, began: (side: Side) => boolean) {
  const own = state.own as Side;
  const peer = state.peer as Side;
  const originIsUs = began(own);
  if (!originIsUs && !began(peer)) return undefined;
  const origin = originIsUs ? us : otherSide(us);
  return {
    direction: origin === 'VN' ? ('VN-CN' as const) : ('CN-VN' as const),
    origin: originIsUs ? own : peer,
    destination: originIsUs ? peer : own,
  };
}

const isLodged = (side: ConsignmentSide): boolean => side.declaration.lodgedAt !== null;
const isPlanned = (side: CrossingSide): boolean => side.plan.plannedAt !== null;

/** The direction of a consignment or a crossing, once somebody has begun it; other streams have none. */
export function directionOf(read: StateReader, us: SideId, stream: string): Direction | undefined {
  const state = read(stream);
  if (!state) return undefined;
  const { kind } = parseStream(stream);
  if (kind === 'crossing') return orient<CrossingSide>(state, us, isPlanned)?.direction;
  return kind === 'consignment' ? orient<ConsignmentSide>(state, us, isLodged)?.direction : undefined;
}

export function consignmentView(read: StateReader, us: SideId, reference: string): ConsignmentView | undefined {
  const state = read(streamOf('consignment', reference));
  const view = state && orient<ConsignmentSide>(state, us, isLodged);
  return view && { reference, ...view };
}

export function crossingView(read: StateReader, us: SideId, reference: string): CrossingView | undefined {
  const state = read(streamOf('crossing', reference));
  const view = state && orient<CrossingSide>(state, us, isPlanned);
  if (!view) return undefined;
  const loads = view.origin.loads.map((load) => consignmentView(read, us, load)).filter((load) => load !== undefined);
  return { reference, ...view, loads };
}

export const gateSides = (read: StateReader, us: SideId): Record<SideId, GateSide> => {
  const side = (of: SideId): GateSide => {
    const state = read(streamOf('gate', of)) ?? emptyState(streamOf('gate', of));
    return (of === us ? state.own : state.peer) as GateSide;
  };
  return { VN: side('VN'), CN: side('CN') };
};
