import type { Direction, SideId } from '@pairgate/domain/kernel/codes.ts';

/** The two directions and their ends, without the schema library that comes with the domain's own constants. */
export const DIRECTIONS = ['VN-CN', 'CN-VN'] as const satisfies readonly Direction[];
export const originOf = (direction: Direction): SideId => (direction === 'VN-CN' ? 'VN' : 'CN');
export const destinationOf = (direction: Direction): SideId => (direction === 'VN-CN' ? 'CN' : 'VN');
