import { useMessages } from '../i18n/messages.tsx';
import { theme } from '../theme.ts';
import { Icon } from './Icon.tsx';
import './button.css';

export function ThemeButton() {
  const m = useMessages();
  return (
    <button type="button" className="icon-button" aria-label={m.shell.theme} title={m.shell.theme} onClick={() => theme.set(theme.get() === 'dark' ? 'light' : 'dark')}>
      <Icon name="theme" />
    </button>
  );
}
