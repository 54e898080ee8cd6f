import type { SideId } from '@pairgate/domain/kernel/codes.ts';
import { useRef, useState } from 'react';
import durian from '../../../../../samples/durian-vn-cn.json' with { type: 'json' };
import electronics from '../../../../../samples/electronics-cn-vn.json' with { type: 'json' };
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field } from '../../components/Field.tsx';
import { useMessages } from '../../i18n/messages.tsx';
import { randomKey } from '../../random-key.ts';
import { declarationIn, type Draft } from './draft.ts';

const SAMPLES: Record<SideId, Draft> = { VN: durian.declaration as Draft, CN: electronics.declaration as Draft };

/** A sample lorry of this side. Its own reference is drawn anew, because a reference is used once. */
export const sampleOf = (side: SideId): Draft => ({ ...SAMPLES[side], functionalReferenceID: `SAMPLE-${randomKey().slice(0, 8).toUpperCase()}` });

/** Ways to begin without typing: a sample, a file, a paste. */
export function StartFrom({ side, onTake, onClear }: { side: SideId; onTake: (draft: Draft) => void; onClear: () => void }) {
  const m = useMessages();
  const [pasting, setPasting] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const [unreadable, setUnreadable] = useState(false);
  const take = (text: string): boolean => {
    const draft = declarationIn(text);
    setUnreadable(draft === undefined);
    if (draft) onTake(draft);
    return draft !== undefined;
  };
  /** Another beginning is no answer to a file that could not be read: its fault goes. */
  const anew = (act: () => void) => () => {
    setUnreadable(false);
    act();
  };
  return (
    <div className="start-from row wrap">
      <span className="muted">{m.declare.start}</span>
      <Button onPress={anew(() => onTake(sampleOf(side)))}>{m.declare.sample}</Button>
      <Button onPress={() => input.current?.click()}>{m.declare.file}</Button>
      <Button onPress={anew(() => setPasting(true))}>{m.declare.paste}</Button>
      <span className="faint small">{m.declare.drop}</span>
      <span className="spacer" />
      <Button look="quiet" onPress={anew(onClear)}>{m.declare.clear}</Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={async (event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) take(await file.text());
        }}
      />
      {unreadable && !pasting ? <p role="alert"><b>{m.declare.unreadable}</b></p> : null}
      {pasting ? <PasteDialog onTake={take} unreadable={unreadable} onClose={anew(() => setPasting(false))} /> : null}
    </div>
  );
}

function PasteDialog({ onTake, unreadable, onClose }: { onTake: (text: string) => boolean; unreadable: boolean; onClose: () => void }) {
  const m = useMessages();
  const [text, setText] = useState('');
  return (
    <Dialog
      open
      onClose={onClose}
      title={m.declare.pasteTitle}
      acts={<Button look="filled" isDisabled={text.trim() === ''} onPress={() => onTake(text) && onClose()}>{m.declare.takeIt}</Button>}
    >
      <Field label={m.declare.pasteLabel} lines={12} value={text} onChange={setText} error={unreadable ? m.declare.unreadable : undefined} />
    </Dialog>
  );
}
