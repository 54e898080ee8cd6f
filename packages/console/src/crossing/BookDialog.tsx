import type { Instant } from '@pairgate/domain/kernel/instant.ts';
import { useState } from 'react';
import { ApiProblem } from '../api.ts';
import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { toast } from '../components/toasts.ts';
import { useMessages } from '../i18n/messages.tsx';
import { problemSentence } from '../labels.ts';
import { useSubmit } from './acts.ts';
import { SlotPicker } from './SlotPicker.tsx';
import type { CrossingDetail } from './types.ts';
import { lorryName } from './words.ts';

/** Books a slot for a lorry, or moves the one that it has. */
export function BookDialog({ detail, onClose }: { detail: CrossingDetail; onClose: () => void }) {
  const m = useMessages();
  const { row } = detail;
  const [start, setStart] = useState<Instant | null>(row.slotStart);
  const book = useSubmit(() => {
    toast(m.slots.booking(lorryName(row)));
    onClose();
  });
  const act = detail.acts.includes('moveSlot') ? 'moveSlot' : 'bookSlot';
  const title = act === 'moveSlot' ? m.slots.move : m.slots.book;
  const error = book.error instanceof ApiProblem ? problemSentence(book.error.problem) : book.error?.message;
  const ready = start !== null && start !== row.slotStart && !book.isPending;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`${title}: ${lorryName(row)}`}
      acts={
        <Button look="filled" isDisabled={!ready} onPress={() => book.mutate({ on: 'crossing', reference: row.reference, act, body: { start } })}>
          {title}
        </Button>
      }
    >
      <SlotPicker wish={row} value={start} onChange={setStart} />
      {error ? <p role="alert" className="refused">{error}</p> : null}
    </Dialog>
  );
}
