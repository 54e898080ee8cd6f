import type { Policy } from '../model/policy.ts';

/** P0: nobody books. Everybody comes when it suits them, and waits for their turn. */
export const walkIn: Policy = {
  id: 'P0',
  name: 'Walk-in',
  begin: () => ({ book: ({ slot }) => void slot.fill(-1) }),
};
