import { useEffect, useRef, useState } from 'react';
import { useMessages } from '../i18n/messages.tsx';
import { KEY_GROUPS, type KeyAction } from '../keymap.ts';
import { useKeys } from '../keys.tsx';
import { Button } from './Button.tsx';
import { KeyHint } from './KeyHint.tsx';
import './keys-overlay.css';

/** All keys, opened by `?`. */
export function KeysOverlay() {
  const m = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  useKeys({ help: () => setOpen((was) => !was) });
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="keys-overlay" aria-labelledby="keys-title" onClose={() => setOpen(false)}>
      <header className="row">
        <h2 id="keys-title">{m.shell.keys.title}</h2>
        <span className="spacer" />
        <Button look="quiet" onPress={() => setOpen(false)}>{m.common.close}</Button>
      </header>
      <div className="groups">
        {Object.entries(KEY_GROUPS).map(([group, actions]) => (
          <section key={group}>
            <h3>{m.shell.keys.groups[group as keyof typeof KEY_GROUPS]}</h3>
            <dl>
              {(actions as readonly KeyAction[]).map((action) => (
                <div key={action}>
                  <dt><KeyHint action={action} /></dt>
                  <dd>{m.shell.keys.names[action]}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="muted small">{m.shell.keys.note}</p>
    </dialog>
  );
}
