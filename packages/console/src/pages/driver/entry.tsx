import { MessagesProvider, type Spoken } from '../../i18n/messages.tsx';

/** The driver's page, alone: no account, no router. */
export function App({ messages }: { messages: Spoken }) {
  return <MessagesProvider initial={messages}>{null}</MessagesProvider>;
}
