import { MessagesProvider, type Spoken } from '../../i18n/messages.tsx';
import { DriverPage } from './DriverPage.tsx';
import { keepForOffline } from './offline.ts';

void keepForOffline();

/** The driver's page, alone: no account, no router. */
export function App({ messages }: { messages: Spoken }) {
  return (
    <MessagesProvider initial={messages}>
      <DriverPage />
    </MessagesProvider>
  );
}
