import type { Role } from './kernel/codes.ts';
import { acts } from './concepts.ts';
import { may, type Grant } from './kernel/act.ts';

/**
 * The one policy table: who may do and read what. Acts carry their own line; what is read stands here. Server and
 * screens ask the same table, and a property test asks it over all routes.
 *
 * Scopes: `own` is what one's firm declared or completed, `link` the one crossing that a driver's link names, `all` every
 * crossing of this node.
 */
export const readings = {
  me: may('either', 'trader', 'driver', 'yard', 'gate', 'customs', 'quarantine', 'border_guard', 'laboratory', 'manager', 'secretary', 'auditor', 'operator', 'system', 'public'),
  ownCrossings: may('either', 'trader'),
  allCrossings: may('either', 'yard', 'gate', 'customs', 'quarantine', 'border_guard', 'laboratory', 'manager', 'secretary', 'auditor', 'operator'),
  controlRoom: may('either', 'yard', 'customs', 'quarantine', 'border_guard', 'laboratory', 'manager', 'secretary', 'auditor', 'operator'),
  /** The plan of this side's slots; and what if, simulated in the reader's own browser of a scenario and not of anybody's lorries. */
  plan: may('either', 'manager', 'secretary', 'auditor', 'operator'),
  workList: may('either', 'yard', 'customs', 'quarantine', 'border_guard', 'laboratory', 'manager'),
  queue: may('either', 'yard', 'gate', 'manager', 'auditor', 'customs', 'quarantine', 'border_guard'),
  slots: may('either', 'trader', 'yard', 'manager'),
  log: may('either', 'manager', 'secretary', 'auditor', 'operator', 'customs', 'quarantine', 'border_guard'),
  carryLog: may('either', 'manager', 'operator'),
  evidence: may('either', 'trader', 'manager', 'auditor', 'operator', 'customs', 'quarantine', 'border_guard'),
  /** Of one message of any lorry, by its place in a log. */
  entryEvidence: may('either', 'manager', 'auditor', 'operator', 'customs', 'quarantine', 'border_guard'),
  dayList: may('either', 'yard', 'customs', 'quarantine', 'border_guard', 'manager', 'auditor'),
  /** When every lorry was where: instants alone, for models and forecasts. */
  history: may('either', 'manager', 'auditor'),
  exports: may('either', 'manager', 'secretary', 'auditor'),
  manageErasure: may('either', 'manager'),
  personalData: may('either', 'yard', 'customs', 'quarantine', 'border_guard'),
  metrics: may('either', 'operator', 'public'),
  demoClock: may('either', 'manager', 'operator', 'auditor', 'yard', 'customs', 'quarantine', 'border_guard', 'laboratory', 'trader', 'secretary'),
  manageAccounts: may('either', 'operator'),
  amendAgreement: may('either', 'manager'),
} as const satisfies Record<string, readonly Grant[]>;

export type Reading = keyof typeof readings;
export const READINGS = Object.keys(readings) as Reading[];

/** Everything a role may do or read, by name, on either party's side: what a screen needs to know to offer it. */
export function permissionsOf(role: Role): string[] {
  const has = (who: readonly Grant[]) => who.some((grant) => grant.role === role);
  return [
    ...READINGS.filter((reading) => has(readings[reading])),
    ...acts.filter((act) => has(act.who)).map((act) => act.name),
  ];
}

export const mayRead = (reading: Reading, role: Role): boolean => readings[reading].some((grant) => grant.role === role);
