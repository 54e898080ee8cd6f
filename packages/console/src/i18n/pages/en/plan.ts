/** Places of work in a sentence: one of them, and several. */
const PLACES: Readonly<Record<string, readonly [one: string, several: string]>> = {
  gate: ['gate lane', 'gate lanes'], scan: ['weigh-and-scan lane', 'weigh-and-scan lanes'], quarantine: ['inspection bay', 'inspection bays'],
  papers: ['desk for papers', 'desks for papers'], exit: ['exit lane', 'exit lanes'], laboratory: ['laboratory', 'laboratories'],
};

export const plan = {
  title: 'Plan: what if',
  inForce: {
    title: (gate: string) => `The plan in force at ${gate}`,
    none: 'No plan yet: slots follow the published capacity.',
    by: { solver: (time: string) => `Planned at ${time}.`, rule: (time: string) => `Spread evenly by the rule at ${time}.` },
    forecast: {
      weekday: (days: string) => `Demand: mean of ${days} days on the same weekday.`,
      days: (days: string) => `Demand: mean of the newest ${days} days.`,
      none: (_days: string) => 'Demand: no day recorded yet, as much as the capacity takes.',
    },
    hour: 'Hour',
    places: 'Places',
    taken: 'Taken',
    binds: 'used up',
    bay: (p: { gate: string; hours: string }) => `**The inspection bays at ${p.gate} bind most**: one more saves up to ${p.hours} weighted lorry-hours a day.`,
    accepted: (p: { gate: string; hours: string; of: string }) =>
      `**What ${p.gate} accepts binds most**: one lorry an hour more of class ${p.of} saves up to ${p.hours} weighted lorry-hours a day.`,
    free: 'Nothing binds: every expected lorry finds a place near its wish.',
    stale: (p: { since: string; why: string }) => `No new plan since ${p.since}: ${p.why}. The last one goes on.`,
    why: { infeasible: 'no plan keeps every limit', unbounded: 'the solver found no end', late: 'the solver was late', failed: 'the solver failed' },
  },
  sentence: {
    today: (p: { wait: string; displacement: string }) =>
      `**Today a lorry waits ${p.wait} min** on average and comes ${p.displacement} min away from the time it wished. Move a slider to ask what if.`,
    less: (p: { changes: string; to: string; from: string; interval: string }) => `With ${p.changes}, **a lorry waits ${p.to} min instead of ${p.from}** (${p.interval}).`,
    more: (p: { changes: string; to: string; from: string; interval: string }) => `With ${p.changes}, **a lorry waits ${p.to} min, longer than today’s ${p.from}** (${p.interval}).`,
    same: (p: { changes: string; to: string; from: string; interval: string }) =>
      `With ${p.changes}, **the wait cannot be told from today’s**: ${p.to} min against ${p.from} (${p.interval}).`,
    displaced: (p: { to: string; from: string }) => `It comes ${p.to} min away from the time it wished; today ${p.from}.`,
    saved: (hours: string) => `**${hours} lorry-hours a day are saved.**`,
    lost: (hours: string) => `**${hours} lorry-hours a day are lost.**`,
    overflows: (p: { changes: string; stage: string; growth: string }) =>
      `With ${p.changes}, **${p.stage} overflows**: every day ${p.growth} lorries more wait or are put off to a later day. No mean wait holds for long.`,
    todayOverflows: (p: { stage: string; growth: string }) => `**Today ${p.stage} overflows**: every day ${p.growth} lorries more wait or are put off to a later day.`,
    refused: (p: { changes: string }) => `**This cannot work**${p.changes === '' ? '.' : `: with ${p.changes}.`}`,
  },
  change: {
    servers: (p: { more: string; count: string; kind: string; way: string; gate: string }) => {
      const places = PLACES[p.kind]?.[p.count === '1' ? 0 : 1] ?? p.kind;
      const way = p.kind === 'exit' ? '' : p.way === 'out' ? ' for leaving' : ' for entering';
      return `${p.count} ${p.more === 'yes' ? 'more' : 'fewer'} ${places}${way} at ${p.gate}`;
    },
    opens: (p: { gate: string; time: string }) => `${p.gate} opening at ${p.time}`,
    closes: (p: { gate: string; time: string }) => `${p.gate} closing at ${p.time}`,
    arrivals: (n: string) => `${n} lorries a day`,
    inspected: (n: string) => `${n} % inspected`,
    vehicles: (n: string) => `${n} vehicles on the smart lane`,
    joint: 'joint inspection',
    policy: (name: string) => `the rule “${name}”`,
    more: (n: string) => (n === '1' ? '1 more change' : `${n} more changes`),
  },
  levers: {
    title: 'What if',
    servers: {
      gate: { out: 'Gate lanes, leaving', in: 'Gate lanes, entering' },
      scan: { out: 'Weigh and scan, leaving', in: 'Weigh and scan, entering' },
      quarantine: { out: 'Inspection bays, leaving', in: 'Inspection bays, entering' },
      papers: { out: 'Desks for papers, leaving', in: 'Desks for papers, entering' },
      exit: { out: 'Exit lanes', in: 'Exit lanes, entering' },
      laboratory: { out: 'Laboratories, leaving', in: 'Laboratories, entering' },
    } as Record<string, Record<string, string>>,
    opens: 'Opens, local time',
    closes: 'Closes, local time',
    arrivals: 'Lorries a day',
    inspected: 'Share inspected',
    vehicles: 'Vehicles of the smart lane',
    joint: 'Inspection',
    alone: 'each side alone',
    together: 'jointly',
    policy: 'Who comes when',
    more: 'Desks, exit lanes, laboratories',
    today: (value: string) => `today ${value}`,
    of: (p: { lever: string; gate: string }) => `${p.lever}, ${p.gate}`,
  },
  acts: {
    undo: 'Undo', reset: 'Back to today', report: 'Save the report', scenario: 'Save the scenario', open: 'Open a scenario',
  },
  figures: {
    title: 'What it does',
    today: 'Today',
    whatIf: 'What if',
    difference: 'Difference',
    wait: 'Mean wait, min',
    waitP90: '9 of 10 wait at most, min',
    displacement: 'Away from the wished time, min',
    servedADay: 'Lorries through a day',
    note: 'In brackets: 95 % interval of the difference, replication by replication.',
  },
  causes: { title: 'Wait by cause', unit: 'minutes of a lorry', all: 'All causes', displaced: 'Away from the wish' },
  yard: {
    place: 'Place',
    title: 'Both yards, one mark a lorry',
    at: 'Time of day',
    play: 'Play',
    pause: 'Pause',
    waiting: (n: string) => (n === '1' ? '1 lorry waits' : `${n} lorries wait`),
    note: 'Grey is being served or moving. Day 4 of the first replication; schematic, not for demarcation.',
    label: (p: { setting: string; time: string }) => `${p.setting} at ${p.time}`,
    rows: {
      yard: 'Buffer yard', gate: 'Gate', papers: 'Papers', scan: 'Weigh, scan', quarantine: 'Inspection', laboratory: 'Laboratory', crossing: 'Crossing',
    } as Record<string, string>,
    direction: (p: { from: string; to: string }) => `${p.from} to ${p.to}`,
    cell: (p: { waiting: string; all: string }) => `${p.waiting} of ${p.all} wait`,
  },
  stages: {
    yard: 'the buffer yard', call: 'the way to the gate', gate: 'the gate', papers: 'the desk for papers', scan: 'weighing and scanning',
    quarantine: 'inspection', laboratory: 'the laboratory', exit: 'the exit', drive: 'the crossing', vehicle: 'the smart lane', crane: 'the crane',
    leg: 'the smart lane', release: 'the smart lane',
  } as Record<string, string>,
  stageAt: (p: { stage: string; gate: string }) => `${p.stage} at ${p.gate}`,
  faults: {
    title: 'Why not',
    noServers: 'nobody works here, so that nobody ever passes',
    neverOpen: 'is never open',
    neverTogether: 'both sides are never open at the same time',
    noVehicle: 'no vehicle ever comes',
    noHours: 'has staff, and no hours in which they work',
    overload: (percent: string) => `is asked for ${percent} % of what it can do in its hours`,
    scenario: 'This file is not a scenario that can be simulated.',
    kept: 'What was shown before stays below.',
  },
  method: (p: { replications: string; days: string; seconds: string }) =>
    `Simulated, not measured: ${p.replications} times ${p.days} days for each setting, in ${p.seconds} s. The first day of each is left out.`,
  sameLorries: 'Today and what if serve the very same lorries.',
  otherLorries: 'The number of lorries differs; all else about them is the same.',
  basis: (p: { title: string; assumed: string; all: string }) => `Today is the scenario “${p.title}”: ${p.assumed} of its ${p.all} figures are assumed.`,
  running: 'Simulating',
  notSaved: 'Nothing was saved: the simulator stopped. Try again.',
  notStartedMore: 'Your setting is kept in the address of this page.',
};
