/**
 * Where things are in the rows of the stages, the steps and the sums. The bundler writes a named number where it is used when it is
 * plain and stands in front of everything else in a file that imports nothing, as here, in lorries.ts and in arrivals.ts: the inner
 * loop then has none to look up.
 */
/** Minutes on the clock: now, when the time integrals were last brought up to date, and when the next point of the day begins. */
export const NOW = 0;
export const SETTLED = 1;
export const POINT_ENDS = 2;

/** What a stage is for. */
export const WORK = 0;
export const HOLD = 1;
export const CALL = 2;
export const VEHICLE = 3;
export const RELEASE = 4;
/** Of lists: one for all, one for each level, one for each class. */
export const ORDER = 0;
export const LEVEL = 1;
export const BY_CLASS = 2;
/** Stands for "as many as needed" in whole numbers. */
export const UNLIMITED = 0x40000000;

/**
 * What the inner loop knows of a stage in whole numbers, side by side in a row of `STAGE_ROW`: the first half never changes,
 * the second is its state. A stage is its index; its row begins at `stage * STAGE_ROW`.
 */
export const STAGE_ROW = 32;
/** One of the kinds, and the bits of what is rare, so that one look says that a stage is plain. */
export const KIND = 0;
export const TRAITS = 1;
export const ROOM = 2;
/** How waiting lorries are listed, and the first list of the stage: those inside, then as many of those outside, then those at work. */
export const LISTING = 3;
export const LIST_START = 4;
export const LIST_COUNT = 5;
export const SERVICE_KEY = 6;
export const SIDE = 7;
export const CAUSE = 8;
/** Servers that work now; servers that lorries have, of which blocked; lorries waiting, of which inside. */
export const SERVERS = 16;
export const TAKEN = 17;
export const BLOCKED = 18;
export const WAITING = 19;
export const INSIDE = 20;
/** Servers that there are, and how many of them are away: broken, or on vacation. */
export const NOMINAL = 21;
export const AWAY = 22;
/** 1 when those who work do so after hours: then nothing is offered but what is used. */
export const OVERTIME = 23;
/** What stands in the way now, as bits in the order of OBSTACLES. */
export const OBSTACLE_BITS = 24;
/** 1 while its lorries are being moved on. */
export const PULLING = 25;
/** Servers that are offered now; 0 where there are as many as needed. */
export const OFFERED = 26;

/** A lorry that finds no room is lost; the lowest level at work is interrupted; services at the stage can be interrupted at all. */
export const LOSES = 1;
export const PREEMPTS = 2;
export const INTERRUPTS = 4;
/** Something can stand in the way of the whole stage; servers that find nobody are away. */
export const OBSTRUCTED = 8;
export const VACATIONS = 16;
/** Of the kinds: a vehicle has to come; only so many may go; the lorry waits in the stage; its vehicle is given back. */
export const FETCHED = 32;
export const RATIONED = 64;
export const WAITS_IN_IT = 128;
export const RELEASES = 256;

/**
 * A step of a route as whole numbers. In front of each route and behind it is a step that leads nowhere: the stage −1.
 */
export const STEP_ROW = 8;
export const STEP_STAGE = 0;
/** Whether every lorry takes the step, and whether some are sent back after it. */
export const STEP_ALWAYS = 1;
export const STEP_RETURNS = 2;
/** The step as a bit of those of its route, and the bit of the step that must have been taken before; 0: none. */
export const STEP_BIT = 3;
export const STEP_NEEDS = 4;
export const STEP_SERVICE = 5;
/** Where lorries go that are sent back. */
export const STEP_AGAIN_TO = 6;

/** Sums of a class, side by side in a row: those served and their minutes; those lost; then minutes by cause. */
export const CLASS_ROW = 16;
export const SERVED_COUNT = 0;
export const WAIT_SUM = 1;
export const SERVICE_SUM = 2;
export const SOJOURN_SUM = 3;
export const DISPLACED_SUM = 4;
export const LOST_COUNT = 5;
export const CAUSE_SUM = 6;
/** Of a stage and class: visits, those that waited, and their minutes. */
export const VISIT_ROW = 4;
export const VISIT_COUNT = 0;
export const DELAYED_COUNT = 1;
export const STAGE_WAIT = 2;
/** Of a stage: time integrals of lorries waiting, servers taken, of which blocked, servers offered; the most that ever waited. */
export const AREA_ROW = 8;
export const QUEUE_AREA = 0;
export const TAKEN_AREA = 1;
export const BLOCKED_AREA = 2;
export const OFFERED_AREA = 3;
export const LONGEST = 4;

/** How many CAUSES there are, and the indices of those that the accounts tell apart. */
export const CAUSE_COUNT = 9;
export const PAPERS = 0;
export const SLOT = 1;
export const OTHER = 5;
export const CLOSED = 6;
export const DRIVER = 7;
export const SYSTEM = 8;

/** What happens that is not a lorry's: a server is back or breaks, is repaired; a vehicle is charged. */
export const BACK = 0;
export const BREAKS = 1;
export const REPAIRED = 2;
export const CHARGED = 3;

/** Minutes from the call to the gate that are the lorry's way; what is longer is the driver's. */
export const DRIVER_MINUTES = 10;
/** Bins of a minute: two days, and what is longer in the last one. */
export const WAIT_BINS = 2881;
/** Minutes of a point of the day. */
export const POINT_MINUTES = 5;
/** Points of a day at which arrivals, calls and departures are counted: every five minutes. */
export const DAY_POINTS = 288;
/** Where the calls begin in those counts, and the departures. */
export const CALLS = 288;
export const DEPARTURES = 576;

/** Kinds of distributions. */
export const CONSTANT = 0;
export const UNIFORM = 1;
export const EXPONENTIAL = 2;
export const ERLANG = 3;
export const LOGNORMAL = 4;
export const DISCRETE = 5;
export const HYPEREXPONENTIAL = 6;
