import type { Direction, Party, SideId } from '../../kernel/codes.ts';
import { destinationOf, originOf } from '../../kernel/codes.ts';
import type { ConsignmentSide } from '../consignment/slices.ts';
import type { CrossingSide } from './slices.ts';

/**
 * A stream as both sides told it. On its own side a party's state comes from its full facts, on the other from what it
 * published; joint values are functions of the two and are never stored on their own (design §3.1).
 */
export interface ConsignmentView {
  readonly reference: string;
  readonly direction: Direction;
  readonly origin: ConsignmentSide;
  readonly destination: ConsignmentSide;
}

export interface CrossingView {
  readonly reference: string;
  readonly direction: Direction;
  readonly origin: CrossingSide;
  readonly destination: CrossingSide;
  /** The consignments on the lorry now. One that this side has not received yet is absent. */
  readonly loads: readonly ConsignmentView[];
}

export const sideOf = (view: { direction: Direction }, party: Party): SideId =>
  party === 'origin' ? originOf(view.direction) : destinationOf(view.direction);
