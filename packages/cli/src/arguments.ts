import { InvalidArgumentError } from 'commander';
import type { Side } from './context.ts';

/** Reading of option values. Commander puts the name of the option before the sentence. */

/** The demonstration takes ten ports from here on. */
export function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1024 || port > 65_526) {
    throw new InvalidArgumentError('It is a port from 1024 to 65526; ten ports from it on are used.');
  }
  return port;
}

export function speedOf(text: string): number {
  const speed = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || speed < 0.1 || speed > 1000) {
    throw new InvalidArgumentError('It is a number from 0.1 to 1000: 60 lets an hour pass in a minute.');
  }
  return speed;
}

export function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || seconds <= 0) throw new InvalidArgumentError('It is a number of seconds.');
  return seconds;
}

export function sideOf(text: string): 'VN' | 'CN' {
  const side = text.toUpperCase();
  if (side !== 'VN' && side !== 'CN') throw new InvalidArgumentError('It is VN or CN.');
  return side;
}

/** 64 hex digits, in groups or not, alone or for one side: `VN=…`. */
export function fingerprintOf(text: string): string {
  const match = /^(?:(VN|CN)=)?([0-9a-f]{64})$/i.exec(text.replaceAll(/[\s:-]/g, ''));
  if (!match) throw new InvalidArgumentError('A fingerprint has 64 hex digits; VN= or CN= may stand before it.');
  return `${match[1] === undefined ? '' : `${match[1].toUpperCase()}=`}${match[2]!.toLowerCase()}`;
}

/** A calendar day. */
export function dayOf(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) throw new InvalidArgumentError('It looks like 2026-11-19.');
  return text;
}

export function databaseUrlOf(text: string): string {
  if (!/^postgres(ql)?:\/\/./.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError('It looks like postgres://user:password@host:5432.');
  }
  return text;
}

export function webUrlOf(text: string): string {
  if (!/^https?:\/\/./.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError('It looks like http://localhost:4080.');
  }
  return text.replace(/\/+$/, '');
}

/** A number of lines or the number of a line, counted from 0. */
export function countOf(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count)) throw new InvalidArgumentError('It is a whole number from 0 on.');
  return count;
}

/** A SHA-256 hash. */
export function hashOf(text: string): string {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new InvalidArgumentError('A hash has 64 hex digits.');
  return text.toLowerCase();
}

/** A message by its place in the log of its author. */
export interface EntryPlace {
  readonly side: Side;
  readonly index: number;
}

/** As evidence names it: `VN:1234`. */
export function entryPlaceOf(text: string): EntryPlace {
  const [, side, index] = /^(VN|CN):(0|[1-9]\d{0,14})$/i.exec(text.trim()) ?? [];
  if (index === undefined) throw new InvalidArgumentError('An entry is named by its side and index, as in VN:1234.');
  return { side: side!.toUpperCase() as Side, index: Number(index) };
}
