import type { Refusal } from '@pairgate/domain/kernel/decider.ts';
import { createContext, useContext } from 'react';
import type { Draft, Json } from './draft.ts';

/** What every field of the form reads: the draft, what is wrong with it, and how to change it. */
export interface Form {
  readonly draft: Draft;
  readonly faults: readonly Refusal[];
  /** Pointers that the person has left once, or all of them after an attempt to lodge. */
  readonly seen: (pointer: string) => boolean;
  readonly see: (pointer: string) => void;
  readonly set: (pointer: string, value: Json) => void;
  readonly remove: (pointer: string, index: number) => void;
}

const FormContext = createContext<Form | null>(null);
export const FormProvider = FormContext.Provider;

export function useForm(): Form {
  const form = useContext(FormContext);
  if (!form) throw new Error('a field stands outside its form');
  return form;
}

/** The identifier of a field's control, by its pointer, so that the form can lead to it. */
export const controlId = (pointer: string): string => `field${pointer.replaceAll('/', '-')}`;
