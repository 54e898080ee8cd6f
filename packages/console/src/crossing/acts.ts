import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { send } from '../api.ts';
import { queryClient } from '../live/query.ts';
import type { Done } from './types.ts';

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export interface Submission {
  on: 'crossing' | 'consignment';
  reference: string;
  act: string;
  body: Record<string, unknown>;
  /** The version that the person has seen; the node refuses a decision on another one. */
  version?: number;
  /** A key that stays the same when the same submission is tried again. */
  key?: string;
}

/** Hands one act to the node. Throws `ApiProblem`. */
export async function submit({ on, reference, act, body, version, key }: Submission): Promise<Done> {
  const options = {
    ...(version === undefined ? {} : { ifMatch: `"v${version}"` }),
    ...(key === undefined ? {} : { idempotencyKey: key }),
  };
  return send<Done>('POST', `/api/${on}s/${reference}/${kebab(act)}`, body, options);
}

/** Everything that an act on a crossing may have moved is asked for again. */
export async function readAgain(reference?: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: reference ? ['crossing', reference] : ['crossing'] }),
    queryClient.invalidateQueries({ queryKey: ['consignment'] }),
    queryClient.invalidateQueries({ queryKey: ['worklist'] }),
    queryClient.invalidateQueries({ queryKey: ['crossings'] }),
    queryClient.invalidateQueries({ queryKey: ['slots'] }),
  ]);
}

/** Submits acts; whatever came of one, what is shown is read again, so that nobody looks at what was before. */
export function useSubmit(onDone?: (done: Done, submission: Submission) => void): UseMutationResult<Done, Error, Submission> {
  return useMutation({
    mutationFn: submit,
    onSuccess: (done, submission) => onDone?.(done, submission),
    onSettled: () => readAgain(),
  });
}
