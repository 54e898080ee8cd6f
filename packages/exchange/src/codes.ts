import { z } from 'zod';

/** A public Ed25519 key as the documents of the exchange write it. */
export const base64Key = z.string().regex(/^[A-Za-z0-9+/]{43}=$/).meta({ description: '32 bytes in base64' });

/** The name of a retention class. */
export const retentionClass = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/);
