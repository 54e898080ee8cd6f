import { randomUUID } from 'node:crypto';

/**
 * Everybody whom one lorry meets, through the interface: whoever may do something that the crossing waits for does it,
 * until it has departed. Nothing is simulated but the people.
 */
export interface JourneyOptions {
  readonly urls: Readonly<Record<Side, string>>;
  readonly tokens: Readonly<Record<string, string>>;
  readonly dayToken: string;
  readonly direction: `${Side}-${Side}`;
  readonly reference: string;
  readonly trader: string;
  readonly tractorID: string;
  readonly sealID: readonly string[];
}

type Side = 'VN' | 'CN';
type Party = 'origin' | 'destination';

interface Detail {
  readonly row: { readonly phase: string; readonly trafficClass: string };
  readonly version: number;
  readonly acts: readonly string[];
  readonly pending: Readonly<Record<Party, Readonly<Record<string, string | null>>>>;
  readonly origin: SideState;
  readonly destination: SideState;
}

interface SideState {
  readonly inspection: readonly { inspection: string; authority: string; finishedAt: string | null }[];
  readonly laboratory: readonly { sample: string; reportedAt: string | null }[];
}

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
const PATIENCE_MS = 250_000;

/**
 * Ten in the morning in Viet Nam, after both clocks: both gates are open then, and no clock runs backwards. Clocks go on
 * until they are set, so a morning that is just about to come is left out.
 */
const nextMorning = (after: number): number => {
  const day = 24 * HOUR;
  const morning = Math.floor(after / day) * day + 3 * HOUR;
  return morning > after + QUARTER ? morning : morning + day;
};

export class Journey {
  #now = 0;

  constructor(private readonly options: JourneyOptions) {}

  /** Brings the lorry from its declaration to its departure. Throws when nobody can do anything for a long time. */
  async run(): Promise<void> {
    await this.#setClocks();
    const [origin, destination] = this.options.direction.split('-') as [Side, Side];
    const validUntil = new Date(this.#now + 8 * HOUR).toISOString();
    const { trafficClass } = (await this.#detail(origin, 'auditor')).row;
    await this.#act(destination, 'manager', `gate/publish-capacity`, { trafficClass, perHour: 40, validUntil });
    for (const until = Date.now() + PATIENCE_MS; ; ) {
      const phase = await this.#step(origin, destination);
      if (phase === 'departed') return;
      if (Date.now() > until) throw new Error(`the lorry stands still in phase ${phase}`);
    }
  }

  async #setClocks(): Promise<void> {
    const clocks = await Promise.all(
      Object.values(this.options.urls).map(async (url) => ((await (await fetch(`${url}/api/demo/clock`)).json()) as { now: string }).now),
    );
    this.#now = nextMorning(Math.max(...clocks.map(Date.parse)));
    for (const url of Object.values(this.options.urls)) {
      const response = await fetch(`${url}/api/demo/clock`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${this.options.dayToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ now: new Date(this.#now).toISOString(), speed: 1, paused: false, lagMs: 0 }),
      });
      if (!response.ok) throw new Error(await response.text());
    }
  }

  /** Everybody looks once; returns the phase that the destination sees. */
  async #step(origin: Side, destination: Side): Promise<string> {
    const reading = { lane: 'X1', tractorID: this.options.tractorID, sealID: this.options.sealID };
    const start = new Date(Math.floor(this.#now / QUARTER) * QUARTER).toISOString();
    await this.#try(origin, 'trader', { bookSlot: () => ({ start }) });
    await this.#try(origin, 'yard', {
      recordArrival: () => ({ tractorID: reading.tractorID, sealID: reading.sealID, weighedMassKg: '38200', yard: 'Y1' }),
      callVehicle: () => ({ lane: 'X1' }),
    });
    await this.#try(origin, 'gate', { recordExit: () => reading });
    await this.#try(destination, 'gate', { recordCrossing: ({ row }) => (row.phase === 'exited' ? reading : undefined), recordDeparture: () => reading });
    for (const [side, party] of [[origin, 'origin'], [destination, 'destination']] as const) {
      for (const authority of ['customs', 'quarantine', 'border_guard']) await this.#officer(side, party, authority);
      await this.#try(side, 'laboratory', {
        reportResult: (detail) => {
          const sample = detail[party].laboratory.find((each) => each.reportedAt === null);
          return sample && { sample: sample.sample, outcome: 'passed', value: [], reportID: 'L-1' };
        },
      });
    }
    return (await this.#detail(destination, 'auditor')).row.phase;
  }

  async #officer(side: Side, party: Party, authority: string): Promise<void> {
    const pendingIs = (detail: Detail, ...steps: string[]) => steps.includes(detail.pending[party][authority] ?? '');
    const dueAt = new Date(this.#now + 2 * HOUR).toISOString();
    await this.#try(side, authority.replace('_', '-'), {
      startInspection: (detail) => (pendingIs(detail, 'inspection') ? { bay: 'B1' } : undefined),
      finishInspection: (detail) => {
        const running = detail[party].inspection.find((each) => each.authority === authority && each.finishedAt === null);
        return running && { inspection: running.inspection, outcome: 'passed', picture: [] };
      },
      takeSample: (detail) => (pendingIs(detail, 'sample') ? { test: ['cadmium'], laboratory: 'L', dueAt } : undefined),
      decide: (detail) => (pendingIs(detail, 'papers', 'decision') ? { outcome: 'release' } : undefined),
    });
  }

  /** The first of these acts that the person may do now and that has something to be done about. */
  async #try(side: Side, role: string, bodies: Readonly<Record<string, (detail: Detail) => object | undefined>>): Promise<void> {
    const detail = await this.#detail(side, role).catch(() => undefined);
    for (const [act, bodyOf] of Object.entries(bodies)) {
      const body = detail?.acts.includes(act) ? bodyOf(detail) : undefined;
      if (!detail || body === undefined) continue;
      const path = act.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      await this.#act(side, role, `crossings/${this.options.reference}/${path}`, body, `"v${detail.version}"`);
      return;
    }
  }

  #tokenOf(side: Side, role: string): string {
    const persona = role === 'trader' ? this.options.trader : `${side.toLowerCase()}-${role}`;
    return this.options.tokens[persona]!;
  }

  async #detail(side: Side, role: string): Promise<Detail> {
    const response = await fetch(`${this.options.urls[side]}/api/crossings/${this.options.reference}`, {
      headers: { authorization: `Bearer ${this.#tokenOf(side, role)}` },
    });
    if (!response.ok) throw new Error(`${side} ${role}: ${await response.text()}`);
    return (await response.json()) as Detail;
  }

  async #act(side: Side, role: string, path: string, body: object, ifMatch?: string): Promise<void> {
    const response = await fetch(`${this.options.urls[side]}/api/${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        authorization: `Bearer ${this.#tokenOf(side, role)}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
    });
    // Somebody else was faster: looked at again in the next round.
    if (response.status === 412 || response.ok) return;
    throw new Error(`${side} ${role} ${path}: ${await response.text()}`);
  }
}
