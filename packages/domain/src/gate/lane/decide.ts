import type { z } from 'zod';
import { may, streamOf, type Act } from '../../kernel/act.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import type { Context } from '../../freight/context.ts';
import type { GateSubject } from '../capacity/decide.ts';
import { stationClosed, stationOpened } from './schema.ts';

export const openStation: Act<z.infer<typeof stationOpened>, GateSubject, Context> = {
  name: 'openStation',
  on: 'gate',
  summary: 'Open a lane, bay, desk or laboratory bench for one direction.',
  schema: stationOpened,
  who: may('either', 'manager'),
  when: () => undefined,
  decide(command, subject, context) {
    const station = context.gate[subject.side].lane[command.station];
    if (station?.open && station.direction === command.direction) return refuse('station_open', { pointer: '/station' });
    return accept({ stream: streamOf('gate', subject.side), type: 'StationOpened', data: command });
  },
};

export const closeStation: Act<z.infer<typeof stationClosed>, GateSubject, Context> = {
  name: 'closeStation',
  on: 'gate',
  summary: 'Close a lane, bay, desk or laboratory bench.',
  schema: stationClosed,
  who: may('either', 'manager'),
  when: () => undefined,
  decide(command, subject, context) {
    const station = context.gate[subject.side].lane[command.station];
    if (!station?.open) return refuse('station_closed', { pointer: '/station' });
    return accept({ stream: streamOf('gate', subject.side), type: 'StationClosed', data: command });
  },
};

export const laneActs = [openStation, closeStation] as const;
