import { useCanGoBack, useRouter } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { Button } from '../../components/Button.tsx';
import { useMessages } from '../../i18n/messages.tsx';
import './print.css';

/** One sheet of A6, black on white in every theme, with what is not printed above it. */
export function Paper({ title, children }: { title: string; children: ReactNode }) {
  const m = useMessages();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
  return (
    <div className="print-page">
      <div className="row no-print">
        {canGoBack ? <Button onPress={() => router.history.back()}>{m.print.back}</Button> : null}
        <Button look="filled" onPress={() => print()}>{m.print.print}</Button>
      </div>
      <main className="sheet">{children}</main>
    </div>
  );
}

/** Words on paper stand in both gates' own languages: the one who reads it may come from either side. */
export function Both({ vi, zh }: { vi: ReactNode; zh: ReactNode }) {
  return (
    <span className="both">
      <span lang="vi">{vi}</span> <span lang="zh">{zh}</span>
    </span>
  );
}
