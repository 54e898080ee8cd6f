import { stored } from './stored.ts';

/** Which side stands at the left of a picture. Viet Nam's does by convention; each person may turn it round. */
export const mirror = stored<'as-is' | 'mirrored'>('pairgate.mirror', ['as-is', 'mirrored'], () => 'as-is');
