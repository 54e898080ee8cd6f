import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Persona } from '../accounts/personas.ts';
import type { RateLimit } from '../accounts/rate-limit.ts';
import type { Stick } from '../exchange/stick.ts';
import type { Submitter } from '../gateway.ts';
import type { DriverLinks } from './driver-link.ts';
import type { History } from './history.ts';
import type { Ledgers } from './ledgers.ts';
import type { Readings } from './readings.ts';
import type { StreamHub } from './stream-hub.ts';

/** The demonstration's clock, as the day process drives it. */
export interface ClockDrive {
  readonly now: string;
  readonly speed: number;
  readonly paused: boolean;
  readonly lagMs: number;
}

/** What exists only in the demonstration. */
export interface Demo {
  readonly personas: readonly Persona[];
  /** Address of the other side's screens, so that the sign-in page offers both. */
  readonly otherSideUrl?: string | undefined;
  /** Address of the day process's clock, which takes a POST of `{ speed?, paused? }`; absent without a day. */
  readonly controlUrl?: string | undefined;
  /** The secret with which the day process sets the clock of this node and the node asks the day. */
  readonly dayToken: string;
  /** Sets the clock of this node. */
  setClock(to: ClockDrive): void | Promise<void>;
}

/** Everything that a handler can reach. */
export interface Services {
  readonly side: SideId;
  readonly submitter: Submitter;
  readonly readings: Readings;
  readonly ledgers: Ledgers;
  readonly history: History;
  readonly accounts: Accounts;
  readonly stick: Pick<Stick, 'read' | 'write'>;
  readonly links: DriverLinks;
  readonly hub: StreamHub;
  readonly demo: Demo | undefined;
  readonly limits: { readonly signIn: RateLimit; readonly signInName: RateLimit; readonly kiosk: RateLimit };
  /** Real time in milliseconds. */
  readonly wall: () => number;
  /** Prometheus text of everything that this process counts. */
  metricsText(): Promise<string>;
}

