import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { loadMessages } from './i18n/messages.tsx';
import { applyTheme } from './theme.ts';

applyTheme();

const root = createRoot(document.getElementById('root')!);

// A driver's page opens on a poor network: it loads neither the router nor the officers' parts.
const entry = location.pathname.startsWith('/d/') ? import('./pages/driver/entry.tsx') : import('./app.tsx');
const [{ App }, messages] = await Promise.all([entry, loadMessages()]);
root.render(<App messages={messages} />);
