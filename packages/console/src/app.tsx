import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Toasts } from './components/Toasts.tsx';
import { MessagesProvider, type Spoken } from './i18n/messages.tsx';
import { KeysProvider } from './keys.tsx';
import { queryClient } from './live/query.ts';
import { router } from './router.tsx';

/** The application for people with an account, and for the kiosk and the printer beside them. */
export function App({ messages }: { messages: Spoken }) {
  return (
    <MessagesProvider initial={messages}>
      <QueryClientProvider client={queryClient}>
        <KeysProvider>
          <RouterProvider router={router} />
          <Toasts />
        </KeysProvider>
      </QueryClientProvider>
    </MessagesProvider>
  );
}
