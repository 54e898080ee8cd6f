import { useMessages } from '../i18n/messages.tsx';
import { Icon } from './Icon.tsx';
import { dismissToast, useToasts } from './toasts.ts';
import './toasts.css';

export function Toasts() {
  const m = useMessages();
  const toasts = useToasts();
  return (
    <div className="toasts no-print" role="status" aria-live="polite">
      {toasts.map(({ id, text, act }) => (
        <div key={id} className="toast">
          <span>{text}</span>
          {act ? (
            <button
              type="button"
              className="toast-act"
              onClick={() => {
                act.run();
                dismissToast(id);
              }}
            >
              {act.label}
            </button>
          ) : null}
          <button type="button" className="icon-button" aria-label={m.common.close} onClick={() => dismissToast(id)}>
            <Icon name="cross" size={12} />
          </button>
        </div>
      ))}
    </div>
  );
}
