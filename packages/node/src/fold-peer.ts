import type { Fact } from '@pairgate/domain/kernel/decider.ts';
import { applyPeer, refold, type StreamState } from './states.ts';

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
